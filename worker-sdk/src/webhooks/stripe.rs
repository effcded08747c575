//! `Stripe-Signature: t=<seconds>,v1=<hex>`, with further signatures while a secret is replaced.

use std::sync::Arc;

use super::keys::{self, Key};
use super::refusal::malformed;
use super::scheme::{Scheme, Sent, required, seconds};
use crate::Headers;
use crate::crypto::{Hash, from_hex};
use crate::error::Result;
use crate::http::HttpError;

const HEADER: &str = "stripe-signature";

pub(super) struct Stripe;

impl Scheme for Stripe {
    fn read(&self, headers: &Headers) -> Result<Sent, HttpError> {
        let value = required(headers, HEADER)?;
        parse(&value).ok_or_else(|| malformed(HEADER, "t=<seconds>,v1=<hex>"))
    }

    fn key(&self, secret: &[u8]) -> Result<Arc<dyn Key>> {
        keys::shared(Hash::Sha256, secret)
    }
}

/// Signatures of other versions are not looked at: the one that is `v0` is for tests and no protection.
fn parse(value: &str) -> Option<Sent> {
    let mut sent = Sent::default();
    for item in value.split(',') {
        match item.trim().split_once('=')? {
            ("t", _) if sent.timestamp.is_some() => return None,
            ("t", text) => {
                sent.timestamp = Some(seconds(text)?);
                sent.before = format!("{text}.");
            }
            ("v1", text) => sent.signatures.push(from_hex(text)?),
            _ => {}
        }
    }
    let is_whole = sent.timestamp.is_some() && !sent.signatures.is_empty();
    is_whole.then_some(sent)
}

#[cfg(test)]
mod tests {
    use super::parse;

    #[test]
    fn headers_of_stripe() {
        let sent = parse("t=12,v1=00ff,v0=zz,v1=AB,scheme=x").unwrap();
        assert_eq!((sent.timestamp, sent.before.as_str()), (Some(12), "12."));
        assert_eq!(sent.signatures, [vec![0, 255], vec![0xab]]);
        let last = parse("v1=00,t=012").unwrap();
        assert_eq!(last.before, "012.");
        for wrong in [
            "",
            "t=12",
            "v1=00",
            "t=12,v0=00",
            "t=12,v1=0",
            "t=12,v1=zz",
            "t=,v1=00",
            "t=1x,v1=00",
            "t=12,t=12,v1=00",
            "t=12,v1=00, t=13,v1=01",
            "t=12,v1=00,",
            "t,v1=00",
        ] {
            assert!(parse(wrong).is_none(), "{wrong}");
        }
    }
}
