//! The operations on values that [`Storage`] and [`Transaction`] both have.

use serde::Serialize;
use serde::de::DeserializeOwned;

use super::get::{Get, GetMany};
use super::list::List;
use super::options::keys;
use super::put::{Put, PutMany};
use super::{Storage, Transaction};

macro_rules! values {
    ($type:ty) => {
        impl $type {
            /// The value of `key`; `None` where there is none.
            ///
            /// # Examples
            ///
            /// ```no_run
            /// # async fn run(storage: worker_sdk::durable_objects::Storage) -> worker_sdk::Result<()> {
            /// let visits = storage.get::<u32>("visits").await?.unwrap_or_default();
            /// # let _ = visits;
            /// # Ok(())
            /// # }
            /// ```
            ///
            /// See <https://developers.cloudflare.com/durable-objects/api/sqlite-storage-api/#get>.
            pub fn get<T: DeserializeOwned>(&self, key: impl AsRef<str>) -> Get<T> {
                Get::new(&self.0, key.as_ref())
            }

            /// The values of up to 128 keys, in the order of the keys; those without a value are left out.
            ///
            /// # Examples
            ///
            /// ```no_run
            /// # async fn run(storage: worker_sdk::durable_objects::Storage) -> worker_sdk::Result<()> {
            /// let points = storage.get_many::<u32>(["ada", "bob"]).await?;
            /// let total: u32 = points.values().sum();
            /// # let _ = total;
            /// # Ok(())
            /// # }
            /// ```
            pub fn get_many<T: DeserializeOwned>(
                &self,
                all: impl IntoIterator<Item: AsRef<str>>,
            ) -> GetMany<T> {
                GetMany::new(&self.0, keys(all))
            }

            /// Stores `value` under `key`, replacing an earlier value.
            ///
            /// See <https://developers.cloudflare.com/durable-objects/api/sqlite-storage-api/#put>.
            pub fn put<T: Serialize + ?Sized>(&self, key: impl AsRef<str>, value: &T) -> Put {
                Put::new(&self.0, key.as_ref(), value)
            }

            /// Stores up to 128 values, all of them or none.
            ///
            /// # Examples
            ///
            /// ```no_run
            /// # async fn run(storage: worker_sdk::durable_objects::Storage) -> worker_sdk::Result<()> {
            /// storage.put_many([("ada", 3), ("bob", 5)]).await?;
            /// # Ok(())
            /// # }
            /// ```
            pub fn put_many<K: AsRef<str>, T: Serialize>(
                &self,
                entries: impl IntoIterator<Item = (K, T)>,
            ) -> PutMany {
                PutMany::new(&self.0, entries)
            }

            /// Lists keys with their values, in the order of the bytes of the keys.
            ///
            /// All of them are in memory at once: give a [`limit`](List::limit) where there may be many.
            ///
            /// # Examples
            ///
            /// ```no_run
            /// # async fn run(storage: worker_sdk::durable_objects::Storage) -> worker_sdk::Result<()> {
            /// let last = storage.list::<String>().prefix("message:").reverse().limit(20).await?;
            /// for (key, text) in last {
            ///     worker_sdk::console_log!("{key}: {text}");
            /// }
            /// # Ok(())
            /// # }
            /// ```
            ///
            /// See <https://developers.cloudflare.com/durable-objects/api/sqlite-storage-api/#list>.
            pub fn list<T: DeserializeOwned>(&self) -> List<T> {
                List::new(&self.0)
            }
        }
    };
}

values!(Storage);
values!(Transaction);
