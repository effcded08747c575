//! Many at once.

use std::time::Duration;

use futures_util::future::{join_all, try_join_all};
use worker_sdk::durable_objects::storage::Transaction;
use worker_sdk::durable_objects::{State, Storage};
use worker_sdk::{Env, Request, Result, durable_object, sleep};

use super::inside::inside;

/// Counts; each way is a path.
struct Counter {
    state: State,
}

#[durable_object]
impl Counter {
    fn new(state: State) -> Self {
        Self { state }
    }

    async fn fetch(&self, request: Request) -> Result<String> {
        let storage = self.state.storage();
        match request.path() {
            "/gates" => {
                let count = storage.get::<u32>("count").await?.unwrap_or_default() + 1;
                storage.put("count", &count).await?;
            }
            "/transaction" => {
                storage
                    .transaction(async |txn: Transaction| -> Result<()> {
                        let count = txn.get::<u32>("count").await?.unwrap_or_default() + 1;
                        sleep(Duration::from_millis(1)).await;
                        txn.put("count", &count).await
                    })
                    .await?;
            }
            // What the gates are good for: with other events in between, increments are lost.
            "/concurrent" => {
                let count = storage
                    .get::<u32>("count")
                    .allow_concurrency()
                    .await?
                    .unwrap_or_default()
                    + 1;
                sleep(Duration::from_millis(1)).await;
                storage.put("count", &count).await?;
            }
            _ => {}
        }
        Ok(storage
            .get::<u32>("count")
            .await?
            .unwrap_or_default()
            .to_string())
    }
}

async fn count(env: &Env, path: &str) -> Result<String> {
    let counter = env.durable_object("COUNTER")?.get_by_name(path);
    let calls = (0..100).map(|_| async { counter.fetch(path).await?.read_text().await });
    try_join_all(calls).await?;
    counter.fetch("/").await?.read_text().await
}

#[worker_sdk::test]
async fn increments_behind_the_input_gate_are_not_lost(env: Env) -> Result<()> {
    assert_eq!(count(&env, "/gates").await?, "100");
    Ok(())
}

#[worker_sdk::test]
async fn increments_in_transactions_are_not_lost(env: Env) -> Result<()> {
    assert_eq!(count(&env, "/transaction").await?, "100");
    Ok(())
}

#[worker_sdk::test]
async fn increments_with_other_events_in_between_are_lost(env: Env) -> Result<()> {
    assert_ne!(count(&env, "/concurrent").await?, "100");
    Ok(())
}

#[worker_sdk::test]
async fn transactions_of_one_event_come_one_after_the_other(env: Env) -> Result<()> {
    inside(&env, async |storage: Storage| {
        let increments = (0..100).map(|n| {
            let storage = storage.clone();
            async move {
                storage
                    .transaction(async |txn: Transaction| -> Result<()> {
                        let count = txn.get::<u32>("count").await?.unwrap_or_default();
                        txn.put("count", &(count + 1)).await?;
                        if n % 10 == 9 {
                            Err("not this one".into())
                        } else {
                            Ok(())
                        }
                    })
                    .await
            }
        });
        let refused = join_all(increments)
            .await
            .into_iter()
            .filter(Result::is_err)
            .count();
        assert_eq!(refused, 10);
        assert_eq!(storage.get::<u32>("count").await?, Some(90));
        Ok(())
    })
    .await
}

#[worker_sdk::test]
async fn nothing_is_left_of_transactions(env: Env) -> Result<()> {
    inside(&env, async |storage: Storage| {
        let before = worker_sdk::task::live();
        for n in 0..20 {
            let work = async |txn: Transaction| {
                txn.put("n", &n).await?;
                if n % 2 == 0 {
                    Ok(())
                } else {
                    Err(worker_sdk::Error::new("no"))
                }
            };
            let _ = storage.transaction(work).await;
        }
        assert_eq!(worker_sdk::task::live(), before);
        Ok(())
    })
    .await
}
