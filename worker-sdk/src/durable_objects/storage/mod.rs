//! What a Durable Object keeps: values under text keys, and an SQLite database.
//!
//! Both are on the disk of the machine where the object runs, and belong to this object alone. Two things keep them
//! consistent without locks, see [`Storage`]: while the object waits for its storage, other events wait; and a response
//! that leaves the object waits until what was written before is safe.
//!
//! | limit | |
//! |---|---|
//! | key and value together | 2 MB |
//! | keys of one operation | 128 |
//! | all that is stored | 10 GB |
//!
//! Objects of classes that were declared as `new_classes`, without SQLite, have values of up to 128 KiB under keys of up
//! to 2 KiB, and neither [`Storage::sql`] nor [`Storage::kv`].
//!
//! Values are types of serde, stored as structured data: an object, not JSON text. `None` is stored as `null`, so that
//! there is a value; `get::<Option<T>>` tells it from no value.
//!
//! See <https://developers.cloudflare.com/durable-objects/api/sqlite-storage-api/>.

mod alarm;
mod delete;
mod error;
#[cfg(feature = "serde")]
mod get;
#[cfg(feature = "serde")]
mod kv;
#[cfg(feature = "serde")]
mod list;
mod options;
#[cfg(feature = "serde")]
mod put;
mod recovery;
mod sql;
mod sys;
mod transaction;
#[cfg(feature = "serde")]
mod values;

use std::fmt;

use wasm_bindgen::JsValue;

use crate::error::{Error, Result};
use crate::js;

pub use alarm::{AlarmTime, DeleteAlarm, GetAlarm, SetAlarm};
pub use delete::{Delete, DeleteAll, DeleteMany};
#[cfg(feature = "serde")]
pub use get::{Get, GetMany};
#[cfg(feature = "serde")]
pub use kv::{Kv, KvEntries, KvList};
#[cfg(feature = "serde")]
pub use list::List;
#[cfg(feature = "serde")]
pub use put::{Put, PutMany};
pub use sql::{Rows, Sql, SqlCursor};
pub use transaction::Transaction;

/// The most keys of one [`get_many`](Storage::get_many), [`put_many`](Storage::put_many) or
/// [`delete_many`](Storage::delete_many).
pub const MAX_KEYS: usize = 128;

/// The storage of an object: [`State::storage`](super::State::storage). Cheap to clone.
///
/// Operations that wait do nothing until they are awaited. Several writes between two awaits, and those of one
/// [`put_many`](Storage::put_many), are stored together or not at all.
///
/// # Examples
///
/// ```no_run
/// # async fn run(storage: worker_sdk::durable_objects::Storage) -> worker_sdk::Result<()> {
/// #[derive(serde::Serialize, serde::Deserialize)]
/// struct Player {
///     name: String,
///     points: u32,
/// }
///
/// let mut player: Player = storage.get("player").await?.unwrap_or(Player {
///     name: "Ada".into(),
///     points: 0,
/// });
/// player.points += 1;
/// storage.put("player", &player).await?;
/// # Ok(())
/// # }
/// ```
///
/// See <https://developers.cloudflare.com/durable-objects/api/sqlite-storage-api/>.
#[derive(Clone)]
pub struct Storage(JsValue);

impl Storage {
    /// Wraps a JavaScript `DurableObjectStorage`.
    #[must_use]
    pub fn from_raw(raw: JsValue) -> Self {
        Self(raw)
    }

    /// The JavaScript `DurableObjectStorage`.
    #[must_use]
    pub fn as_raw(&self) -> &JsValue {
        &self.0
    }

    /// The JavaScript `DurableObjectStorage`.
    #[must_use]
    pub fn into_raw(self) -> JsValue {
        self.0
    }

    /// The same values, read and written without waiting.
    #[cfg(feature = "serde")]
    #[must_use]
    pub fn kv(&self) -> Kv {
        Kv::from_raw(sys::part(&self.0, &js::constant("kv")))
    }

    /// The SQLite database of the object.
    #[must_use]
    pub fn sql(&self) -> Sql {
        Sql::from_raw(sys::part(&self.0, &js::constant("sql")))
    }

    /// Removes all values and all tables of SQL. With compatibility dates from 2026-02-24 on also the alarm.
    ///
    /// An object that stores nothing costs nothing.
    ///
    /// See <https://developers.cloudflare.com/durable-objects/api/sqlite-storage-api/#deleteall>.
    pub fn delete_all(&self) -> DeleteAll {
        DeleteAll::new(&self.0)
    }

    /// Waits until all that was written before is safe on disk.
    ///
    /// Responses wait for that by themselves, unless a write was asked to be
    /// [unconfirmed](SetAlarm::allow_unconfirmed).
    ///
    /// # Errors
    ///
    /// Fails when the storage cannot be written.
    pub async fn sync(&self) -> Result<()> {
        js::settled(sys::sync(&self.0), "writing the storage to disk").await?;
        Ok(())
    }

