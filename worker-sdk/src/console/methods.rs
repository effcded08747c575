//! The console's methods beside the levels. Development tools show what they write; logs of deployed workers leave them out.

use std::fmt;

use wasm_bindgen::prelude::*;

use super::Loggable;
use crate::js;

#[wasm_bindgen(module = "/src/js/console_methods.js")]
extern "C" {
    fn call_console(method: &JsValue, values: &JsValue);
}

fn call(method: &'static str, values: impl IntoIterator<Item = JsValue>) {
    call_console(&js::constant(method), &js::list(values));
}

/// Shows rows as a table, one column for each of their fields.
///
/// # Examples
///
/// ```no_run
/// # #[derive(serde::Serialize)]
/// # struct Order { article: String }
/// fn show(orders: &[Order]) {
///     worker_sdk::console::table(&worker_sdk::Json(orders));
/// }
/// ```
///
/// See <https://developers.cloudflare.com/workers/runtime-apis/console/>.
pub fn table(rows: &(impl Loggable + ?Sized)) {
    call("table", [rows.to_console()]);
}

/// Shows a value with all that is in it.
pub fn dir(value: &(impl Loggable + ?Sized)) {
    call("dir", [value.to_console()]);
}

/// Shows a value as [`dir`] does; of documents of browsers it would show the tree.
pub fn dirxml(value: &(impl Loggable + ?Sized)) {
    call("dirxml", [value.to_console()]);
}

/// Removes what is shown. Logs of deployed workers stay.
pub fn clear() {
    call("clear", []);
}

/// Marks this moment where development tools record what happens.
pub fn time_stamp(label: &str) {
    call("timeStamp", [js::text(label)]);
}

/// Writes `message` and the stack of JavaScript and wasm that leads here.
pub fn trace(message: &str) {
    call("trace", [js::text(message)]);
}

/// Writes `message` as an error unless `condition` holds. Other than `assert!` it goes on.
pub fn assert(condition: bool, message: &str) {
    call("assert", [JsValue::from_bool(condition), js::text(message)]);
}

/// Counts how often it was called with `label`, and writes the number.
pub fn count(label: &str) {
    call("count", [js::text(label)]);
}

/// Lets [`count`] begin again.
pub fn count_reset(label: &str) {
    call("countReset", [js::text(label)]);
}

/// Indents what is written until the value is dropped. Requests that run at the same time are indented, too.
///
/// # Examples
///
/// ```no_run
/// # use worker_sdk::{console, console_log};
/// let order = console::group("order 7");
/// console_log!("two articles");
/// drop(order);
/// ```
#[must_use = "the group ends when this is dropped"]
pub fn group(label: &str) -> Group {
    call("group", [js::text(label)]);
    Group(())
}

/// As [`group`], which development tools show when somebody opens it.
#[must_use = "the group ends when this is dropped"]
pub fn group_collapsed(label: &str) -> Group {
    call("groupCollapsed", [js::text(label)]);
    Group(())
}

/// A [`group`] that has begun.
#[derive(Debug)]
pub struct Group(());

impl Drop for Group {
    fn drop(&mut self) {
        call("groupEnd", []);
    }
}

/// Measures the time until the value is dropped, and writes it.
///
/// # Examples
///
/// ```no_run
/// # async fn run() -> worker_sdk::Result<()> {
/// let page = worker_sdk::console::time("page");
/// worker_sdk::fetch("https://example.com/").await?;
/// drop(page);
/// # Ok(())
/// # }
/// ```
#[must_use = "the time is written when this is dropped"]
pub fn time(label: &str) -> Timer {
    let label = js::text(label);
    call("time", [label.clone()]);
    Timer(label)
}

/// A [`time`] that is measured.
pub struct Timer(JsValue);

impl Timer {
    /// Writes the time until now.
    pub fn log(&self) {
        call("timeLog", [self.0.clone()]);
    }
}

impl Drop for Timer {
    fn drop(&mut self) {
        call("timeEnd", [self.0.clone()]);
    }
}

impl fmt::Debug for Timer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Timer { .. }")
    }
}
