//! Raw imports. Those that can fail return `undefined` and keep the failure.

use wasm_bindgen::prelude::*;

#[wasm_bindgen(module = "/src/js/streams.js")]
extern "C" {
    pub(super) fn reader_of(stream: &JsValue) -> JsValue;
    pub(super) fn read(reader: &JsValue, want: i32, least: i32) -> JsValue;
    pub(super) fn is_done(result: &JsValue) -> i32;
    pub(super) fn next_chunk(reader: &JsValue, result: &JsValue) -> JsValue;
    pub(super) fn stop_reading(reader: &JsValue, reason: &JsValue);
    pub(super) fn release_reader(reader: &JsValue) -> i32;
    pub(super) fn cancel_stream(stream: &JsValue, reason: &JsValue) -> JsValue;
    pub(super) fn cancel_reader(reader: &JsValue, reason: &JsValue) -> JsValue;
    pub(super) fn stream_from(
        index: i32,
        generation: i32,
        callbacks: i32,
        is_bytes: i32,
        ahead: f64,
        request: &JsValue,
    ) -> JsValue;
    pub(super) fn joined(parts: i32, count: i32, length: i32) -> JsValue;
}

#[wasm_bindgen(module = "/src/js/pipes.js")]
extern "C" {
    pub(super) fn stream_of(iterable: &JsValue) -> JsValue;
    pub(super) fn tee(stream: &JsValue) -> JsValue;
    pub(super) fn pipe_to(stream: &JsValue, writable: &JsValue, options: &JsValue) -> JsValue;
    pub(super) fn pipe_through(stream: &JsValue, pair: &JsValue) -> JsValue;
    pub(super) fn identity(ahead: f64) -> JsValue;
    pub(super) fn fixed_length(length: f64, ahead: f64) -> JsValue;
    pub(super) fn compressor(format: &JsValue) -> JsValue;
    pub(super) fn decompressor(format: &JsValue) -> JsValue;
    pub(super) fn text_decoder(decoder: &JsValue) -> JsValue;
    pub(super) fn pair(readable: &JsValue, writable: &JsValue) -> JsValue;
}

#[wasm_bindgen(module = "/src/js/writable.js")]
extern "C" {
    pub(super) fn writer_of(stream: &JsValue) -> JsValue;
    pub(super) fn write(writer: &JsValue, chunk: &JsValue) -> JsValue;
    pub(super) fn room(writer: &JsValue) -> f64;
    pub(super) fn ready(writer: &JsValue) -> JsValue;
    pub(super) fn closed(writer: &JsValue) -> JsValue;
    pub(super) fn close(writer: &JsValue) -> JsValue;
    pub(super) fn abort(stream: &JsValue, reason: &JsValue) -> JsValue;
    pub(super) fn release_writer(writer: &JsValue);
    pub(super) fn writable_to(index: i32, generation: i32, callbacks: i32, ahead: f64) -> JsValue;
}
