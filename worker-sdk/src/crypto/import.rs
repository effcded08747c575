//! Keys that come from elsewhere.

use std::fmt;
use std::future::{Future, IntoFuture};
use std::pin::Pin;

use wasm_bindgen::JsValue;

use super::algorithm::{Role, Usage};
use super::key::call;
use super::{Algorithm, Cipher, Key};
use crate::error::{Detail, Error, Result};
use crate::js;

/// Makes a [`Key`] of what somebody else has written. Nothing happens before it is awaited.
///
/// # Errors
///
/// Fails when the data is not a key of the algorithm, and when it was wrapped with another key.
#[must_use = "there is no key until it is awaited"]
pub struct Import {
    algorithm: Algorithm,
    format: &'static str,
    data: JsValue,
    role: Role,
    extractable: bool,
    usages: Option<Vec<Usage>>,
    /// What the data says that it may do.
    allowed: Option<Vec<String>>,
    bits: Option<u32>,
    wrapped: Option<(Key, Cipher)>,
}

impl Import {
    pub(super) fn new(
        algorithm: Algorithm,
        format: &'static str,
        data: JsValue,
        role: Role,
    ) -> Self {
        Self {
            algorithm,
            format,
            data,
            role,
            extractable: false,
            usages: None,
            allowed: None,
            bits: None,
            wrapped: None,
        }
    }

    pub(super) fn wrapped(mut self, key: &Key, cipher: Cipher) -> Self {
        self.wrapped = Some((key.clone(), cipher));
        self
    }

    #[cfg(feature = "serde")]
    pub(super) fn allowed(mut self, allowed: &[String]) -> Self {
        self.allowed = Some(allowed.to_vec());
        self
    }

    /// The length of an HMAC key that does not fill its last byte. Without this a key is as long as its data.
    pub fn bits(mut self, bits: u32) -> Self {
        self.bits = Some(bits);
        self
    }

    /// Whether the key can be exported and wrapped. Without this it cannot.
    pub fn extractable(mut self, extractable: bool) -> Self {
        self.extractable = extractable;
        self
    }

    /// Limits what the key can do. Without this it can do all that its algorithm is for.
    pub fn usages(mut self, usages: impl IntoIterator<Item = Usage>) -> Self {
        self.usages = Some(usages.into_iter().collect());
        self
    }

    /// Runtimes of 2026 do not compare the two.
    fn check_usages(&self) -> Result<()> {
        let (Some(usages), Some(allowed)) = (&self.usages, &self.allowed) else {
            return Ok(());
        };
        let mut usages = usages.iter().map(|usage| usage.name());
        match usages.find(|usage| allowed.iter().all(|allowed| allowed != usage)) {
            None => Ok(()),
            Some(usage) => Err(Error::of(NotAllowed { usage })),
        }
    }

    async fn import(self) -> Result<Key> {
        self.check_usages()?;
        let bits = self.bits.map(f64::from);
        let algorithm = self.algorithm.of_key().number("length", bits).into_js();
        let format = js::constant(self.format);
        let end = [
            algorithm,
            JsValue::from_bool(self.extractable),
            match (self.usages, self.allowed) {
                (None, Some(allowed)) => usages_within(self.algorithm, self.role, &allowed),
                (limit, _) => usages(self.algorithm, &[self.role], limit),
            },
        ];
        let raw = match self.wrapped {
            None => {
                let arguments = [format, self.data].into_iter().chain(end);
                call("importKey", arguments, "importing a key").await?
            }
            Some((key, cipher)) => {
                let begin = [format, self.data, key.into_raw(), cipher.into_js()];
                let arguments = begin.into_iter().chain(end);
                call("unwrapKey", arguments, "unwrapping a key").await?
            }
        };
        Ok(Key::from_raw(raw, self.algorithm))
    }
}

/// Those that were asked for, or all that there are.
pub(super) fn usages(algorithm: Algorithm, roles: &[Role], limit: Option<Vec<Usage>>) -> JsValue {
    if let Some(limit) = limit {
        return js::list(limit.into_iter().map(|usage| js::constant(usage.name())));
    }
    let all = roles.iter().flat_map(|&role| algorithm.usages(role));
    js::list(all.map(|usage| js::constant(usage)))
}

struct NotAllowed {
    usage: &'static str,
}

impl Detail for NotAllowed {}

impl fmt::Display for NotAllowed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { usage } = self;
        write!(
            f,
            "importing a key failed: its `key_ops` have no `{usage}`; leave that out of the usages, or have a key made for it"
        )
    }
}

/// Those of the algorithm that are allowed.
fn usages_within(algorithm: Algorithm, role: Role, allowed: &[String]) -> JsValue {
    let all = algorithm.usages(role).iter();
    let within = all.filter(|usage| allowed.iter().any(|allowed| allowed == **usage));
    js::list(within.map(|usage| js::constant(usage)))
}

impl IntoFuture for Import {
    type Output = Result<Key>;
    type IntoFuture = Pin<Box<dyn Future<Output = Self::Output> + Send>>;

    fn into_future(self) -> Self::IntoFuture {
        Box::pin(self.import())
    }
}

impl fmt::Debug for Import {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Import").field(&self.algorithm).finish()
    }
}
