//! Writing.

use std::fmt;

use wasm_bindgen::JsValue;

use super::{Record, code, sys};
use crate::error::Result;
use crate::js::{self, sent};

/// Writes records: [`Producer::send`](super::Producer::send). Nothing is sent before it is awaited.
///
/// # Errors
///
/// Fails when a record or all of them are [too large](crate::Error::is_too_large), when the stream does not take records of
/// workers, and when the platform fails. Nothing was written when [the error is retryable](crate::Error::is_retryable): send
/// the same records again, after a while that becomes longer. Otherwise they may have been written all the same, as for
/// [the code](crate::Error::k2_code) 10212, and sending them again can write them twice.
#[must_use = "nothing is written until it is awaited"]
pub struct SendRecords {
    stream: JsValue,
    records: Vec<Record>,
}

impl SendRecords {
    pub(super) fn new(stream: &JsValue, records: Vec<Record>) -> Self {
        let stream = stream.clone();
        Self { stream, records }
    }

    async fn send(self) -> Result<()> {
        if self.records.is_empty() {
            return Ok(());
        }
        let records = js::list(self.records.iter().map(Record::to_js));
        let promise = sys::send_records(&self.stream, &records);
        drop((records, self.records));
        let sent = js::settled(promise, "writing to a K2 stream").await;
        sent.map(drop).map_err(code::with_kind)
    }
}

sent!(SendRecords => ());

impl fmt::Debug for SendRecords {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("SendRecords")
            .field("records", &self.records)
            .finish_non_exhaustive()
    }
}
