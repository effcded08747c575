//! Values without waiting.

use worker_sdk::durable_objects::Storage;
use worker_sdk::{Bytes, Env, Result};

use super::inside::inside;
use super::values::keys;

#[worker_sdk::test]
async fn values_come_back_at_once(env: Env) -> Result<()> {
    inside(&env, async |storage: Storage| {
        let kv = storage.kv();
        assert_eq!(kv.get::<String>("a")?, None);
        kv.put("a", "text ü")?;
        kv.put("b", &vec![(1, "one"), (2, "two")])?;
        assert_eq!(kv.get::<String>("a")?.as_deref(), Some("text ü"));
        let pairs = [(1, "one".to_owned()), (2, "two".to_owned())];
        assert_eq!(kv.get::<Vec<(u8, String)>>("b")?, Some(pairs.into()));
        assert_eq!(storage.get::<String>("a").await?.as_deref(), Some("text ü"));
        assert!(kv.delete("a")?);
        assert!(!kv.delete("a")?);
        Ok(())
    })
    .await
}

#[worker_sdk::test]
async fn a_list_is_lazy(env: Env) -> Result<()> {
    inside(&env, async |storage: Storage| {
        let kv = storage.kv();
        for n in 0..200 {
            kv.put(format!("{n:03}"), &n)?;
        }
        let all: Vec<(String, u32)> = kv.list().into_iter().collect::<Result<_>>()?;
        assert!(all.iter().map(|(_, n)| *n).eq(0..200));

        let mut entries = kv.list::<u32>().into_iter();
        assert_eq!(entries.next().transpose()?, Some(("000".into(), 0)));
        for n in 100..200 {
            kv.delete(format!("{n:03}"))?;
        }
        assert!(entries.count() < 128);

        let some =
            |list: worker_sdk::durable_objects::storage::KvList<u32>| -> Result<Vec<String>> {
                Ok(keys(list.into_iter().collect::<Result<_>>()?))
            };
        assert_eq!(some(kv.list().start("010").end("012"))?, ["010", "011"]);
        assert_eq!(some(kv.list().start_after("010").limit(1))?, ["011"]);
        assert_eq!(
            some(kv.list().prefix("01").reverse().limit(2))?,
            ["019", "018"]
        );
        Ok(())
    })
    .await
}

#[worker_sdk::test]
async fn errors_come_in_their_place_and_end_a_list(env: Env) -> Result<()> {
    inside(&env, async |storage: Storage| {
        let kv = storage.kv();
        for (key, value) in [("a", 1), ("b", -1), ("c", 3)] {
            kv.put(key, &value)?;
        }
        let mut entries = kv.list::<u8>().into_iter();
        assert_eq!(entries.next().transpose()?, Some(("a".into(), 1)));
        assert_eq!(
            entries
                .next()
                .map(|e| e.unwrap_err().to_string())
                .as_deref(),
            Some("cannot read the value of `b`: expected u8, found the number -1")
        );
        assert!(entries.next().is_none());
        Ok(())
    })
    .await
}

#[worker_sdk::test]
async fn the_next_list_ends_the_one_before(env: Env) -> Result<()> {
    inside(&env, async |storage: Storage| {
        let kv = storage.kv();
        for n in 0..200 {
            kv.put(format!("{n:03}"), &n)?;
        }
        let mut first = kv.list::<u32>().into_iter();
        first.next().transpose()?;
        let second = kv.list::<u32>().into_iter();
        let error = first.find_map(Result::err).map(|error| error.to_string());
        assert_eq!(
            error.as_deref(),
            Some(
                "listing keys failed: Error: kv.list() iterator was invalidated because a new call to kv.list() was \
                 started. Only one kv.list() iterator can exist at a time."
            )
        );
        assert_eq!(second.count(), 200);
        Ok(())
    })
    .await
}

/// More than the tape has room for at first.
#[worker_sdk::test]
async fn a_list_of_large_values_is_complete(env: Env) -> Result<()> {
    inside(&env, async |storage: Storage| {
        let kv = storage.kv();
        for n in 0..200 {
            kv.put(format!("{n:03}"), &vec![n; 200])?;
        }
        let all: Vec<(String, Vec<u32>)> = kv.list().into_iter().collect::<Result<_>>()?;
        assert_eq!(all.len(), 200);
        for (n, (key, value)) in all.into_iter().enumerate() {
            assert_eq!(key, format!("{n:03}"));
            assert_eq!(value, vec![n as u32; 200]);
        }
        Ok(())
    })
    .await
}

#[worker_sdk::test]
async fn what_fails_is_named(env: Env) -> Result<()> {
    inside(&env, async |storage: Storage| {
        let kv = storage.kv();
        kv.put("text", "a")?;
        let cases = [
            (
                kv.get::<u8>("text").map(drop),
                "cannot read the value of `text`: expected u8, found the text \"a\"",
            ),
            (
                kv.put("large", &Bytes(vec![0; 17 << 20])),
                "storing the key `large` failed: Error: string or blob too big: SQLITE_TOOBIG; a key and its value may \
                 have 2 MB together, store it in parts",
            ),
            (
                kv.put("number", &(1_i64 << 53)),
                "cannot send the value: 9007199254740992 is beyond 2^53 − 1, where numbers of JavaScript are not exact; pass it as text",
            ),
            (
                kv.list::<u8>().limit(0).into_iter().try_for_each(|entry| entry.map(drop)),
                "listing keys failed: TypeError: List limit must be positive.",
            ),
        ];
        for (result, message) in cases {
            assert_eq!(result.unwrap_err().to_string(), message);
        }
        Ok(())
    })
    .await
}