    /// Runs `work` as a transaction: when it gives `Ok`, all that it has done is stored together, when it gives `Err` or
    /// panics, nothing of it is.
    ///
    /// Meanwhile the object gets no other event, not even the end of a [`timeout`](crate::timeout) around the transaction, so
    /// keep it short. What `work` does with the whole storage is part of the transaction where that is SQLite, as is a
    /// transaction inside of it; elsewhere only what goes through the [`Transaction`] is. The closure may borrow, and its
    /// error comes back as it is. Dropped before `work` has ended, the transaction is rolled back; dropped after that, it
    /// is committed, though nobody learns of it.
    ///
    /// A transaction is seldom needed: what an event does between two awaits that are not of the storage is one already.
    ///
    /// # Errors
    ///
    /// Fails with the error of `work`, and when the platform cannot begin or commit.
    ///
    /// # Examples
    ///
    /// ```no_run
    /// # async fn run(storage: worker_sdk::durable_objects::Storage) -> worker_sdk::Result<()> {
    /// use worker_sdk::Result;
    ///
    /// let left = storage
    ///     .transaction(async |txn| -> Result<u32> {
    ///         let left = txn.get::<u32>("left").await?.unwrap_or_default();
    ///         let left = left.checked_sub(1).ok_or("sold out")?;
    ///         txn.put("left", &left).await?;
    ///         Ok(left)
    ///     })
    ///     .await?;
    /// # let _ = left;
    /// # Ok(())
    /// # }
    /// ```
    pub async fn transaction<T, E: From<Error>>(
        &self,
        work: impl AsyncFnOnce(Transaction) -> Result<T, E>,
    ) -> Result<T, E> {
        transaction::run(self.0.clone(), work).await
    }

    /// Runs `work`, which uses [`sql`](Storage::sql) and [`kv`](Storage::kv), as a transaction: when it gives `Ok`, all that
    /// it has done is stored together, when it gives `Err` or panics, nothing of it is.
    ///
    /// Transactions may be inside of others: the inner one can fail alone. Only objects whose storage is SQLite have this.
    ///
    /// # Errors
    ///
    /// Fails with the error of `work`, and when the platform cannot begin or commit.
    ///
    /// # Examples
    ///
    /// ```no_run
    /// # fn run(storage: worker_sdk::durable_objects::Storage) -> worker_sdk::Result<()> {
    /// use worker_sdk::{Result, params};
    ///
    /// let sql = storage.sql();
    /// storage.transaction_sync(|| -> Result<()> {
    ///     sql.exec("UPDATE accounts SET balance = balance - ? WHERE id = ?", params![10, "a"])?;
    ///     sql.exec("UPDATE accounts SET balance = balance + ? WHERE id = ?", params![10, "b"])?;
    ///     Ok(())
    /// })
    /// # }
    /// ```
    pub fn transaction_sync<T, E: From<Error>>(
        &self,
        work: impl FnOnce() -> Result<T, E>,
    ) -> Result<T, E> {
        transaction::run_sync(&self.0, work)
    }
}

/// The operations that [`Storage`] and [`Transaction`] both have.
macro_rules! operations {
    ($type:ty) => {
        impl $type {
            /// Removes `key` and its value; gives whether there was one.
            ///
            /// See <https://developers.cloudflare.com/durable-objects/api/sqlite-storage-api/#delete>.
            pub fn delete(&self, key: impl AsRef<str>) -> Delete {
                Delete::new(&self.0, key.as_ref())
            }

            /// Removes up to 128 keys with their values; gives how many there were.
            pub fn delete_many(&self, all: impl IntoIterator<Item: AsRef<str>>) -> DeleteMany {
                DeleteMany::new(&self.0, options::keys(all))
            }

            /// When the alarm rings; `None` where none is set, and while the `alarm` method runs.
            ///
            /// See <https://developers.cloudflare.com/durable-objects/api/alarms/>.
            pub fn alarm(&self) -> GetAlarm {
                GetAlarm::new(&self.0)
            }

            /// Sets the alarm, replacing an earlier one: the platform calls the object's `alarm` method then, also when it
            /// was evicted, and again after a while when that fails.
            ///
            /// # Examples
            ///
            /// ```no_run
            /// # async fn run(storage: worker_sdk::durable_objects::Storage) -> worker_sdk::Result<()> {
            /// use std::time::Duration;
            /// use worker_sdk::time::Timestamp;
            ///
            /// storage.set_alarm(Duration::from_secs(60)).await?;
            /// storage.set_alarm(Timestamp::from_millis(4_102_444_800_000.0)).await?;
            /// # Ok(())
            /// # }
            /// ```
            pub fn set_alarm(&self, time: impl Into<AlarmTime>) -> SetAlarm {
                SetAlarm::new(&self.0, time.into())
            }

            /// Removes the alarm. One that rings already goes on, and is not repeated if it fails.
            pub fn delete_alarm(&self) -> DeleteAlarm {
                DeleteAlarm::new(&self.0)
            }
        }
    };
}

operations!(Storage);
operations!(Transaction);

impl fmt::Debug for Storage {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Storage { .. }")
    }
}
