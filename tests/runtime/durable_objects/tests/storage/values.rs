//! Values that are read and written with a wait.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use worker_sdk::durable_objects::Storage;
use worker_sdk::time::Timestamp;
use worker_sdk::{Bytes, Env, Result};

use super::inside::inside;

#[derive(Serialize, Deserialize, PartialEq, Debug, Clone)]
struct Player {
    name: String,
    points: i64,
    team: Option<String>,
    seen: Timestamp,
    picture: Bytes,
}

fn ada() -> Player {
    Player {
        name: "Ada ü 😀".into(),
        points: -(1 << 53) + 1,
        team: None,
        seen: Timestamp::from_millis(1_500_000_000_000.0),
        picture: vec![0, 255, 7].into(),
    }
}

#[worker_sdk::test]
async fn structured_values_come_back(env: Env) -> Result<()> {
    inside(&env, async |storage: Storage| {
        assert_eq!(storage.get::<Player>("ada").await?, None);
        storage.put("ada", &ada()).await?;
        assert_eq!(storage.get("ada").await?, Some(ada()));
        storage.put("", "the empty key").await?;
        assert_eq!(
            storage.get::<String>("").await?.as_deref(),
            Some("the empty key")
        );
        assert!(storage.delete("ada").await?);
        assert!(!storage.delete("ada").await?);
        assert_eq!(storage.get::<Player>("ada").await?, None);
        Ok(())
    })
    .await
}

#[worker_sdk::test]
async fn none_is_a_value(env: Env) -> Result<()> {
    inside(&env, async |storage: Storage| {
        storage.put("none", &None::<u32>).await?;
        storage.put("unit", &()).await?;
        assert_eq!(storage.get::<Option<u32>>("none").await?, Some(None));
        assert_eq!(storage.get::<()>("unit").await?, Some(()));
        assert_eq!(storage.get::<Option<u32>>("missing").await?, None);
        storage.kv().put("none", &None::<u32>)?;
        assert_eq!(storage.kv().get::<Option<u32>>("none")?, Some(None));
        let error = storage.get::<u32>("none").await.unwrap_err();
        assert!(error.is_malformed());
        assert_eq!(
            error.to_string(),
            "cannot read the value of `none`: expected u32, found null"
        );
        Ok(())
    })
    .await
}

#[worker_sdk::test]
async fn several_at_once(env: Env) -> Result<()> {
    inside(&env, async |storage: Storage| {
        storage
            .put_many([("b", 2), ("a", 1), ("10", 3), ("9", 4), ("__proto__", 5)])
            .await?;
        let found = storage
            .get_many::<u32>(["b", "9", "missing", "10", "b", "__proto__"])
            .await?;
        let expected = [("10", 3), ("9", 4), ("__proto__", 5), ("b", 2)];
        assert_eq!(
            found,
            expected.map(|(key, value)| (key.to_owned(), value)).into()
        );
        assert_eq!(storage.delete_many(["a", "missing", "9"]).await?, 2);
        assert_eq!(keys(storage.list::<u32>().await?), ["10", "__proto__", "b"]);

        let none: [&str; 0] = [];
        assert_eq!(storage.get_many::<u32>(none).await?, BTreeMap::new());
        assert_eq!(storage.delete_many(none).await?, 0);
        storage.put_many::<&str, u32>([]).await?;
        Ok(())
    })
    .await
}

#[worker_sdk::test]
async fn one_operation_takes_128_keys(env: Env) -> Result<()> {
    inside(&env, async |storage: Storage| {
        let keys: Vec<String> = (0..129).map(|n| format!("key {n}")).collect();
        let pairs = |count: usize| keys.iter().take(count).map(|key| (key, 1));
        storage.put_many(pairs(128)).await?;
        assert_eq!(storage.get_many::<u32>(&keys[..128]).await?.len(), 128);
        let errors = [
            storage.put_many(pairs(129)).await.unwrap_err(),
            storage.get_many::<u32>(&keys).await.unwrap_err(),
            storage.delete_many(&keys).await.unwrap_err(),
        ];
        for error in errors {
            assert!(error.is_too_large());
            assert_eq!(
                error.to_string(),
                "one operation takes up to 128 keys, not 129; use several"
            );
        }
        assert_eq!(storage.delete_many(&keys[..128]).await?, 128);
        Ok(())
    })
    .await
}

#[worker_sdk::test]
async fn builders_do_nothing_until_they_are_awaited(env: Env) -> Result<()> {
    inside(&env, async |storage: Storage| {
        storage.put("kept", &1).await?;
        let (put, many) = (storage.put("a", &1), storage.put_many([("b", 1)]));
        let (delete, all) = (storage.delete("kept"), storage.delete_all());
        let alarm = storage.set_alarm(std::time::Duration::from_secs(600));
        storage.sync().await?;
        assert_eq!(keys(storage.list::<u32>().await?), ["kept"]);
        assert_eq!(storage.alarm().await?, None);
        drop((put, many, delete, all, alarm));
        Ok(())
    })
    .await
}

