//! A shop that calls a bank through a service binding, with the methods of a trait.
//!
//! Run it with `cargo xtask dev service-bindings`, then `curl -X POST 'http://localhost:8787/pay?from=ada&cents=500'`.
//!
//! The bank is one for examples: KV cannot take a value only if it has not changed, so two withdrawals at the same time
//! could both see the same balance. One that keeps money keeps it in a Durable Object or in D1.
//!
//! Here both are one worker, and the bank is its entrypoint `Bank`. In two workers, the trait stands in a crate that both
//! depend on, and the binding names the other one; `docs/development.md` says how to run both.

use worker_sdk::http::{Method, StatusCode};
use worker_sdk::service_bindings::Service;
use worker_sdk::{
    Bindings, Error, IntoResponse, Request, Response, Result, event, kv, rpc, worker_entrypoint,
};

/// What a bank does for others, in whichever language they are.
#[rpc]
pub trait Accounts {
    /// The balance of an account in cents; a new one has 1,000.
    async fn balance(&self, name: String) -> Result<i64>;
    /// Takes money from an account and gives what is left. Fails with `InsufficientFunds`, with the balance.
    async fn withdraw(&self, name: String, cents: i64) -> Result<i64>;
}

#[derive(Bindings)]
struct Vault {
    accounts: kv::Namespace,
}

struct Bank(Vault);

#[worker_entrypoint(rpc(Accounts))]
impl Bank {
    fn new(vault: Vault) -> Self {
        Self(vault)
    }
}

impl Accounts for Bank {
    async fn balance(&self, name: String) -> Result<i64> {
        match self.0.accounts.get(&name).text().await? {
            Some(cents) => Ok(cents.parse()?),
            None => Ok(1_000),
        }
    }

    async fn withdraw(&self, name: String, cents: i64) -> Result<i64> {
        if cents <= 0 {
            return Err(Error::named("RangeError", "withdraw a positive amount"));
        }
        let balance = self.balance(name.clone()).await?;
        if balance < cents {
            let message = format!("{name} has {balance} cents");
            return Err(
                Error::named("InsufficientFunds", message).with_property("balance", balance)
            );
        }
        let left = balance - cents;
        self.0.accounts.put(&name, left.to_string()).await?;
        Ok(left)
    }
}

#[derive(Bindings)]
struct Shop {
    bank: Service<AccountsStub>,
}

#[event(fetch)]
async fn main(request: Request, shop: Shop) -> Result<Response> {
    let name = request.query_value("from").unwrap_or_default();
    match (request.method(), request.path()) {
        (&Method::GET, "/balance") => shop.bank.balance(name).await?.to_string().into_response(),
        (&Method::POST, "/pay") => pay(&request, &shop, name).await,
        _ => StatusCode::NOT_FOUND.into_response(),
    }
}

async fn pay(request: &Request, shop: &Shop, name: String) -> Result<Response> {
    let Some(Ok(cents)) = request
        .query_value("cents")
        .map(|cents| cents.parse::<i64>())
    else {
        return (StatusCode::BAD_REQUEST, "say how many `cents`").into_response();
    };
    match shop.bank.withdraw(name, cents).await {
        Ok(left) => format!("paid; {left} cents are left").into_response(),
        Err(error) if error.is_named("InsufficientFunds") => {
            let balance: Option<i64> = error.property("balance")?;
            let text = format!(
                "{}; {} are missing",
                error.message(),
                cents - balance.unwrap_or(0)
            );
            (StatusCode::PAYMENT_REQUIRED, text).into_response()
        }
        Err(error) => Err(error),
    }
}
