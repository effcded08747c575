//! Keys, and the operations on one of them.

use wasm_bindgen::JsValue;

use super::error::{Refused, failed};
use super::{MAX_BULK_KEYS, MAX_KEY_LENGTH};
use crate::error::{Error, Result};
use crate::js;

/// A key of a namespace.
pub(super) struct Target {
    pub(super) namespace: JsValue,
    pub(super) key: JsValue,
}

impl Target {
    pub(super) fn new(namespace: &JsValue, key: &str) -> Result<Self> {
        check(key)?;
        Ok(Self {
            namespace: namespace.clone(),
            key: js::text(key),
        })
    }

    /// What `promise` gives; `doing` completes the sentence "… failed".
    pub(super) async fn settled(&self, promise: JsValue, doing: &'static str) -> Result<JsValue> {
        js::settled(promise, doing)
            .await
            .map_err(|error| failed(error, Some(self.name())))
    }

    /// For messages.
    #[cold]
    pub(super) fn name(&self) -> String {
        js::string(&self.key).unwrap_or_default()
    }
}

/// Several keys of a namespace.
pub(super) struct Targets {
    pub(super) namespace: JsValue,
    pub(super) keys: Vec<String>,
}

impl Targets {
    pub(super) fn new<K: AsRef<str>>(
        namespace: &JsValue,
        keys: impl IntoIterator<Item = K>,
    ) -> Result<Self> {
        let keys: Vec<String> = keys
            .into_iter()
            .map(|key| key.as_ref().to_owned())
            .collect();
        keys.iter().try_for_each(|key| check(key))?;
        Ok(Self {
            namespace: namespace.clone(),
            keys,
        })
    }

    /// Refuses more keys than the platform reads at once.
    pub(super) fn at_most_one_read(self) -> Result<Self> {
        match self.keys.len() {
            0..=MAX_BULK_KEYS => Ok(self),
            count => Err(Error::of(Refused::ManyKeys { count })),
        }
    }

    pub(super) fn list(&self) -> JsValue {
        js::list(self.keys.iter().map(|key| js::text(key)))
    }
}

fn check(key: &str) -> Result<()> {
    let refused = match key {
        "" => Refused::EmptyKey,
        "." => Refused::DottedKey { key: "." },
        ".." => Refused::DottedKey { key: ".." },
        _ if key.len() <= MAX_KEY_LENGTH => return Ok(()),
        _ => Refused::LongKey {
            start: key.chars().take(32).collect(),
            length: key.len(),
        },
    };
    Err(Error::of(refused))
}

pub(super) fn check_prefix(prefix: &str) -> Result<()> {
    if prefix.len() > MAX_KEY_LENGTH {
        return Err(Error::of(Refused::LongPrefix {
            length: prefix.len(),
        }));
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::{check, check_prefix};

    #[test]
    fn keys_are_checked_by_bytes() {
        assert!(check(&"a".repeat(512)).is_ok());
        assert!(check(&"é".repeat(256)).is_ok());
        assert!(check("...").is_ok());
        for key in ["", ".", "..", &"a".repeat(513), &"é".repeat(257)] {
            assert!(check(key).is_err(), "{key}");
        }
        let error = check(&"é".repeat(257)).unwrap_err();
        assert!(error.is_too_large());
        assert_eq!(
            error.to_string(),
            "the KV key `éééééééééééééééééééééééééééééééé…` has 514 bytes, and 512 are the most; \
             shorten it, for instance to a hash"
        );
    }

    #[test]
    fn a_prefix_may_be_what_no_key_is() {
        for prefix in ["", ".", ".."] {
            assert!(check_prefix(prefix).is_ok());
        }
        assert!(check_prefix(&"a".repeat(513)).is_err());
    }
}
