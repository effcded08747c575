//! An object that fails in the middle of what it writes.

use std::time::Duration;

use worker_sdk::durable_objects::State;
use worker_sdk::durable_objects::storage::Transaction;
use worker_sdk::{Request, Result, durable_object, params, sleep};

struct Ledger {
    state: State,
}

#[durable_object]
impl Ledger {
    fn new(state: State) -> Result<Self> {
        let sql = state.storage().sql();
        sql.exec("CREATE TABLE IF NOT EXISTS entries (name TEXT)", ())?;
        Ok(Self { state })
    }

    /// The first step of the path is where it fails, the second is how.
    async fn fetch(&self, request: Request) -> Result<String> {
        let storage = self.state.storage();
        let path = request.path().to_owned();
        let Some((place, how)) = path.trim_start_matches('/').split_once('/') else {
            let rows = storage.sql().exec("SELECT name FROM entries", ())?;
            return Ok(format!("{:?}", { rows }.all::<(String,)>()?));
        };
        match place {
            "sync" => storage.transaction_sync(|| self.write(how))?,
            "at-once" => {
                let work = async |_: Transaction| self.write(how);
                storage.transaction(work).await?;
            }
            "after-an-await" => {
                let work = async |txn: Transaction| {
                    txn.put("name", how).await?;
                    sleep(Duration::from_millis(1)).await;
                    self.write(how)
                };
                storage.transaction(work).await?;
            }
            _ => return Err(format!("no place {place}").into()),
        }
        Ok("written".into())
    }

    fn write(&self, how: &str) -> Result<()> {
        let sql = self.state.storage().sql();
        sql.exec("INSERT INTO entries VALUES (?)", params![how])?;
        match how {
            "panic" => panic!("on purpose"),
            "error" => Err("on purpose".into()),
            "overflow" => {
                std::hint::black_box(deeper(std::hint::black_box(1)));
                Ok(())
            }
            _ => Ok(()),
        }
    }
}

#[expect(unconditional_recursion, reason = "the stack is to overflow")]
fn deeper(n: u64) -> u64 {
    std::hint::black_box([n; 64])[0] + deeper(n + 1)
}
