//! Lines of JSON, for log tools.

use std::fmt::Write;

use super::{Level, write};
use crate::js;
use crate::quoted::push_quoted;
use wasm_bindgen::JsValue;

/// Every integer up to here is exact where JSON is read as JavaScript does.
const EXACT: u128 = 1 << 53;

/// An object of JSON that is being written.
#[derive(Clone, Debug, Default)]
pub(crate) struct Object(String);

impl Object {
    pub(crate) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    pub(crate) fn text(&mut self, name: &str, value: &str) {
        self.name(name);
        push_quoted(value, &mut self.0);
    }

    /// A number or `true`, as it is written in JSON.
    pub(crate) fn plain(&mut self, name: &str, value: impl std::fmt::Display) {
        self.name(name);
        let _ = write!(self.0, "{value}");
    }

    /// An integer that would be rounded is text.
    pub(crate) fn integer(&mut self, name: &str, value: impl std::fmt::Display, magnitude: u128) {
        match magnitude <= EXACT {
            true => self.plain(name, value),
            false => self.text(name, &value.to_string()),
        }
    }

    /// What is no number in JSON is text.
    pub(crate) fn float(&mut self, name: &str, value: f64) {
        match value.is_finite() {
            true => self.plain(name, value),
            false => self.text(name, &value.to_string()),
        }
    }

    pub(crate) fn object(&mut self, name: &str, value: &Object) {
        self.plain(name, format_args!("{{{}}}", value.0));
    }

    pub(crate) fn list(&mut self, name: &str, values: &[Object]) {
        self.name(name);
        for (index, value) in values.iter().enumerate() {
            let begin = if index == 0 { "[" } else { "," };
            let _ = write!(self.0, "{begin}{{{}}}", value.0);
        }
        self.0.push_str(if values.is_empty() { "[]" } else { "]" });
    }

    /// All that stands in another one.
    #[cfg(feature = "tracing")]
    pub(crate) fn append(&mut self, other: &Object) {
        if !self.0.is_empty() && !other.0.is_empty() {
            self.0.push(',');
        }
        self.0.push_str(&other.0);
    }

    pub(crate) fn finish(&self) -> String {
        format!("{{{}}}", self.0)
    }

    fn name(&mut self, name: &str) {
        if !self.0.is_empty() {
            self.0.push(',');
        }
        push_quoted(name, &mut self.0);
        self.0.push(':');
    }
}

/// Writes the line to the console, and errors as the errors of JavaScript that they are there.
pub(crate) fn log(level: Level, line: &Object, errors: Vec<JsValue>) {
    write(level, &line.finish(), errors);
}

/// An error with its causes, for the console.
pub(crate) fn error(error: &(dyn std::error::Error + 'static)) -> JsValue {
    js::error_to_js(error)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn objects_are_json() {
        let mut inner = Object::default();
        inner.text("a\"b", "\\ \n\r\t\u{1}\u{7f}é🔑");
        let mut object = Object::default();
        assert!(object.is_empty());
        assert_eq!(object.finish(), "{}");
        object.object("inner", &inner);
        object.list("none", &[]);
        object.list("two", &[inner.clone(), Object::default()]);
        object.integer("exact", 1_u64 << 53, 1 << 53);
        object.integer("large", u64::MAX, u128::from(u64::MAX));
        object.float("float", 0.1);
        object.float("huge", 1e300);
        object.float("no number", f64::NAN);
        object.plain("flag", true);
        let value: serde_json::Value = serde_json::from_str(&object.finish()).unwrap();
        let inner = serde_json::json!({"a\"b": "\\ \n\r\t\u{1}\u{7f}é🔑"});
        assert_eq!(
            value,
            serde_json::json!({
                "inner": inner,
                "none": [],
                "two": [inner, {}],
                "exact": 9_007_199_254_740_992_u64,
                "large": "18446744073709551615",
                "float": 0.1,
                "huge": 1e300,
                "no number": "NaN",
                "flag": true,
            })
        );
    }
}
