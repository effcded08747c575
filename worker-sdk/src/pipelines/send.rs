//! Sending.

use std::fmt;
use std::future::{Future, IntoFuture};
use std::pin::Pin;

use serde::Serialize;
use wasm_bindgen::JsValue;

use super::sys;
use crate::error::Result;
use crate::js;
use crate::js::tape::Writer;

/// Sends records: [`Pipeline::send`](super::Pipeline::send). Nothing is sent before it is awaited.
///
/// # Errors
///
/// Fails when a record cannot be JSON, or has an integer that JavaScript would round, and when the platform refuses the records: then none of them was taken.
#[must_use = "nothing is sent until it is awaited"]
pub struct SendRecords {
    pipeline: JsValue,
    /// None for no records.
    records: Result<Option<Writer>>,
}

impl SendRecords {
    pub(super) fn new<T: Serialize>(pipeline: &JsValue, records: Vec<T>) -> Self {
        let pipeline = pipeline.clone();
        let written = (!records.is_empty()).then(|| written(&records));
        let records = written.transpose();
        Self { pipeline, records }
    }

    async fn send(self) -> Result<()> {
        let Some(records) = self.records? else {
            return Ok(());
        };
        let promise = sys::send_records(&self.pipeline, &records.into_js());
        js::settled(promise, "sending to a pipeline").await?;
        Ok(())
    }
}

/// As a list, so that an error says which one it is about.
fn written<T: Serialize>(records: &[T]) -> Result<Writer> {
    let mut writer = Writer::for_json();
    js::codec::append(records, &mut writer)?;
    Ok(writer)
}

impl IntoFuture for SendRecords {
    type Output = Result<()>;
    type IntoFuture = Pin<Box<dyn Future<Output = Self::Output> + Send>>;

    fn into_future(self) -> Self::IntoFuture {
        Box::pin(self.send())
    }
}

impl fmt::Debug for SendRecords {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("SendRecords { .. }")
    }
}
