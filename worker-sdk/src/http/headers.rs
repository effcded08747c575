//! Header fields.

use std::fmt;
use std::vec;

use wasm_bindgen::JsValue;

use super::error::{HeaderName, HeaderValue};
use super::sys;
use super::{is_token, is_value};
use crate::error::{Error, Result};
use crate::js;

/// The header fields of a request or response.
///
/// Names compare without case. Several fields of one name are kept apart where they are written, and read joined by
/// `", "`, as the Fetch standard does; only `set-cookie` can be read one by one ([`Headers::get_set_cookie`]).
///
/// What a request or response gives is a value of its own: changing it does not change the message.
///
/// # Examples
///
/// ```
/// # fn main() -> worker_sdk::Result<()> {
/// let mut headers = worker_sdk::Headers::new();
/// headers.set("cache-control", "max-age=60")?;
/// headers.append("vary", "accept")?;
/// assert_eq!(headers.get("Cache-Control").as_deref(), Some("max-age=60"));
/// # Ok(())
/// # }
/// ```
///
/// See <https://developers.cloudflare.com/workers/runtime-apis/headers/>.
#[derive(Default)]
pub struct Headers(Repr);

enum Repr {
    /// Written by Rust; crosses with the response in one call.
    List(Vec<Field>),
    /// A JavaScript object of these headers alone.
    Js(JsValue),
    /// The JavaScript object of a request or response, copied before it is changed.
    Shared(JsValue),
}

impl Clone for Headers {
    fn clone(&self) -> Self {
        Self(match &self.0 {
            Repr::List(fields) => Repr::List(fields.clone()),
            Repr::Js(headers) => Repr::Js(sys::headers_copy(headers)),
            Repr::Shared(headers) => Repr::Shared(headers.clone()),
        })
    }
}

impl Default for Repr {
    fn default() -> Self {
        Self::List(Vec::new())
    }
}

#[derive(Clone)]
pub(super) struct Field {
    pub(super) name: FieldName,
    pub(super) value: String,
}

/// The name of a header field, made of text or of the `http` crate's names: what methods take that set one. Constants keep
/// their address, which saves JavaScript from decoding them again.
#[derive(Clone, Debug)]
pub enum FieldName {
    #[doc(hidden)]
    Constant(&'static str),
    #[doc(hidden)]
    Owned(String),
}

impl Field {
    /// Whether its name is the constant `content-type`. A wrong `false` costs nothing but speed.
    pub(super) fn is_content_type(&self) -> bool {
        matches!(self.name, FieldName::Constant("content-type"))
    }
}

impl FieldName {
    pub(super) fn as_str(&self) -> &str {
        match self {
            Self::Constant(name) => name,
            Self::Owned(name) => name,
        }
    }
}

impl From<&'static str> for FieldName {
    fn from(name: &'static str) -> Self {
        Self::Constant(name)
    }
}

impl From<String> for FieldName {
    fn from(name: String) -> Self {
        Self::Owned(name)
    }
}

impl From<http::HeaderName> for FieldName {
    fn from(name: http::HeaderName) -> Self {
        Self::Owned(name.as_str().to_owned())
    }
}

impl From<&http::HeaderName> for FieldName {
    fn from(name: &http::HeaderName) -> Self {
        Self::Owned(name.as_str().to_owned())
    }
}

impl Headers {
    /// No fields.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// These fields. Those of one name stand beside each other, as [`append`](Self::append) leaves them.
    ///
    /// # Errors
    ///
    /// As [`Headers::set`], at the first field that is not allowed.
    ///
    /// # Examples
    ///
    /// ```
    /// use worker_sdk::Headers;
    ///
    /// # fn main() -> worker_sdk::Result<()> {
    /// let headers = Headers::try_from_iter([("vary", "accept"), ("vary", "cookie")])?;
    /// assert_eq!(headers.get("vary").as_deref(), Some("accept, cookie"));
    /// assert!(Headers::try_from_iter([("no name", "")]).is_err());
    /// # Ok(())
    /// # }
    /// ```
    #[doc(alias = "from_iter")]
    pub fn try_from_iter<N: Into<FieldName>, V: Into<String>>(
        fields: impl IntoIterator<Item = (N, V)>,
    ) -> Result<Self> {
        let mut headers = Self::new();
        for (name, value) in fields {
            headers.append(name, value)?;
        }
        Ok(headers)
    }

