//! Options of the platform, values of serde among them.

use wasm_bindgen::JsValue;

use super::Options;
use crate::error::{Error, Result};
use crate::time::Timestamp;

/// Options, or why one of them cannot be written: the call that takes them fails with that.
pub(crate) struct Checked(Result<Options>);

impl Checked {
    pub(crate) const fn new() -> Self {
        Self(Ok(Options::new()))
    }

    pub(crate) fn text<'a>(self, name: &'static str, value: impl Into<Option<&'a str>>) -> Self {
        self.set(|options| options.text(name, value))
    }

    pub(crate) fn number(self, name: &'static str, value: impl Into<Option<f64>>) -> Self {
        self.set(|options| options.number(name, value))
    }

    pub(crate) fn flag(self, name: &'static str, value: impl Into<Option<bool>>) -> Self {
        self.set(|options| options.flag(name, value))
    }

    pub(crate) fn value(self, name: &'static str, value: impl Into<Option<JsValue>>) -> Self {
        self.set(|options| options.value(name, value))
    }

    /// A time as text.
    pub(crate) fn time(self, name: &'static str, time: Timestamp) -> Self {
        Self(self.0.and_then(|options| match time.to_iso_string() {
            Some(text) => Ok(options.text(name, text.as_str())),
            None => Err(Error::saying(format!(
                "`{name}` is a time that no calendar has; look at where it was made"
            ))),
        }))
    }

    /// A value of serde, under any name.
    #[cfg(feature = "serde")]
    pub(crate) fn json<T: serde::Serialize + ?Sized>(self, name: &str, value: &T) -> Self {
        Self(self.0.and_then(|options| {
            let value = super::codec::to_js(value)?;
            Ok(options.named(name, &value))
        }))
    }

    /// Options inside of an option; left out when none of them is set.
    pub(crate) fn options(self, name: &'static str, inner: Self) -> Self {
        Self(
            self.0
                .and_then(|options| Ok(options.options(name, inner.0?))),
        )
    }

    /// The object; `undefined` when nothing was set.
    pub(crate) fn into_js(self) -> Result<JsValue> {
        self.0.map(Options::into_js)
    }

    /// The object, also when nothing was set.
    pub(crate) fn into_object(self) -> Result<JsValue> {
        self.0.map(Options::into_object)
    }

    pub(crate) fn set(self, set: impl FnOnce(Options) -> Options) -> Self {
        Self(self.0.map(set))
    }
}

#[cfg(feature = "json")]
impl Checked {
    /// A value that may be wrong itself.
    pub(crate) fn tried(self, name: &'static str, value: Result<JsValue>) -> Self {
        Self(self.0.and_then(|options| Ok(options.value(name, value?))))
    }
}
