//! Transactions.

use std::cell::Cell;
use std::fmt;
use std::task::Poll;
use std::time::Duration;

use futures_util::future::{Either, poll_fn, select};
use worker_sdk::durable_objects::Storage;
use worker_sdk::durable_objects::storage::Transaction;
use worker_sdk::{Env, Error, Result, params, sleep};

use super::inside::inside;
use super::values::keys;

/// An error of the application, which is no error of the platform.
#[derive(Debug)]
enum Refused {
    SoldOut { wanted: u32 },
    Storage(Error),
}

impl From<Error> for Refused {
    fn from(error: Error) -> Self {
        Self::Storage(error)
    }
}

impl fmt::Display for Refused {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{self:?}")
    }
}

impl std::error::Error for Refused {}

fn table(storage: &Storage) -> Result<()> {
    storage.sql().exec("CREATE TABLE t (n INTEGER)", ())?;
    Ok(())
}

fn rows(storage: &Storage) -> Result<Vec<(u32,)>> {
    storage.sql().exec("SELECT n FROM t ORDER BY n", ())?.all()
}

#[worker_sdk::test]
async fn a_transaction_gives_its_value(env: Env) -> Result<()> {
    inside(&env, async |storage: Storage| {
        storage.put("left", &3).await?;
        // What is borrowed need not be moved.
        let log = std::cell::RefCell::new(Vec::new());
        let left = storage
            .transaction(async |txn: Transaction| -> Result<u32> {
                let left = txn.get::<u32>("left").await?.unwrap_or_default() - 1;
                txn.put("left", &left).await?;
                log.borrow_mut().push(left);
                Ok(left)
            })
            .await?;
        assert_eq!((left, log.into_inner()), (2, vec![2]));
        assert_eq!(storage.get::<u32>("left").await?, Some(2));
        Ok(())
    })
    .await
}

#[worker_sdk::test]
async fn an_err_rolls_back_and_comes_back_as_it_is(env: Env) -> Result<()> {
    inside(&env, async |storage: Storage| {
        table(&storage)?;
        let outcome = storage
            .transaction(async |txn: Transaction| -> Result<(), Refused> {
                txn.put("a", &1).await?;
                storage.kv().put("b", &2)?;
                storage.sql().exec("INSERT INTO t VALUES (1)", ())?;
                Err(Refused::SoldOut { wanted: 7 })
            })
            .await;
        assert!(matches!(outcome, Err(Refused::SoldOut { wanted: 7 })));
        assert_eq!(storage.list::<u32>().await?, []);
        assert_eq!(rows(&storage)?, []);

        let outcome = storage
            .transaction(async |txn: Transaction| -> Result<(), Refused> {
                txn.put("large", &"x".repeat(17 << 20)).await?;
                Ok(())
            })
            .await;
        let Err(Refused::Storage(error)) = outcome else {
            panic!("{outcome:?}");
        };
        assert!(error.is_too_large());
        Ok(())
    })
    .await
}

#[worker_sdk::test]
async fn a_rollback_is_no_error(env: Env) -> Result<()> {
    inside(&env, async |storage: Storage| {
        let value = storage
            .transaction(async |txn: Transaction| -> Result<u32> {
                txn.put_many([("a", 1), ("b", 2)]).await?;
                txn.set_alarm(Duration::from_secs(600)).await?;
                txn.rollback()?;
                txn.rollback()?;
                let error = txn.put("c", &3).await.unwrap_err();
                assert_eq!(
                    error.to_string(),
                    "storing the key `c` failed: Error: Cannot put() on rolled back transaction"
                );
                Ok(7)
            })
            .await?;
        assert_eq!(value, 7);
        assert_eq!(storage.list::<u32>().await?, []);
        assert_eq!(storage.alarm().await?, None);
        Ok(())
    })
    .await
}

#[worker_sdk::test]
async fn a_transaction_has_all_operations(env: Env) -> Result<()> {
    inside(&env, async |storage: Storage| {
        storage
            .transaction(async |txn: Transaction| -> Result<()> {
                txn.put_many([("a", 1), ("b", 2), ("c", 3)]).await?;
                assert_eq!(
                    txn.get::<u32>("a").allow_concurrency().no_cache().await?,
                    Some(1)
                );
                assert_eq!(txn.get_many::<u32>(["a", "c"]).await?.len(), 2);
                assert!(txn.delete("a").await?);
                assert_eq!(txn.delete_many(["a", "b"]).await?, 1);
                assert_eq!(keys(txn.list::<u32>().prefix("c").await?), ["c"]);
                txn.set_alarm(Duration::from_secs(600)).await?;
                assert!(txn.alarm().await?.is_some());
                txn.delete_alarm().await?;
                assert_eq!(txn.alarm().await?, None);
                Ok(())
            })
            .await?;
        assert_eq!(keys(storage.list::<u32>().await?), ["c"]);
        Ok(())
    })
    .await
}

#[worker_sdk::test]
async fn a_transaction_inside_of_one_fails_alone(env: Env) -> Result<()> {
    inside(&env, async |storage: Storage| {
        storage
            .transaction(async |outer: Transaction| -> Result<()> {
                outer.put("outer", &1).await?;
                let inner: Result<()> = storage
                    .transaction(async |inner: Transaction| {
                        inner.put("inner", &1).await?;
                        Err("no".into())
                    })
                    .await;
                assert_eq!(inner.unwrap_err().to_string(), "no");
                Ok(())
            })
            .await?;
        assert_eq!(keys(storage.list::<u32>().await?), ["outer"]);
        Ok(())
    })
    .await
}

