//! Which part of a dynamic worker is called.

use std::fmt;

use serde::Serialize;
use wasm_bindgen::JsValue;

use super::Limits;
use crate::error::Result;
use crate::js::{self, Options, codec};

/// An entrypoint or a class of a [`Worker`](super::Worker), with what it gets.
#[must_use]
#[derive(Clone)]
pub struct Entrypoint {
    name: Option<String>,
    options: Options,
}

impl Entrypoint {
    /// The default one.
    pub fn new() -> Self {
        Self {
            name: None,
            options: Options::new(),
        }
    }

    /// The one of this name.
    pub fn named(name: impl Into<String>) -> Self {
        Self {
            name: Some(name.into()),
            options: Options::new(),
        }
    }

    /// What it finds in `ctx.props`.
    ///
    /// # Errors
    ///
    /// Fails when JavaScript has no such value.
    pub fn props<T: Serialize>(mut self, props: &T) -> Result<Self> {
        let props = codec::to_js(props)?;
        self.options = self.options.value("props", props);
        Ok(self)
    }

    /// What it may use.
    pub fn limits(mut self, limits: Limits) -> Self {
        self.options = self.options.options("limits", limits.options());
        self
    }

    pub(super) fn into_js(self) -> (JsValue, JsValue) {
        let name = self.name.map(|name| js::text(&name));
        (name.unwrap_or(JsValue::UNDEFINED), self.options.into_js())
    }
}

impl Default for Entrypoint {
    fn default() -> Self {
        Self::new()
    }
}

impl From<()> for Entrypoint {
    fn from((): ()) -> Self {
        Self::new()
    }
}

impl From<&str> for Entrypoint {
    fn from(name: &str) -> Self {
        Self::named(name)
    }
}

impl fmt::Debug for Entrypoint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Entrypoint")
            .field("name", &self.name)
            .finish_non_exhaustive()
    }
}
