//! Sending.

use serde::Serialize;
use wasm_bindgen::JsValue;

use super::sys;
use crate::error::Result;
use crate::js::tape::Writer;
use crate::js::{self, awaited};

/// The platform would drop it without a word.
const NO_FIELDS: &str = "it has no fields, and a record of a pipeline is a struct or a map; for one record, send a list \
                         of it, `[record]`";

/// Sends records: [`Pipeline::send`](super::Pipeline::send). Nothing is sent before it is awaited.
///
/// # Errors
///
/// Fails when a record is no struct or map, cannot be JSON, or has an integer that JavaScript would round: then nothing was
/// sent. When the platform fails, the records may have been taken all the same; sending them again can store them twice,
/// so give each an id.
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

fn written<T: Serialize>(records: &[T]) -> Result<Writer> {
    let mut writer = Writer::for_json();
    js::codec::append_objects(records, NO_FIELDS, &mut writer)?;
    Ok(writer)
}

awaited!(SendRecords => ());