#[worker_sdk::test]
async fn a_transaction_that_has_ended_is_of_no_use(env: Env) -> Result<()> {
    inside(&env, async |storage: Storage| {
        let txn = storage.transaction(async |txn: Transaction| Ok::<_, Error>(txn)).await?;
        let error = txn.put("late", &1).await.unwrap_err();
        assert_eq!(
            error.to_string(),
            "storing the key `late` failed: Error: Cannot call put() on transaction that has already committed: did you \
             move `txn` outside of the closure?"
        );
        Ok(())
    })
    .await
}

#[worker_sdk::test]
async fn a_transaction_that_is_dropped_rolls_back(env: Env) -> Result<()> {
    inside(&env, async |storage: Storage| {
        // Other timers of the object do not run meanwhile, so the transaction itself says when it is dropped.
        let enough = Cell::new(false);
        let transaction = storage.transaction(async |txn: Transaction| -> Result<()> {
            txn.put("a", &1).await?;
            enough.set(true);
            sleep(Duration::from_secs(60)).await;
            Ok(())
        });
        let until = poll_fn(|_| {
            if enough.get() {
                Poll::Ready(())
            } else {
                Poll::Pending
            }
        });
        let dropped = matches!(select(Box::pin(transaction), until).await, Either::Right(_));
        assert!(dropped);
        assert_eq!(storage.list::<u32>().await?, []);
        let never_polled = storage.transaction(async |_| Ok::<_, Error>(()));
        drop(never_polled);
        storage.put("b", &1).await?;
        assert_eq!(keys(storage.list::<u32>().await?), ["b"]);
        Ok(())
    })
    .await
}

#[worker_sdk::test]
async fn sync_transactions_give_values_and_roll_back(env: Env) -> Result<()> {
    inside(&env, async |storage: Storage| {
        table(&storage)?;
        let (sql, kv) = (storage.sql(), storage.kv());
        let insert = |n: u32| sql.exec("INSERT INTO t VALUES (?)", params![n]);
        let mut borrowed = 0;
        let value = storage.transaction_sync(|| -> Result<&str> {
            insert(1)?;
            kv.put("a", &1)?;
            borrowed += 1;
            Ok("done")
        })?;
        assert_eq!((value, borrowed), ("done", 1));

        let outcome = storage.transaction_sync(|| -> Result<(), Refused> {
            insert(2)?;
            kv.put("b", &1)?;
            Err(Refused::SoldOut { wanted: 2 })
        });
        assert!(matches!(outcome, Err(Refused::SoldOut { wanted: 2 })));

        let outcome = storage.transaction_sync(|| -> Result<()> {
            insert(3)?;
            sql.exec("INSERT INTO nowhere VALUES (3)", ())?;
            Ok(())
        });
        assert!(outcome.is_err());
        assert_eq!(rows(&storage)?, [(1,)]);
        assert_eq!(keys(storage.list::<u32>().await?), ["a"]);
        Ok(())
    })
    .await
}

#[worker_sdk::test]
async fn sync_transactions_may_be_inside_of_others(env: Env) -> Result<()> {
    inside(&env, async |storage: Storage| {
        table(&storage)?;
        let insert = |n: u32| storage.sql().exec("INSERT INTO t VALUES (?)", params![n]);
        storage.transaction_sync(|| -> Result<()> {
            insert(1)?;
            let inner = storage.transaction_sync(|| -> Result<()> {
                insert(2)?;
                Err("no".into())
            });
            assert_eq!(inner.unwrap_err().to_string(), "no");
            storage.transaction_sync(|| insert(3).map(drop))?;
            Ok(())
        })?;
        storage
            .transaction(async |txn: Transaction| {
                storage.transaction_sync(|| insert(4).map(drop))?;
                txn.rollback()
            })
            .await?;
        assert_eq!(rows(&storage)?, [(1,), (3,)]);
        Ok(())
    })
    .await
}

/// Whether panics unwind, a panic rolls back and goes on; otherwise it ends the instance, see the end-to-end tests.
#[cfg(panic = "unwind")]
#[worker_sdk::test]
async fn a_panic_rolls_back(env: Env) -> Result<()> {
    use std::panic::{AssertUnwindSafe, catch_unwind};

    inside(&env, async |storage: Storage| {
        table(&storage)?;
        let caught = catch_unwind(AssertUnwindSafe(|| {
            storage.transaction_sync(|| -> Result<()> {
                storage.sql().exec("INSERT INTO t VALUES (1)", ())?;
                panic!("on purpose");
            })
        }));
        assert!(caught.is_err());
        let spawned = storage.clone();
        let task = worker_sdk::spawn(async move {
            let work = async |txn: Transaction| -> Result<()> {
                txn.put("a", &1).await?;
                panic!("on purpose");
            };
            spawned.transaction(work).await
        });
        assert!(task.await.is_err());
        assert_eq!(rows(&storage)?, []);
        assert_eq!(storage.list::<u32>().await?, []);
        Ok(())
    })
    .await
}
