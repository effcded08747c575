//! Forms, urlencoded and multipart.

use std::fmt;

use wasm_bindgen::prelude::*;

use super::blob::{Blob, File, Whole};
use super::body::Body;
use super::error::NotForm;
#[cfg(feature = "router")]
use super::{body::check_unused, sys};
use crate::error::{Error, Result};
#[cfg(feature = "form")]
use crate::fields;
use crate::js;

#[wasm_bindgen(module = "/src/js/forms.js")]
extern "C" {
    fn new_form() -> JsValue;
    fn form_get(form: &JsValue, name: &JsValue) -> JsValue;
    fn form_get_all(form: &JsValue, name: &JsValue) -> JsValue;
    fn form_has(form: &JsValue, name: &JsValue) -> i32;
    fn form_append(form: &JsValue, name: &JsValue, value: &JsValue);
    fn form_set(form: &JsValue, name: &JsValue, value: &JsValue);
    fn form_delete(form: &JsValue, name: &JsValue);
    fn form_entries(form: &JsValue) -> JsValue;
    #[cfg(feature = "form")]
    fn form_text(form: &JsValue) -> JsValue;
    pub(super) fn read_form(message: &JsValue) -> JsValue;
    pub(super) fn read_form_as(body: &JsValue, content_type: &JsValue) -> JsValue;
}

/// The fields of a form, in order; names may be repeated.
///
/// The platform parses the body at once and holds it, files too: they do not enter the memory of the module until they are
/// read, but count for the 128 MB of the isolate. Read large files with `Request::multipart` (feature `multipart`), as streams, or
/// let clients send them as the body of a `PUT`.
/// As a parameter of a router's handler a form takes 2 MiB, and answers more with 413: a layer `middleware::BodyLimit`
/// around the route sets another limit. As a body the form is `multipart/form-data`.
///
/// # Examples
///
/// ```no_run
/// # use worker_sdk::{Request, Response, Result};
/// async fn handle(mut request: Request) -> Result<Response> {
///     let form = request.form_data().await?;
///     let title = form.text("title").unwrap_or_default();
///     let size = form.file("photo").map_or(0, |photo| photo.size());
///     Ok(Response::text(format!("{title}: {size} bytes")))
/// }
/// ```
///
/// # Example: sending a form
///
/// ```no_run
/// # use worker_sdk::{Headers, Request, Result};
/// # use worker_sdk::http::{File, FormData, Method};
/// # fn run() -> Result<Request> {
/// let mut form = FormData::new();
/// form.append("title", "my report");
/// form.append("file", File::new(b"a,b\n1,2\n", "report.csv", "text/csv"));
/// Request::from_parts(Method::POST, "https://example.com/upload", Headers::new(), form)
/// # }
/// ```
pub struct FormData(JsValue);

impl FormData {
    /// A form without fields.
    #[must_use]
    pub fn new() -> Self {
        Self(new_form())
    }

    /// Wraps a JavaScript `FormData`.
    #[must_use]
    pub fn from_raw(raw: JsValue) -> Self {
        Self(raw)
    }

    /// The JavaScript `FormData`.
    #[must_use]
    pub fn as_raw(&self) -> &JsValue {
        &self.0
    }

    /// The first field `name`.
    #[must_use]
    pub fn get(&self, name: &str) -> Option<FormValue> {
        FormValue::from_js(form_get(&self.0, &js::text(name)))
    }

    /// The first field `name`, if it is text.
    #[must_use]
    pub fn text(&self, name: &str) -> Option<String> {
        self.get(name)?.into_text()
    }

    /// The first field `name`, if it is a file.
    #[must_use]
    pub fn file(&self, name: &str) -> Option<File> {
        self.get(name)?.into_file()
    }

    /// All fields `name`.
    #[must_use]
    pub fn get_all(&self, name: &str) -> Vec<FormValue> {
        js::items(&form_get_all(&self.0, &js::text(name)))
            .filter_map(FormValue::from_js)
            .collect()
    }

    /// Whether there is a field `name`.
    #[must_use]
    pub fn has(&self, name: &str) -> bool {
        form_has(&self.0, &js::text(name)) == 1
    }

    /// Adds a field, text or a file.
    pub fn append(&mut self, name: &str, value: impl Into<FormValue>) {
        form_append(&self.0, &js::text(name), &value.into().into_js());
    }

    /// Sets the first field `name` and removes its others; adds it at the end if there was none.
    pub fn set(&mut self, name: &str, value: impl Into<FormValue>) {
        form_set(&self.0, &js::text(name), &value.into().into_js());
    }

    /// Removes all fields `name`.
    pub fn delete(&mut self, name: &str) {
        form_delete(&self.0, &js::text(name));
    }

