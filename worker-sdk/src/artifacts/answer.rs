//! Calls, and what their answers have to have.

use std::fmt;

use wasm_bindgen::JsValue;

use super::sys;
use crate::error::{Detail, Error, Kind, Result};
use crate::js;

const DOING: &str = "using Artifacts";

/// Calls a method whose first argument is the name of a repository, which errors have.
pub(super) async fn about(
    target: &JsValue,
    method: &'static str,
    name: &str,
    options: JsValue,
) -> Result<JsValue> {
    let promise = sys::call(target, &js::constant(method), &js::text(name), &options);
    let answer = js::settled(promise, DOING).await;
    answer.map_err(|error| error.about("repository", name))
}

/// Calls a method of a repository, or of all.
pub(super) async fn call(
    target: &JsValue,
    method: &'static str,
    first: JsValue,
    second: JsValue,
) -> Result<JsValue> {
    let promise = sys::call(target, &js::constant(method), &first, &second);
    js::settled(promise, DOING).await
}

/// A text without which the answer is worth nothing.
pub(super) fn needed(answer: &JsValue, name: &'static str) -> Result<String> {
    js::string_property(answer, name).ok_or_else(|| Error::of(Missing { name }))
}

/// The elements of a list, each of its own form.
pub(super) fn each<T>(list: &JsValue, read: impl Fn(&JsValue) -> Result<T>) -> Result<Vec<T>> {
    js::items(list).map(|item| read(&item)).collect()
}

/// `None` for what there is not.
pub(super) fn found(answer: JsValue) -> Option<JsValue> {
    let is_there = !answer.is_null() && !answer.is_undefined();
    is_there.then_some(answer)
}

#[derive(Debug)]
struct Missing {
    name: &'static str,
}

impl Detail for Missing {
    fn kind(&self) -> Kind {
        Kind::Malformed
    }
}

impl fmt::Display for Missing {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let name = self.name;
        write!(
            f,
            "{DOING} failed: the answer of the platform has no `{name}`"
        )
    }
}
