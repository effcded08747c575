//! `X-Slack-Signature: v0=<hex>` of version, timestamp and body, between colons.

use std::sync::Arc;

use super::keys::{self, Key};
use super::refusal::malformed;
use super::scheme::{Scheme, Sent, hex_behind, required, timestamp};
use crate::Headers;
use crate::crypto::Hash;
use crate::error::Result;
use crate::http::HttpError;

const HEADER: &str = "x-slack-signature";

pub(super) struct Slack;

impl Scheme for Slack {
    fn read(&self, headers: &Headers) -> Result<Sent, HttpError> {
        let (text, seconds) = timestamp(headers, "x-slack-request-timestamp")?;
        let signature = hex_behind(&required(headers, HEADER)?, "v0=");
        Ok(Sent {
            id: None,
            timestamp: Some(seconds),
            before: format!("v0:{text}:"),
            signatures: vec![signature.ok_or_else(|| malformed(HEADER, "v0=<hex>"))?],
        })
    }

    fn key(&self, secret: &[u8]) -> Result<Arc<dyn Key>> {
        keys::shared(Hash::Sha256, secret)
    }
}