    /// All names and fields, in order.
    #[must_use]
    pub fn entries(&self) -> Vec<(String, FormValue)> {
        let flat = form_entries(&self.0);
        let mut flat = js::items(&flat);
        std::iter::from_fn(|| {
            let name = js::string(&flat.next()?)?;
            Some((name, FormValue::from_js(flat.next()?)?))
        })
        .collect()
    }

    /// The text fields as a value of type `T`; files are left out. A `Vec` takes the fields of one name.
    ///
    /// # Errors
    ///
    /// Fails when the fields do not have the shape of `T`; the error [is malformed](Error::is_malformed).
    #[cfg(feature = "form")]
    pub fn parse<T: serde::de::DeserializeOwned>(&self) -> Result<T> {
        parse_urlencoded(&fields_text(self))
    }
}

/// The text fields, urlencoded.
#[cfg(feature = "form")]
pub(crate) fn fields_text(form: &FormData) -> String {
    js::string(&form_text(&form.0)).unwrap_or_default()
}

/// Text fields as a value of type `T`.
#[cfg(feature = "form")]
pub(super) fn parse_urlencoded<T: serde::de::DeserializeOwned>(text: &str) -> Result<T> {
    fields::parse(text).map_err(|error| Error::of(super::error::WrongFields(error)))
}

/// Waits for the platform to parse a form.
pub(super) async fn parsed(promise: JsValue) -> Result<FormData> {
    const DOING: &str = "reading the form";
    match js::settled(promise, DOING).await {
        Ok(form) => Ok(FormData(form)),
        // What else it throws has to do with the connection.
        Err(error) if error.is_named("TypeError") => Err(Error::of(NotForm { error })),
        Err(error) => Err(error),
    }
}

/// The form of a `Request`; `None` where its body has more bytes than `limit`, whatever it says of its length.
#[cfg(feature = "router")]
pub(crate) async fn read_form_limited(source: &JsValue, limit: u64) -> Result<Option<FormData>> {
    check_unused(source)?;
    let form = parsed(sys::read_form_limited(source, limit as f64)).await?;
    Ok((!form.0.is_undefined()).then_some(form))
}

impl Default for FormData {
    fn default() -> Self {
        Self::new()
    }
}

impl IntoIterator for FormData {
    type Item = (String, FormValue);
    type IntoIter = std::vec::IntoIter<Self::Item>;

    fn into_iter(self) -> Self::IntoIter {
        self.entries().into_iter()
    }
}

impl<N: AsRef<str>, V: Into<FormValue>> FromIterator<(N, V)> for FormData {
    fn from_iter<I: IntoIterator<Item = (N, V)>>(fields: I) -> Self {
        let mut form = Self::new();
        for (name, value) in fields {
            form.append(name.as_ref(), value);
        }
        form
    }
}

impl From<FormData> for Body {
    fn from(form: FormData) -> Self {
        Self::from_readable(Box::new(Whole(form.0)))
    }
}

impl From<crate::url::SearchParams> for Body {
    fn from(params: crate::url::SearchParams) -> Self {
        Self::from_readable(Box::new(Whole(params.into_raw())))
    }
}

impl fmt::Debug for FormData {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("FormData { .. }")
    }
}

/// A field of a form.
#[derive(Clone, Debug)]
pub enum FormValue {
    /// Text.
    Text(String),
    /// A file, also an empty one.
    File(File),
}

impl FormValue {
    /// The text, if it is text.
    #[must_use]
    pub fn into_text(self) -> Option<String> {
        match self {
            Self::Text(text) => Some(text),
            Self::File(_) => None,
        }
    }

    /// The file, if it is one.
    #[must_use]
    pub fn into_file(self) -> Option<File> {
        match self {
            Self::Text(_) => None,
            Self::File(file) => Some(file),
        }
    }

    fn from_js(value: JsValue) -> Option<Self> {
        if value.is_null() {
            return None;
        }
        Some(match js::string(&value) {
            Some(text) => Self::Text(text),
            None => Self::File(File::from_raw(value)),
        })
    }

    fn into_js(self) -> JsValue {
        match self {
            Self::Text(text) => js::text(&text),
            Self::File(file) => file.as_raw().clone(),
        }
    }
}

impl From<&str> for FormValue {
    fn from(text: &str) -> Self {
        Self::Text(text.to_owned())
    }
}

impl From<String> for FormValue {
    fn from(text: String) -> Self {
        Self::Text(text)
    }
}

/// A file called `blob`, as the platform names it; [`File::of`] gives it another name.
impl From<Blob> for FormValue {
    fn from(blob: Blob) -> Self {
        Self::File(File::of(&blob, "blob"))
    }
}

impl From<File> for FormValue {
    fn from(file: File) -> Self {
        Self::File(file)
    }
}
