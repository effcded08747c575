//! `X-Signature-Ed25519` of timestamp and body, which nothing separates: the body is JSON and begins with no digit.

use std::sync::Arc;

use super::keys::{self, Key};
use super::refusal::malformed;
use super::scheme::{Scheme, Sent, hex_behind, required, timestamp};
use crate::Headers;
use crate::crypto::from_hex;
use crate::error::Result;
use crate::http::HttpError;

const HEADER: &str = "x-signature-ed25519";

pub(super) struct Discord;

impl Scheme for Discord {
    fn read(&self, headers: &Headers) -> Result<Sent, HttpError> {
        let (before, seconds) = timestamp(headers, "x-signature-timestamp")?;
        let signature = hex_behind(&required(headers, HEADER)?, "");
        Ok(Sent {
            id: None,
            timestamp: Some(seconds),
            before,
            signatures: vec![signature.ok_or_else(|| malformed(HEADER, "<hex>"))?],
        })
    }

    fn key(&self, secret: &[u8]) -> Result<Arc<dyn Key>> {
        let bytes = str::from_utf8(secret).ok().and_then(from_hex);
        keys::public(bytes, "hexadecimal")
    }
}
