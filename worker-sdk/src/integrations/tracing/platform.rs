//! Spans of the platform, one for each of `tracing`. They do nothing where nobody traces the request.

use wasm_bindgen::prelude::*;

use crate::console::line::Object;
use crate::js;

#[wasm_bindgen(module = "/src/js/tracing.js")]
extern "C" {
    fn open_span(id: f64, parent: f64, name: &JsValue, fields: &JsValue);
    fn record_span(id: f64, fields: &JsValue);
    fn close_span(id: f64);
}

/// No span has this number.
const NONE: u64 = 0;

pub(super) fn open(id: u64, parent: Option<u64>, name: &'static str, fields: &Object) {
    let parent = parent.unwrap_or(NONE);
    open_span(id as f64, parent as f64, &js::constant(name), &json(fields));
}

pub(super) fn record(id: u64, fields: &Object) {
    record_span(id as f64, &json(fields));
}

pub(super) fn close(id: u64) {
    close_span(id as f64);
}

fn json(fields: &Object) -> JsValue {
    match fields.is_empty() {
        true => JsValue::UNDEFINED,
        false => js::text(&fields.finish()),
    }
}
