//! In the real runtime, with the bindings of `wrangler.jsonc`: `cargo test --target wasm32-unknown-unknown`.

use {{crate_name}}::Order;

use worker_sdk::test::{self, Fate};
use worker_sdk::{Env, Result};

fn order(id: u32, article: &str) -> Order {
    let article = article.to_owned();
    Order { id, article }
}

#[worker_sdk::test]
async fn what_is_in_stock_is_shipped(env: Env) -> Result<()> {
    let batch = test::queue("orders")
        .message(&order(1, "apple"))
        .message(&order(2, "unicorn"));
    let delivered = batch.deliver().await?;
    let fates = [Fate::Acked, Fate::Retried { delay: None }];
    assert_eq!(delivered.fates(), fates);

    let shipped = env.kv("SHIPPED")?.get("1").text().await?;
    assert_eq!(shipped.as_deref(), Some("apple"));
    Ok(())
}
