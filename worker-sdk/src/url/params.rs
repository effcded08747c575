//! Parameters in a query or in a urlencoded body.

use std::fmt;
use std::vec;

use wasm_bindgen::JsValue;

use super::sys;
use crate::js;

/// Names and values in order, as in the query of a URL; names may be repeated.
///
/// As a body they are `application/x-www-form-urlencoded`.
///
/// # Examples
///
/// ```no_run
/// use worker_sdk::url::SearchParams;
///
/// let mut params = SearchParams::parse("a=1&b=2&a=3");
/// params.append("c", "ü");
/// assert_eq!(params.get_all("a"), ["1", "3"]);
/// assert_eq!(params.to_string(), "a=1&b=2&a=3&c=%C3%BC");
/// ```
pub struct SearchParams(JsValue);

impl SearchParams {
    /// No parameters.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Parses a query, with or without its `?`. Anything is a query: what cannot be decoded is kept or replaced.
    #[must_use]
    pub fn parse(query: &str) -> Self {
        Self(sys::new_params(&js::text(query)))
    }

    /// Wraps a JavaScript `URLSearchParams`.
    #[must_use]
    pub fn from_raw(raw: JsValue) -> Self {
        Self(raw)
    }

    /// The JavaScript `URLSearchParams`.
    #[must_use]
    pub fn as_raw(&self) -> &JsValue {
        &self.0
    }

    /// The JavaScript `URLSearchParams`.
    #[must_use]
    pub fn into_raw(self) -> JsValue {
        self.0
    }

    /// The first value of `name`.
    #[must_use]
    pub fn get(&self, name: &str) -> Option<String> {
        js::string(&sys::params_get(&self.0, &js::text(name)))
    }

    /// All values of `name`.
    #[must_use]
    pub fn get_all(&self, name: &str) -> Vec<String> {
        js::list_to_strings(&sys::params_get_all(&self.0, &js::text(name)))
    }

    /// Whether there is a value of `name`.
    #[must_use]
    pub fn has(&self, name: &str) -> bool {
        sys::params_has(&self.0, &js::text(name), &JsValue::UNDEFINED) == 1
    }

    /// Whether `name` has this value.
    #[must_use]
    pub fn has_value(&self, name: &str, value: &str) -> bool {
        sys::params_has(&self.0, &js::text(name), &js::text(value)) == 1
    }

    /// Adds a value at the end.
    pub fn append(&mut self, name: &str, value: &str) {
        sys::params_append(&self.0, &js::text(name), &js::text(value));
    }

    /// Sets the first value of `name` and removes its others; adds it at the end if there was none.
    pub fn set(&mut self, name: &str, value: &str) {
        sys::params_set(&self.0, &js::text(name), &js::text(value));
    }

    /// Removes all values of `name`.
    pub fn delete(&mut self, name: &str) {
        sys::params_delete(&self.0, &js::text(name), &JsValue::UNDEFINED);
    }

    /// Removes this value of `name`, wherever it stands.
    pub fn delete_value(&mut self, name: &str, value: &str) {
        sys::params_delete(&self.0, &js::text(name), &js::text(value));
    }

    /// Sorts by name; values of one name keep their order.
    pub fn sort(&mut self) {
        sys::params_sort(&self.0);
    }

    /// All names and values, in order.
    #[must_use]
    pub fn entries(&self) -> Vec<(String, String)> {
        let mut flat = js::list_to_strings(&sys::params_entries(&self.0)).into_iter();
        std::iter::from_fn(|| Some((flat.next()?, flat.next()?))).collect()
    }
}

impl Default for SearchParams {
    fn default() -> Self {
        Self(sys::new_params(&JsValue::UNDEFINED))
    }
}

impl Clone for SearchParams {
    /// A copy that is not connected to a URL.
    fn clone(&self) -> Self {
        Self(sys::new_params(&self.0))
    }
}

impl<N: AsRef<str>, V: AsRef<str>> FromIterator<(N, V)> for SearchParams {
    fn from_iter<I: IntoIterator<Item = (N, V)>>(pairs: I) -> Self {
        let mut params = Self::new();
        for (name, value) in pairs {
            params.append(name.as_ref(), value.as_ref());
        }
        params
    }
}

impl fmt::Display for SearchParams {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&js::string(&sys::params_text(&self.0)).unwrap_or_default())
    }
}

/// As [`entries`](SearchParams::entries).
impl IntoIterator for &SearchParams {
    type Item = (String, String);
    type IntoIter = vec::IntoIter<(String, String)>;

    fn into_iter(self) -> Self::IntoIter {
        self.entries().into_iter()
    }
}

/// As [`entries`](SearchParams::entries).
impl IntoIterator for SearchParams {
    type Item = (String, String);
    type IntoIter = vec::IntoIter<(String, String)>;

    fn into_iter(self) -> Self::IntoIter {
        self.entries().into_iter()
    }
}

impl PartialEq for SearchParams {
    fn eq(&self, other: &Self) -> bool {
        self.entries() == other.entries()
    }
}

impl fmt::Debug for SearchParams {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "SearchParams({self})")
    }
}
