//! Option objects of the platform, without serde.

use wasm_bindgen::prelude::*;

#[wasm_bindgen(module = "/src/js/options.js")]
extern "C" {
    fn new_options() -> JsValue;
    fn copy_options(options: &JsValue) -> JsValue;
    fn set_option(options: &JsValue, name: &JsValue, value: &JsValue);
    fn set_number_option(options: &JsValue, name: &JsValue, value: f64);
    fn set_flag_option(options: &JsValue, name: &JsValue, value: i32);
}

/// A JavaScript object of options, made when the first one is set. `None` sets nothing.
pub(crate) struct Options(JsValue);

impl Options {
    pub(crate) const fn new() -> Self {
        Self(JsValue::UNDEFINED)
    }

    /// Whether nothing was set.
    pub(crate) fn is_empty(&self) -> bool {
        self.0.is_undefined()
    }

    pub(crate) fn text<'a>(self, name: &'static str, value: impl Into<Option<&'a str>>) -> Self {
        match value.into() {
            Some(value) => self.set(name, &super::text(value)),
            None => self,
        }
    }

    pub(crate) fn number(mut self, name: &'static str, value: impl Into<Option<f64>>) -> Self {
        if let Some(value) = value.into() {
            set_number_option(self.object(), &super::constant(name), value);
        }
        self
    }

    pub(crate) fn flag(mut self, name: &'static str, value: impl Into<Option<bool>>) -> Self {
        if let Some(value) = value.into() {
            set_flag_option(self.object(), &super::constant(name), value.into());
        }
        self
    }

    pub(crate) fn value(self, name: &'static str, value: impl Into<Option<JsValue>>) -> Self {
        match value.into() {
            Some(value) => self.set(name, &value),
            None => self,
        }
    }

    /// An option whose name is not a constant.
    pub(crate) fn named(mut self, name: &str, value: &JsValue) -> Self {
        set_option(self.object(), &super::text(name), value);
        self
    }

    /// A copy of the bytes, as a `Uint8Array`.
    pub(crate) fn bytes<'a>(self, name: &'static str, value: impl Into<Option<&'a [u8]>>) -> Self {
        match value.into() {
            Some(value) => self.set(name, &super::bytes_to_js(value)),
            None => self,
        }
    }

    /// Options inside of an option; left out when none of them is set.
    pub(crate) fn options(self, name: &'static str, inner: Options) -> Self {
        match inner.0.is_undefined() {
            true => self,
            false => self.set(name, &inner.0),
        }
    }

    /// As [`into_js`](Self::into_js), for options that are not changed any more.
    pub(crate) fn to_js(&self) -> JsValue {
        self.0.clone()
    }

    /// The object; `undefined` when nothing was set, which the platform takes for no options.
    pub(crate) fn into_js(self) -> JsValue {
        self.0
    }

    /// The object, also when nothing was set.
    pub(crate) fn into_object(mut self) -> JsValue {
        self.object();
        self.0
    }

    fn set(mut self, name: &'static str, value: &JsValue) -> Self {
        set_option(self.object(), &super::constant(name), value);
        self
    }

    fn object(&mut self) -> &JsValue {
        if self.0.is_undefined() {
            self.0 = new_options();
        }
        &self.0
    }
}

/// Each can be changed alone.
impl Clone for Options {
    fn clone(&self) -> Self {
        match self.0.is_undefined() {
            true => Self::new(),
            false => Self(copy_options(&self.0)),
        }
    }
}