#[worker_sdk::test]
async fn a_list_has_ranges(env: Env) -> Result<()> {
    inside(&env, async |storage: Storage| {
        let all = ["a1", "a2", "a3", "b1", "z", "\u{ffff}", "\u{10000}"];
        storage
            .put_many(all.map(|key| (key, key.to_owned())))
            .await?;
        let list = || storage.list::<String>();
        assert_eq!(keys(list().await?), all);
        assert_eq!(keys(list().prefix("a").await?), all[..3]);
        assert_eq!(keys(list().start("a2").end("b1").await?), all[1..3]);
        assert_eq!(keys(list().start_after("a2").limit(2).await?), all[2..4]);
        assert_eq!(
            keys(list().reverse().limit(2).await?),
            ["\u{10000}", "\u{ffff}"]
        );
        assert_eq!(
            keys(list().start("a2").end("b1").reverse().await?),
            ["a3", "a2"]
        );
        assert_eq!(keys(list().prefix("a").start("a3").await?), ["a3"]);
        assert_eq!(keys(list().start("b").end("a").await?), [""; 0]);
        assert_eq!(
            keys(
                list()
                    .limit(u32::MAX)
                    .allow_concurrency()
                    .no_cache()
                    .await?
            ),
            all
        );
        Ok(())
    })
    .await
}

pub(crate) fn keys<T>(entries: Vec<(String, T)>) -> Vec<String> {
    entries.into_iter().map(|(key, _)| key).collect()
}

#[worker_sdk::test]
async fn all_is_deleted(env: Env) -> Result<()> {
    inside(&env, async |storage: Storage| {
        storage.put("a", &1).await?;
        storage.sql().exec("CREATE TABLE t (a)", ())?;
        storage
            .set_alarm(std::time::Duration::from_secs(600))
            .await?;
        storage.delete_all().allow_unconfirmed().await?;
        assert_eq!(storage.list::<u32>().await?, []);
        assert_eq!(storage.alarm().await?, None);
        let tables = storage
            .sql()
            .exec("SELECT name FROM sqlite_master", ())?
            .all::<(String,)>()?;
        assert_eq!(tables, []);
        Ok(())
    })
    .await
}

#[worker_sdk::test]
async fn what_fails_is_named(env: Env) -> Result<()> {
    inside(&env, async |storage: Storage| {
        storage.put("ada", &ada()).await?;
        storage.put("number", &7.5).await?;
        let large = Bytes(vec![0; 17 << 20]);
        let unsafe_integer = BTreeMap::from([("a", 1_i64 << 53)]);
        let cases = [
            (
                storage.get::<u8>("number").await.map(drop),
                "cannot read the value of `number`: expected u8, found the number 7.5",
            ),
            (
                storage.get::<BTreeMap<String, String>>("ada").await.map(drop),
                "cannot read `points` of the value of `ada`: expected a string, found the number -9007199254740991",
            ),
            (
                storage.list::<Player>().await.map(drop),
                "cannot read the value of `number`: expected struct Player, found the number 7.5",
            ),
            (
                storage.get_many::<String>(["number"]).await.map(drop),
                "cannot read the value of `number`: expected a string, found the number 7.5",
            ),
            (
                storage.put("large", &large).await,
                "storing the key `large` failed: Error: string or blob too big: SQLITE_TOOBIG; a key and its value may \
                 have 2 MB together, store it in parts",
            ),
            (
                storage.put_many([("large", &large)]).await,
                "storing several keys failed: Error: string or blob too big: SQLITE_TOOBIG; a key and its value may \
                 have 2 MB together, store it in parts",
            ),
            (
                storage.put("map", &unsafe_integer).await,
                "cannot send `a`: 9007199254740992 is beyond 2^53 − 1, where numbers of JavaScript are not exact; pass it as text",
            ),
            (
                storage.put_many([("map", &unsafe_integer)]).await,
                "cannot send `map.a`: 9007199254740992 is beyond 2^53 − 1, where numbers of JavaScript are not exact; pass it as text",
            ),
            (
                storage.list::<u8>().limit(0).await.map(drop),
                "listing keys failed: TypeError: List limit must be positive.",
            ),
            (
                storage.list::<u8>().start("a").start_after("a").await.map(drop),
                "listing keys failed: TypeError: list() cannot be called with both start and startAfter values.",
            ),
        ];
        for (result, message) in cases {
            assert_eq!(result.unwrap_err().to_string(), message);
        }
        assert!(storage.put("large", &large).await.unwrap_err().is_too_large());
        Ok(())
    })
    .await
}