    /// The value of the field `name`; several values are joined by `", "`.
    #[must_use]
    #[inline(never)]
    pub fn get(&self, name: &str) -> Option<String> {
        match &self.0 {
            Repr::List(fields) => join(fields, name),
            Repr::Js(headers) | Repr::Shared(headers) => {
                let (at, length) = (name.as_ptr() as i32, name.len() as i32);
                js::written(&|to, room| sys::headers_get(headers, at, length, to, room))
            }
        }
    }

    /// Whether there is a field `name`.
    #[must_use]
    pub fn has(&self, name: &str) -> bool {
        match &self.0 {
            Repr::List(fields) => matching(fields, name).next().is_some(),
            Repr::Js(_) | Repr::Shared(_) => self.get(name).is_some(),
        }
    }

    /// The values of all `set-cookie` fields, one by one.
    #[must_use]
    pub fn get_set_cookie(&self) -> Vec<String> {
        match &self.0 {
            Repr::List(fields) => matching(fields, "set-cookie")
                .map(|field| field.value.clone())
                .collect(),
            Repr::Js(headers) | Repr::Shared(headers) => {
                js::list_to_strings(&sys::headers_set_cookie(headers))
            }
        }
    }

    /// Sets the field `name` to `value`, replacing earlier values.
    ///
    /// # Errors
    ///
    /// Fails when the name or the value is not allowed in a header.
    pub fn set(&mut self, name: impl Into<FieldName>, value: impl Into<String>) -> Result<()> {
        self.write(name.into(), value.into(), true)
    }

    /// Adds a field `name` beside earlier ones.
    ///
    /// # Errors
    ///
    /// As [`Headers::set`].
    pub fn append(&mut self, name: impl Into<FieldName>, value: impl Into<String>) -> Result<()> {
        self.write(name.into(), value.into(), false)
    }

    /// As [`Headers::set`], compiled once.
    #[inline(never)]
    pub(crate) fn put(&mut self, name: &'static str, value: &str) -> Result<()> {
        self.write(FieldName::Constant(name), value.to_owned(), true)
    }

    /// Removes all fields `name`.
    ///
    /// # Errors
    ///
    /// Fails for a JavaScript object that cannot be changed.
    pub fn delete(&mut self, name: &str) -> Result<()> {
        match self.own() {
            Repr::List(fields) => {
                fields.retain(|field| !field.name.as_str().eq_ignore_ascii_case(name));
            }
            Repr::Js(headers) | Repr::Shared(headers) => {
                check(sys::headers_delete(headers, &js::text(name)))?;
            }
        }
        Ok(())
    }

    /// All fields, sorted by name, with lower-case names; each `set-cookie` has an entry of its own, other fields of one
    /// name are joined by `", "`.
    #[must_use]
    pub fn entries(&self) -> Vec<(String, String)> {
        let mut entries = Vec::new();
        self.each(&mut |name, value| entries.push((name.to_owned(), value.to_owned())));
        entries
    }

    /// Shows all [`entries`](Self::entries).
    pub(crate) fn each(&self, see: &mut dyn FnMut(&str, &str)) {
        match &self.0 {
            Repr::List(fields) => {
                for (name, value) in sorted(fields) {
                    see(&name, &value);
                }
            }
            Repr::Js(headers) | Repr::Shared(headers) => {
                let lines = js::written(&|at, room| sys::headers_lines(headers, at, room));
                let mut lines = lines.as_deref().unwrap_or_default().split('\n');
                while let (Some(name), Some(value)) = (lines.next(), lines.next()) {
                    see(name, value);
                }
            }
        }
    }

    /// Adds a field of which it is known that it is one.
    pub(crate) fn push(&mut self, name: FieldName, value: String) {
        if let Repr::List(fields) = &mut self.0 {
            fields.push(Field { name, value });
        }
    }

    fn write(&mut self, name: FieldName, value: String, replace: bool) -> Result<()> {
        validate(name.as_str(), &value)?;
        match self.own() {
            Repr::List(fields) => {
                if replace {
                    fields.retain(|field| !field.name.as_str().eq_ignore_ascii_case(name.as_str()));
                }
                fields.push(Field { name, value });
                Ok(())
            }
            Repr::Js(headers) | Repr::Shared(headers) if replace => check(sys::headers_set(
                headers,
                &js::text(name.as_str()),
                &js::text(&value),
            )),
            Repr::Js(headers) | Repr::Shared(headers) => check(sys::headers_append(
                headers,
                &js::text(name.as_str()),
                &js::text(&value),
            )),
        }
    }

