//! Accounts in PostgreSQL, through Hyperdrive: listed, opened, and money moved from one to another in a transaction.
//!
//! Run it with `cargo xtask dev postgres`, beside the server that `localConnectionString` in `wrangler.jsonc` names, then
//! `curl localhost:8787/accounts --json '{"name": "Ada", "balance": 100}'` and `curl localhost:8787/accounts`.

use std::time::Duration;

use serde::{Deserialize, Serialize};
use tokio_postgres::error::SqlState;
use tokio_postgres::{Client, Row};
use worker_sdk::http::{Method, StatusCode};
use worker_sdk::hyperdrive::Hyperdrive;
use worker_sdk::integrations::tokio_postgres::connect_hyperdrive;
use worker_sdk::{Bindings, IntoResponse, Json, Request, Response, Result, event, timeout};

const SCHEMA: &str = "CREATE TABLE IF NOT EXISTS accounts (
    name text PRIMARY KEY, balance int8 NOT NULL CHECK (balance >= 0))";

#[derive(Bindings)]
struct Bank {
    database: Hyperdrive,
}

#[derive(Serialize, Deserialize)]
struct Account {
    name: String,
    balance: i64,
}

#[derive(Deserialize)]
struct Transfer {
    from: String,
    to: String,
    amount: u32,
}

#[event(fetch)]
async fn main(request: Request, bank: Bank) -> Result<Response> {
    match timeout(Duration::from_secs(5), answer(request, &bank.database)).await {
        Ok(answer) => answer,
        Err(late) => (StatusCode::GATEWAY_TIMEOUT, late.to_string()).into_response(),
    }
}

async fn answer(mut request: Request, database: &Hyperdrive) -> Result<Response> {
    let mut client = connect_hyperdrive(database).await?;
    client.batch_execute(SCHEMA).await?;
    match (request.method().clone(), request.path()) {
        (Method::GET, "/accounts") => {
            let sql = "SELECT name, balance FROM accounts ORDER BY name";
            let rows = client.query(sql, &[]).await?;
            let accounts = rows.iter().map(account).collect::<Result<Vec<_>>>()?;
            Json(accounts).into_response()
        }
        (Method::POST, "/accounts") => match request.json().await {
            Ok(account) => open(&client, account).await,
            Err(_) => (StatusCode::BAD_REQUEST, "the body is no account").into_response(),
        },
        (Method::POST, "/transfers") => match request.json().await {
            Ok(order) => transfer(&mut client, order).await,
            Err(_) => (StatusCode::BAD_REQUEST, "the body is no transfer").into_response(),
        },
        _ => StatusCode::NOT_FOUND.into_response(),
    }
}

fn account(row: &Row) -> Result<Account> {
    Ok(Account {
        name: row.try_get("name")?,
        balance: row.try_get("balance")?,
    })
}

async fn open(client: &Client, Account { name, balance }: Account) -> Result<Response> {
    let insert = "INSERT INTO accounts VALUES ($1, $2)";
    match client.execute(insert, &[&name, &balance]).await {
        Err(error) if error.code() == Some(&SqlState::UNIQUE_VIOLATION) => {
            (StatusCode::CONFLICT, "there is an account of that name").into_response()
        }
        other => other
            .map_err(Into::into)
            .and(StatusCode::CREATED.into_response()),
    }
}

async fn transfer(
    client: &mut Client,
    Transfer { from, to, amount }: Transfer,
) -> Result<Response> {
    let transaction = client.transaction().await?;
    let change = "UPDATE accounts SET balance = balance + $2 WHERE name = $1";
    let mut changed = 0;
    let amount = i64::from(amount);
    for (name, amount) in [(&to, amount), (&from, -amount)] {
        match transaction.execute(change, &[name, &amount]).await {
            Err(error) if error.code() == Some(&SqlState::CHECK_VIOLATION) => {
                return (StatusCode::CONFLICT, "there is not enough money").into_response();
            }
            other => changed += other?,
        }
    }
    if changed < 2 {
        return (StatusCode::NOT_FOUND, "no such account").into_response();
    }
    transaction.commit().await?;
    StatusCode::NO_CONTENT.into_response()
}
