//! Standard Webhooks: an id, a timestamp and the body, between full stops.

use std::sync::Arc;

use super::keys::{self, Key};
use super::refusal::malformed;
use super::scheme::{Scheme, Sent, required, timestamp};
use crate::Headers;
use crate::base64::{Alphabet, decode};
use crate::crypto::Hash;
use crate::error::{Error, Result};
use crate::http::HttpError;

pub(super) const ID: &str = "webhook-id";
pub(super) const TIMESTAMP: &str = "webhook-timestamp";
pub(super) const SIGNATURE: &str = "webhook-signature";

pub(super) struct Standard;

impl Scheme for Standard {
    /// The headers are looked for under the names of the standard, then under those of Svix, which it comes from.
    fn read(&self, headers: &Headers) -> Result<Sent, HttpError> {
        let is_svix = !headers.has(SIGNATURE) && headers.has("svix-signature");
        let [id, time, signature] = match is_svix {
            true => ["svix-id", "svix-timestamp", "svix-signature"],
            false => [ID, TIMESTAMP, SIGNATURE],
        };
        let id_text = required(headers, id)?;
        if !is_id(&id_text) {
            return Err(malformed(id, "<id without full stops>"));
        }
        let (text, seconds) = timestamp(headers, time)?;
        let signatures = signatures(&required(headers, signature)?);
        Ok(Sent {
            before: signed_before(&id_text, &text),
            id: Some(id_text),
            timestamp: Some(seconds),
            signatures: signatures.ok_or_else(|| malformed(signature, "v1,<base64>"))?,
        })
    }

    fn key(&self, secret: &[u8]) -> Result<Arc<dyn Key>> {
        let text = str::from_utf8(secret).unwrap_or_default();
        match text.strip_prefix("whpk_") {
            Some(key) => keys::public(base64(key), "`whpk_` and base64"),
            None => keys::shared(Hash::Sha256, &shared_secret(text)?),
        }
    }
}

/// What is signed before the body.
pub(super) fn signed_before(id: &str, timestamp: &str) -> String {
    format!("{id}.{timestamp}.")
}

/// With a full stop in it, the signature of one webhook would be that of another one, too.
pub(super) fn is_id(id: &str) -> bool {
    let is_plain = |byte: u8| byte.is_ascii_graphic() && byte != b'.';
    !id.is_empty() && id.bytes().all(is_plain)
}

/// Secrets are handed out with their prefix, or without it.
pub(super) fn shared_secret(text: &str) -> Result<Vec<u8>> {
    let bytes = base64(text.strip_prefix("whsec_").unwrap_or(text));
    bytes.ok_or_else(|| {
        Error::saying("the secret of the webhooks is not `whsec_` and base64; copy it as the service shows it")
    })
}

/// The signatures that are `v1`, or `v1a` for public keys. Each key says which is its own.
fn signatures(value: &str) -> Option<Vec<Vec<u8>>> {
    let mut found = Vec::new();
    for item in value.split(' ').filter(|item| !item.is_empty()) {
        if let ("v1" | "v1a", text) = item.split_once(',')? {
            found.push(base64(text)?);
        }
    }
    Some(found).filter(|found| !found.is_empty())
}

/// The bytes of a text with or without `=` at its end.
pub(super) fn base64(text: &str) -> Option<Vec<u8>> {
    decode(text.trim_end_matches('='), Alphabet::Standard)
}

#[cfg(test)]
mod tests {
    use super::{is_id, signatures};

    #[test]
    fn lists_of_signatures() {
        assert_eq!(signatures("v1,AAE="), Some(vec![vec![0, 1]]));
        assert_eq!(
            signatures("v2,? v1a,AQ== v1,AAE= "),
            Some(vec![vec![1], vec![0, 1]])
        );
        for wrong in [
            "",
            " ",
            "v1",
            "v2,AAE=",
            "v1,A",
            "v1,AAE=, v1,AAE=",
            "v1,_-",
        ] {
            assert_eq!(signatures(wrong), None, "{wrong}");
        }
    }

    #[test]
    fn ids() {
        assert!(is_id("msg_p5jXN8AQM9LWM0D4loKWxJek"));
        for id in ["", "a.1", "a b", "a\n", "é"] {
            assert!(!is_id(id), "{id}");
        }
    }
}
