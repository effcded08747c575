use serde::{Deserialize, Serialize};
use worker_sdk::http::{Method, StatusCode};
use worker_sdk::queues::{Batch, Producer};
use worker_sdk::{Bindings, Error, IntoResponse, Request, Response, Result, event, kv};

#[derive(Bindings)]
struct App {
    #[binding("ORDERS")]
    orders: Producer,
    #[binding("SHIPPED")]
    shipped: kv::Namespace,
}

#[derive(Serialize, Deserialize)]
pub struct Order {
    pub id: u32,
    pub article: String,
}

/// Takes an order at once; what it takes to ship it comes later.
#[event(fetch)]
async fn main(mut request: Request, app: App) -> Result<Response> {
    match (request.method().clone(), request.path()) {
        (Method::POST, "/orders") => {
            let Ok(order) = request.json::<Order>().await else {
                return (StatusCode::BAD_REQUEST, "the body is no order").into_response();
            };
            app.orders.send(&order).await?;
            StatusCode::ACCEPTED.into_response()
        }
        (Method::GET, path) => {
            let Ok(id) = path.trim_start_matches('/').parse::<u32>() else {
                return StatusCode::NOT_FOUND.into_response();
            };
            match app.shipped.get(id.to_string()).text().await? {
                Some(article) => Ok(Response::text(article)),
                None => StatusCode::NOT_FOUND.into_response(),
            }
        }
        _ => StatusCode::METHOD_NOT_ALLOWED.into_response(),
    }
}

/// A message that cannot be shipped comes again; one that is no order does so by itself.
#[event(queue)]
async fn consume(batch: Batch<Order>, app: App) {
    for message in &batch {
        match ship(message.body(), &app).await {
            Ok(()) => message.ack(),
            Err(error) => {
                worker_sdk::console_error!("order {}: {error}", message.body().id);
                message.retry();
            }
        }
    }
}

async fn ship(order: &Order, app: &App) -> Result<()> {
    if !is_in_stock(&order.article) {
        return Err(Error::new("out of stock"));
    }
    let key = order.id.to_string();
    app.shipped.put(&key, order.article.as_str()).await
}

fn is_in_stock(article: &str) -> bool {
    article != "unicorn"
}

#[cfg(test)]
mod tests {
    use super::is_in_stock;

    #[test]
    fn unicorns_are_never_in_stock() {
        assert!(is_in_stock("apple"));
        assert!(!is_in_stock("unicorn"));
    }
}
