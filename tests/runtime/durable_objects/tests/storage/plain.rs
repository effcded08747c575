//! Objects whose storage is not SQLite.

use worker_sdk::durable_objects::State;
use worker_sdk::durable_objects::storage::Transaction;
use worker_sdk::{Env, Result, durable_object};

struct Plain {
    state: State,
}

#[durable_object]
impl Plain {
    fn new(state: State) -> Self {
        Self { state }
    }

    async fn fetch(&self) -> Result<String> {
        let storage = self.state.storage();
        storage.put_many([("a", 1), ("b", 2)]).await?;
        let sum = storage
            .transaction(async |txn: Transaction| -> Result<u32> {
                let values = txn.get_many::<u32>(["a", "b"]).await?;
                txn.delete("a").await?;
                Ok(values.values().sum())
            })
            .await?;
        let left = storage.list::<u32>().await?;
        let errors = [
            storage.sql().exec("SELECT 1", ()).map(drop),
            storage.sql().database_size().map(drop),
            storage.kv().put("a", &1),
            storage.set_alarm(worker_sdk::now()).await,
        ];
        // The rest of the messages says what to change in the configuration.
        let errors = errors.map(|result| {
            let message = result
                .err()
                .map(|error| error.to_string())
                .unwrap_or_default();
            message
                .split(['.', ','])
                .next()
                .unwrap_or_default()
                .to_owned()
        });
        Ok(format!("{sum} {left:?}\n{}", errors.join("\n")))
    }
}

#[worker_sdk::test]
async fn values_are_there_and_tables_are_not(env: Env) -> Result<()> {
    let plain = env.durable_object("PLAIN")?.get_by_name("plain");
    let text = plain.fetch("/").await?.read_text().await?;
    let expected = [
        r#"3 [("b", 2)]"#,
        "running `SELECT 1` failed: Error: SQL is not enabled for this Durable Object class",
        "the size of the database failed: Error: SQL is not enabled for this Durable Object class",
        "storing the key `a` failed: Error: The storage",
        "setting the alarm failed: TypeError: Your Durable Object class must have an alarm() handler in order to call \
         setAlarm()",
    ];
    assert_eq!(text, expected.join("\n"));
    Ok(())
}
