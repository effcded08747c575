//! Asking.

use std::fmt;
use std::marker::PhantomData;

use serde::Serialize;
use serde::de::DeserializeOwned;
use wasm_bindgen::JsValue;

use super::sys;
use crate::error::Result;
use crate::js::{self, codec, sent};

/// A question: [`Analytics::query`](super::Analytics::query). Nothing is sent before it is awaited.
///
/// # Errors
///
/// Fails when JavaScript has no such parameters, when the platform refuses the query or cannot answer it, and when a row is no
/// `T`. [`Error::is_retryable`](crate::Error::is_retryable) says whether to ask again, after a while that becomes longer.
#[must_use = "nothing is asked until it is awaited"]
pub struct Query<T> {
    analytics: JsValue,
    query: String,
    params: Result<JsValue>,
    rows: PhantomData<fn() -> T>,
}

/// The answer to a question.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct Results<T> {
    /// The rows.
    pub data: Vec<T>,
    /// How many there are.
    pub rows: u64,
    /// What the answer took.
    pub statistics: Statistics,
}

/// What an answer took, as far as the platform says it.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
#[non_exhaustive]
pub struct Statistics {
    /// The time, in milliseconds.
    pub elapsed_ms: Option<f64>,
    /// How many rows were read for it.
    pub rows_read: Option<u64>,
    /// How many bytes were read for it.
    pub bytes_read: Option<u64>,
}

impl<T: DeserializeOwned> Query<T> {
    pub(super) fn new(analytics: &JsValue, query: String) -> Self {
        Self {
            analytics: analytics.clone(),
            query,
            params: Ok(JsValue::UNDEFINED),
            rows: PhantomData,
        }
    }

    /// What stands for `$1`, `$2` and so on, as a list or a tuple; or for `$name`, as a struct or a map: texts, numbers,
    /// booleans, and `None`. Times become text, as the platform wants them.
    ///
    /// # Errors
    ///
    /// The query fails when JavaScript has no such values, and for bytes and numbers that are not finite, which the platform
    /// does not take.
    pub fn params<P: Serialize + ?Sized>(mut self, params: &P) -> Self {
        self.params = codec::to_js(params);
        self
    }

    async fn send(self) -> Result<Results<T>> {
        let params = self.params?;
        let promise = sys::query(&self.analytics, &js::text(&self.query), &params);
        let results = js::settled(promise, "asking Analytics SQL").await?;
        let data: Vec<T> = codec::from_js_of(&js::property(&results, "data"), "the rows")?;
        Ok(Results {
            rows: count(&results, "rows").unwrap_or(data.len() as u64),
            data,
            statistics: Statistics::from_js(&js::property(&results, "statistics")),
        })
    }
}

impl Statistics {
    fn from_js(statistics: &JsValue) -> Self {
        Self {
            elapsed_ms: js::number(&js::property(statistics, "elapsed_ms")),
            rows_read: count(statistics, "rows_read"),
            bytes_read: count(statistics, "bytes_read"),
        }
    }
}

fn count(object: &JsValue, name: &'static str) -> Option<u64> {
    js::number(&js::property(object, name)).map(|count| count as u64)
}

sent!(Query<T: DeserializeOwned> => Results<T>);

impl<T> fmt::Debug for Query<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Query")
            .field("query", &self.query)
            .finish_non_exhaustive()
    }
}