    /// The headers, not shared with a message.
    fn own(&mut self) -> &mut Repr {
        if let Repr::Shared(headers) = &self.0 {
            self.0 = Repr::Js(sys::headers_copy(headers));
        }
        &mut self.0
    }

    /// Wraps a JavaScript `Headers` object; changes go to that object.
    #[must_use]
    pub fn from_raw(headers: JsValue) -> Self {
        Self(Repr::Js(headers))
    }

    /// The JavaScript `Headers` object, of these headers alone.
    #[must_use]
    pub fn into_raw(self) -> JsValue {
        match self.0 {
            Repr::Js(headers) => headers,
            Repr::Shared(headers) => sys::headers_copy(&headers),
            Repr::List(fields) => {
                let headers = sys::headers_copy(&JsValue::UNDEFINED);
                for field in fields {
                    // Both were checked when they were written.
                    let (name, value) = (js::text(field.name.as_str()), js::text(&field.value));
                    sys::headers_append(&headers, &name, &value);
                }
                headers
            }
        }
    }

    /// The headers of a request or response.
    pub(crate) fn of(message: &JsValue) -> Self {
        Self(Repr::Shared(sys::headers_of(message)))
    }

    /// The fields that cross with the message, and a JavaScript object for those that are there already.
    pub(super) fn into_parts(self) -> (Vec<Field>, JsValue) {
        match self.0 {
            Repr::List(fields) => (fields, JsValue::UNDEFINED),
            Repr::Js(headers) | Repr::Shared(headers) => (Vec::new(), headers),
        }
    }
}

fn matching<'a>(fields: &'a [Field], name: &'a str) -> impl Iterator<Item = &'a Field> {
    fields
        .iter()
        .filter(move |field| field.name.as_str().eq_ignore_ascii_case(name))
}

fn sorted(fields: &[Field]) -> Vec<(String, String)> {
    let mut names: Vec<String> = fields
        .iter()
        .map(|field| field.name.as_str().to_ascii_lowercase())
        .collect();
    names.sort_unstable();
    names.dedup();
    let mut entries = Vec::with_capacity(fields.len());
    for name in names {
        if name == "set-cookie" {
            let cookies = matching(fields, &name).map(|field| field.value.clone());
            entries.extend(cookies.map(|value| (name.clone(), value)));
        } else if let Some(value) = join(fields, &name) {
            entries.push((name, value));
        }
    }
    entries
}

fn join(fields: &[Field], name: &str) -> Option<String> {
    let mut values = matching(fields, name);
    let mut joined = values.next()?.value.clone();
    for field in values {
        joined.push_str(", ");
        joined.push_str(&field.value);
    }
    Some(joined)
}

fn check(ok: i32) -> Result<()> {
    if ok == 1 {
        Ok(())
    } else {
        Err(Error::last_failure("changing a header"))
    }
}

pub(super) fn validate(name: &str, value: &str) -> Result<()> {
    if !is_token(name) {
        return Err(Error::of(HeaderName {
            name: name.to_owned(),
        }));
    }
    if !is_value(value) {
        return Err(Error::of(HeaderValue {
            name: name.to_owned(),
        }));
    }
    Ok(())
}

/// As [`entries`](Headers::entries).
impl IntoIterator for &Headers {
    type Item = (String, String);
    type IntoIter = vec::IntoIter<(String, String)>;

    fn into_iter(self) -> Self::IntoIter {
        self.entries().into_iter()
    }
}

/// As [`entries`](Headers::entries).
impl IntoIterator for Headers {
    type Item = (String, String);
    type IntoIter = vec::IntoIter<(String, String)>;

    fn into_iter(self) -> Self::IntoIter {
        self.entries().into_iter()
    }
}

impl PartialEq for Headers {
    fn eq(&self, other: &Self) -> bool {
        self.entries() == other.entries()
    }
}

impl fmt::Debug for Headers {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.0 {
            Repr::List(_) => f.debug_map().entries(self.entries()).finish(),
            Repr::Js(_) | Repr::Shared(_) => f.write_str("Headers { .. }"),
        }
    }
}
