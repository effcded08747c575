//! Errors with a name and properties, for callers in other workers.

use std::fmt;

use serde::Serialize;
use serde::de::DeserializeOwned;
use wasm_bindgen::prelude::*;

use super::{Detail, Error, Result};
use crate::js::{self, codec};

#[wasm_bindgen(module = "/src/js/named_errors.js")]
extern "C" {
    fn new_named_error(name: &JsValue, message: &JsValue, properties: &JsValue) -> JsValue;
    fn error_property(error: &JsValue, name: &JsValue) -> JsValue;
}

type Property = (String, Box<dyn Fn() -> Result<JsValue> + Send + Sync>);

struct Named {
    name: String,
    message: String,
    properties: Vec<Property>,
}

impl Detail for Named {
    fn name(&self) -> Option<&str> {
        Some(&self.name)
    }

    /// A property that JavaScript cannot hold is left out: what failed first is what counts.
    fn to_js(&self) -> Option<JsValue> {
        let properties = self.properties.iter();
        let properties = properties.filter_map(|(name, value)| {
            let value = value().ok()?;
            Some(js::list([js::text(name), value]))
        });
        Some(new_named_error(
            &js::text(&self.name),
            &js::text(&self.message),
            &js::list(properties),
        ))
    }

    fn as_any_mut(&mut self) -> Option<&mut dyn std::any::Any> {
        Some(self)
    }
}

impl fmt::Display for Named {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}

impl Error {
    /// An error whose name tells callers what happened, in whichever language they are.
    ///
    /// The names of JavaScript's own errors, such as `"RangeError"`, make such an error. Where the error crosses to another
    /// worker, the platform keeps these; of others it keeps the name from the compatibility date 2026-04-21 on.
    ///
    /// # Examples
    ///
    /// ```
    /// let error = worker_sdk::Error::named("NotFound", "no account `Ada`").with_property("code", 404);
    /// assert!(error.is_named("NotFound"));
    /// ```
    #[must_use]
    pub fn named(name: impl Into<String>, message: impl Into<String>) -> Self {
        Self::of(Named {
            name: name.into(),
            message: message.into(),
            properties: Vec::new(),
        })
    }

    /// Adds a property to an error that was made with [`named`](Error::named); other errors stay as they are.
    ///
    /// The platform carries own properties to another worker from the compatibility date 2026-04-21 on. A value that
    /// JavaScript cannot hold is left out.
    #[must_use]
    pub fn with_property<T>(mut self, name: impl Into<String>, value: T) -> Self
    where
        T: Serialize + Send + Sync + 'static,
    {
        if let Some(named) = self
            .0
            .as_any_mut()
            .and_then(|it| it.downcast_mut::<Named>())
        {
            let value = Box::new(move || codec::to_js(&value));
            named.properties.push((name.into(), value));
        }
        self
    }

    /// A property of the error that JavaScript threw; `None` when it has none of that name.
    ///
    /// # Errors
    ///
    /// Fails when the property has another shape; the error [is malformed](Error::is_malformed).
    ///
    /// # Examples
    ///
    /// ```no_run
    /// # fn run(error: &worker_sdk::Error) -> worker_sdk::Result<()> {
    /// let code: Option<u16> = error.property("code")?;
    /// # Ok(())
    /// # }
    /// ```
    pub fn property<T: DeserializeOwned>(&self, name: &str) -> Result<Option<T>> {
        let Some(thrown) = self.as_raw() else {
            return Ok(None);
        };
        let value = error_property(thrown, &js::text(name));
        codec::from_js_of(&value, &format!("the property `{name}` of the error"))
    }

    /// The message alone, without what was being done.
    #[must_use]
    pub fn message(&self) -> String {
        let thrown = self
            .as_raw()
            .map(|thrown| error_property(thrown, &js::constant("message")));
        let message = thrown.and_then(|message| js::string(&message));
        message.unwrap_or_else(|| self.to_string())
    }
}
