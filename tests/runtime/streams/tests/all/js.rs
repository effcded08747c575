//! The other side.

use wasm_bindgen::prelude::*;

#[wasm_bindgen(inline_js = r#"
const log = [];
export const take_log = () => log.splice(0).join(", ");

// Counts how often it is asked; ends after `count` chunks, with an error if there is one.
export const source = (count, failure) => {
  let asked = 0;
  return new ReadableStream({
    pull(controller) {
      asked += 1;
      log.push(`pull ${asked}`);
      if (asked <= count) controller.enqueue(new TextEncoder().encode(`chunk ${asked};`));
      else if (failure !== undefined) controller.error(new RangeError(failure));
      else controller.close();
    },
    cancel(reason) {
      log.push(`cancel ${reason}`);
    },
  }, { highWaterMark: 0 });
};

// The bytes 0, 1, 2, …, written into the room that a reader brings.
export const bytes = (total) => {
  let at = 0;
  return new ReadableStream({
    type: "bytes",
    pull(controller) {
      const { byobRequest } = controller;
      const { view } = byobRequest;
      log.push(`room ${view.byteLength}`);
      const count = Math.min(view.byteLength, total - at);
      for (let k = 0; k < count; k++) view[k] = (at + k) & 255;
      at += count;
      if (count === 0) controller.close();
      byobRequest.respond(count);
    },
  });
};

export const iterable = (kind) => {
  const array = ["one ", new TextEncoder().encode("two ")];
  async function* generated() {
    yield* array;
    await scheduler.wait(1);
    yield "three";
  }
  return { array, generator: generated(), none: 7 }[kind];
};

export const odd = () => new ReadableStream({
  pull(controller) {
    controller.enqueue(new Uint8Array(0));
    controller.enqueue("text ");
    controller.enqueue(new Uint8Array([98, 117, 102]).buffer);
    controller.enqueue(new DataView(new Uint8Array([0, 102, 101, 114, 0]).buffer, 1, 3));
    controller.enqueue(7);
  },
});

export const failing_cancel = () => new ReadableStream({ cancel() { throw new RangeError("it does not stop"); } });

export const locked = () => { const stream = source(3); stream.getReader(); return stream; };

export const read_text = async (stream) => {
  const decoder = new TextDecoder();
  let text = "";
  for await (const chunk of stream) text += decoder.decode(chunk);
  return text;
};
export const body = (response) => response.body;
export const reader = (stream) => stream.getReader();
export const byob_reader = (stream) => stream.getReader({ mode: "byob" });
export const read_once = async (reader) => {
  const { done, value } = await reader.read();
  return done ? "done" : new TextDecoder().decode(value);
};
export const read_room = async (reader, size) => {
  const { done, value } = await reader.read(new Uint8Array(size));
  return `${value.length} ${done}`;
};
export const cancel = (reader, reason) => reader.cancel(new RangeError(reason));
export const described = (promise) => promise.then((value) => `ok ${value}`, (error) => `${error?.name}: ${error?.message}`);

// Remembers what is written to it. `slow` chunks wait for `release`.
let gate = [];
export const release = () => gate.shift()?.();
export const sink = (slow, failure) => new WritableStream({
  async write(chunk) {
    log.push(`write ${new TextDecoder().decode(chunk)}`);
    if (failure !== undefined) throw new RangeError(failure);
    if (slow === 1) await new Promise((resolve) => gate.push(resolve));
  },
  close() { log.push("close"); },
  abort(reason) { log.push(`abort ${reason}`); },
});

export const writer = (stream) => stream.getWriter();
export const write = (writer, text) => writer.write(new TextEncoder().encode(text));
export const write_any = (writer, value) => writer.write(value);
export const close = (writer) => writer.close();
export const abort = (writer, reason) => writer.abort(new RangeError(reason));
export const desired = (writer) => writer.desiredSize ?? -1;
export const through = async (pair, text) => {
  const reading = read_text(pair.readable);
  const writer = pair.writable.getWriter();
  await writer.write(new TextEncoder().encode(text));
  await writer.close();
  return reading;
};
export const upper = () => new TransformStream({
  transform(chunk, controller) { controller.enqueue(new TextEncoder().encode(new TextDecoder().decode(chunk).toUpperCase())); },
});
export const request_from = (country) => new Request("https://example.com/", { cf: { country } });
export const length_of = (stream) => new Response(stream).headers.get("content-length");

// As those of runtimes with a compatibility date before 2026-02-24, which do not look at a whole text.
export const older_decoder = () => {
  const decoder = new TextDecoder("utf-16le", { fatal: true });
  const unchecked = () => "\ud800";
  return { encoding: "utf-16le", decode: (bytes, options) => (bytes && !options ? unchecked() : decoder.decode(bytes, options)) };
};

// One that has not got over a failure.
export const stuck_decoder = () => ({ encoding: "shift_jis", fatal: true, decode() { throw new TypeError("still malformed"); } });
"#)]
extern "C" {
    pub fn take_log() -> String;
    pub fn older_decoder() -> JsValue;
    pub fn stuck_decoder() -> JsValue;
    pub fn iterable(kind: &str) -> JsValue;
    pub fn source(count: u32, failure: Option<String>) -> JsValue;
    pub fn bytes(total: u32) -> JsValue;
    pub fn odd() -> JsValue;
    pub fn failing_cancel() -> JsValue;
    pub fn locked() -> JsValue;
    pub fn read_text(stream: &JsValue) -> JsValue;
    pub fn body(response: &JsValue) -> JsValue;
    pub fn reader(stream: &JsValue) -> JsValue;
    pub fn byob_reader(stream: &JsValue) -> JsValue;
    pub fn read_once(reader: &JsValue) -> JsValue;
    pub fn read_room(reader: &JsValue, size: u32) -> JsValue;
    pub fn cancel(reader: &JsValue, reason: &str) -> JsValue;
    async fn described(promise: &JsValue) -> JsValue;
    pub fn release();
    pub fn sink(slow: u32, failure: Option<String>) -> JsValue;
    pub fn writer(stream: &JsValue) -> JsValue;
    pub fn write(writer: &JsValue, text: &str) -> JsValue;
    pub fn write_any(writer: &JsValue, value: &JsValue) -> JsValue;
    pub fn close(writer: &JsValue) -> JsValue;
    pub fn abort(writer: &JsValue, reason: &str) -> JsValue;
    pub fn desired(writer: &JsValue) -> i32;
    pub fn through(pair: &JsValue, text: &str) -> JsValue;
    pub fn upper() -> JsValue;
    pub fn request_from(country: &str) -> JsValue;
}

/// What a promise of JavaScript came to: `ok …`, or name and message of its error.
pub(crate) async fn outcome(promise: JsValue) -> String {
    described(&promise).await.as_string().unwrap_or_default()
}
