//! Hashes of streams.

use std::fmt;
use std::future::Future;
use std::pin::Pin;
use std::task::{Context, Poll};

use wasm_bindgen::JsValue;

use super::{Hash, sys};
use crate::error::{Error, Result};
use crate::executor::Promised;
use crate::js;
use crate::streams::Writable;

const HASHING: &str = "hashing a stream";

/// A stream to write to, and the hash of what is written once it is closed.
///
/// What is piped to it does not enter wasm.
///
/// # Errors
///
/// Fails when the platform refuses the algorithm.
///
/// # Examples
///
/// ```no_run
/// # async fn run(body: worker_sdk::Body) -> worker_sdk::Result<Vec<u8>> {
/// use worker_sdk::crypto::{Hash, digest_stream};
///
/// let (mut writable, digest) = digest_stream(Hash::Sha256)?;
/// body.into_stream()?.pipe_to(&mut writable).await?;
/// digest.await
/// # }
/// ```
///
/// See <https://developers.cloudflare.com/workers/runtime-apis/web-crypto/#constructors>.
pub fn digest_stream(hash: Hash) -> Result<(Writable, Digest)> {
    let raw = sys::digest_stream(&js::constant(hash.name()));
    if raw.is_undefined() {
        return Err(Error::last_failure(HASHING));
    }
    let digest = Digest {
        promised: Promised::new(&js::property(&raw, "digest")),
        raw: raw.clone(),
    };
    Ok((Writable::from_raw(raw), digest))
}

/// The hash of a stream: [`digest_stream`].
///
/// # Errors
///
/// Fails when the stream was aborted.
#[must_use = "the hash is there when it is awaited"]
pub struct Digest {
    promised: Promised,
    raw: JsValue,
}

impl Digest {
    /// How many bytes were hashed so far.
    #[must_use]
    pub fn bytes_written(&self) -> u64 {
        sys::bytes_digested(&self.raw) as u64
    }
}

impl Future for Digest {
    type Output = Result<Vec<u8>>;

    fn poll(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Self::Output> {
        let polled = Pin::new(&mut self.promised).poll(context);
        polled.map(|outcome| match outcome {
            Ok(buffer) => Ok(js::bytes_from_js(&buffer)),
            Err(thrown) => Err(Error::thrown(thrown, HASHING)),
        })
    }
}

impl fmt::Debug for Digest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Digest { .. }")
    }
}
