//! Orders as a workflow: steps that end in time or are tried again, a pause, and an approval that somebody sends.
//!
//! Run it with `cargo xtask dev workflows`, then `curl http://localhost:8787/orders/7 --json '{"item": "tea"}'`,
//! `curl -X POST http://localhost:8787/orders/7/approve` and `curl http://localhost:8787/orders/7`.

use std::time::Duration;

use serde::{Deserialize, Serialize};
use serde_json::json;
use worker_sdk::http::{Method, StatusCode};
use worker_sdk::workflows::{Backoff, Event, Step, Workflow, non_retryable};
use worker_sdk::{
    Bindings, Error, IntoResponse, Json, Request, Response, Result, event, kv, sleep, workflow,
};

#[derive(Serialize, Deserialize)]
struct Order {
    item: String,
}

#[derive(Serialize, Deserialize)]
struct Receipt {
    item: String,
    attempts: u32,
    approved_by: String,
}

#[derive(Bindings)]
struct Warehouse {
    stock: kv::Namespace,
}

struct Shipping(Warehouse);

#[workflow]
impl Shipping {
    fn new(warehouse: Warehouse) -> Self {
        Self(warehouse)
    }

    async fn run(&self, event: Event<Order>, step: Step) -> Result<Receipt> {
        let (stock, item) = (self.0.stock.clone(), event.payload.item);
        let wanted = item.clone();
        let reserve = async move || {
            if wanted.is_empty() {
                return Err(non_retryable("nothing was ordered"));
            }
            stock.put(&wanted, "reserved").await
        };
        step.run("reserve the item", reserve).await?;
        step.sleep("let the customer reconsider", Duration::from_millis(50))
            .await?;
        // The carrier lets the first call ring, is busy at the second, and answers at the third.
        let call = step.run_attempt("call the carrier", async |attempt| match attempt.number {
            1 => {
                sleep(Duration::from_secs(60)).await;
                Err(Error::new("nobody picks up"))
            }
            2 => Err(Error::new("the line is busy")),
            number => Ok(number),
        });
        let attempts = call
            .retries(5)
            .delay(Duration::from_millis(20))
            .backoff(Backoff::Exponential)
            .timeout(Duration::from_secs(1))
            .await?;
        let approval = step.wait_for_event::<String>("approval", "approved");
        let approved_by = approval.timeout(Duration::from_secs(3_600)).await?.payload;
        Ok(Receipt {
            item,
            attempts,
            approved_by,
        })
    }
}

#[derive(Bindings)]
struct App {
    orders: Workflow<Order, Receipt>,
}

#[event(fetch)]
async fn main(mut request: Request, app: App) -> Result<Response> {
    let path = request.path().to_owned();
    let Some(rest) = path.strip_prefix("/orders/") else {
        return StatusCode::NOT_FOUND.into_response();
    };
    match (request.method(), rest.split_once('/')) {
        (&Method::POST, None) => {
            let order: Order = match request.json().await {
                Err(error) if error.is_malformed() => {
                    return (StatusCode::BAD_REQUEST, error.to_string()).into_response();
                }
                order => order?,
            };
            let instance = app.orders.create(&order).id(rest).await?;
            (StatusCode::CREATED, instance.id()).into_response()
        }
        (&Method::POST, Some((id, "approve"))) => {
            app.orders
                .get(id)
                .await?
                .send_event("approved", &"the manager")
                .await?;
            StatusCode::ACCEPTED.into_response()
        }
        (&Method::GET, None) => {
            let status = app.orders.get(rest).await?.status().await?;
            let error = status.error.map(|error| error.message);
            Json(json!({"state": status.state, "receipt": status.output, "error": error}))
                .into_response()
        }
        _ => StatusCode::METHOD_NOT_ALLOWED.into_response(),
    }
}
