//! Streams of unknown length.
//!
//! R2 wants to know how long a body is before it comes. So a stream is read in blocks, in JavaScript: it enters the
//! memory of the worker only if Rust made it. What fits into the first block is stored in one piece; more becomes a
//! multipart upload. One that does not come to its end, because something failed or because its request is gone, is
//! aborted, so that its parts do not stay and cost.

use wasm_bindgen::JsValue;

use super::error::{BadPartSize, NeedsLength, TooManyParts, settled};
use super::multipart::{MultipartUpload, create};
use super::object::Object;
use super::put::Put;
use super::sys;
use crate::error::{Error, Result};

/// A multiple of the least that R2 takes, small beside the 128 MB of a worker.
pub(super) const PART_SIZE: u64 = 8 << 20;
const MIN_PART_SIZE: u64 = 5 << 20;
const MAX_PART_SIZE: u64 = 32 << 20;
const MAX_PARTS: usize = 10_000;

pub(super) async fn store<O>(put: &Put<O>, stream: &JsValue) -> Result<JsValue> {
    if !(MIN_PART_SIZE..=MAX_PART_SIZE).contains(&put.part_size) {
        return Err(Error::of(BadPartSize {
            size: put.part_size,
        }));
    }
    let blocks = Blocks::of(stream, put)?;
    let first = blocks.next().await?;
    if first.is_last {
        return put.send(&first.bytes).await;
    }
    if let Some(why) = put.needs_length() {
        let key = put.key.clone();
        return Err(Error::of(NeedsLength { key, why }));
    }
    let mut upload = Unfinished {
        upload: create(&put.bucket, &put.key, &put.settings).await?,
        open: true,
    };
    match fill(&upload.upload, &blocks, first, put).await {
        Ok(object) => {
            upload.open = false;
            Ok(object)
        }
        Err(error) => {
            upload.abort().await;
            Err(error)
        }
    }
}

/// A stream that is read in blocks, and cancelled when nobody reads on.
struct Blocks<'a> {
    raw: JsValue,
    size: u64,
    key: &'a str,
}

struct Block {
    bytes: JsValue,
    is_last: bool,
}

impl<'a> Blocks<'a> {
    fn of<O>(stream: &JsValue, put: &'a Put<O>) -> Result<Self> {
        let raw = sys::blocks_of(stream);
        if raw.is_undefined() {
            return Err(Error::last_failure("reading a stream"));
        }
        Ok(Self {
            raw,
            size: put.part_size,
            key: &put.key,
        })
    }

    async fn next(&self) -> Result<Block> {
        let promise = sys::next_block(&self.raw, self.size as f64);
        let bytes = settled(promise, "reading the content of", self.key).await?;
        let is_last = sys::block_length(&bytes) < self.size as f64;
        Ok(Block { bytes, is_last })
    }
}

impl Drop for Blocks<'_> {
    fn drop(&mut self) {
        sys::cancel_blocks(&self.raw);
    }
}

async fn fill<O>(
    upload: &MultipartUpload,
    blocks: &Blocks<'_>,
    first: Block,
    put: &Put<O>,
) -> Result<JsValue> {
    let mut parts = Vec::new();
    let mut block = first;
    loop {
        // The content may have ended with the block before.
        if sys::block_length(&block.bytes) > 0.0 {
            let number = number_after(parts.len(), &put.key, put.part_size)?;
            let key = put.settings.ssec_key.as_ref();
            parts.push(upload.send(number, &block.bytes, None, key).await?);
        }
        if block.is_last {
            break;
        }
        block = blocks.next().await?;
    }
    upload.complete(parts).await.map(Object::into_raw)
}

/// The number of the part after so many.
fn number_after(parts: usize, key: &str, size: u64) -> Result<u32> {
    if parts >= MAX_PARTS {
        let key = key.to_owned();
        return Err(Error::of(TooManyParts { key, size }));
    }
    Ok(parts as u32 + 1)
}

/// An upload that leaves nothing behind.
struct Unfinished {
    upload: MultipartUpload,
    open: bool,
}

impl Unfinished {
    /// The failure that is the reason matters more than one of aborting.
    async fn abort(&mut self) {
        self.open = false;
        let _ = self.upload.abort().await;
    }
}

impl Drop for Unfinished {
    /// The future was dropped: its client went away, or somebody else was faster.
    fn drop(&mut self) {
        if self.open {
            let upload = self.upload.clone();
            crate::spawn(async move {
                let _ = upload.abort().await;
            });
        }
    }
}

#[cfg(test)]
mod tests {
    use super::number_after;

    #[test]
    fn parts_are_not_endless() {
        let number = |parts| number_after(parts, "film", 5 << 20);
        assert_eq!(number(0).unwrap(), 1);
        assert_eq!(number(9_999).unwrap(), 10_000);
        let error = number(10_000).unwrap_err();
        assert!(error.is_too_large());
        assert_eq!(
            error.to_string(),
            "the stream for `film` is longer than 10000 parts of 5242880 bytes; choose a larger `part_size`"
        );
    }
}
