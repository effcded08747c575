//! How often bytes are copied on their way: once.
//!
//! All that copies bytes in JavaScript is watched, with addresses in the memory of the instance. Where such an address is
//! that of what Rust gave or got, no code of Rust has copied it either.

use futures_util::{AsyncBufReadExt, AsyncReadExt, AsyncWriteExt, FutureExt, SinkExt, stream};
use wasm_bindgen::prelude::*;
use worker_sdk::http::Method;
use worker_sdk::router::post;
use worker_sdk::streams::{ByteStream, Transform, Writable, channel};
use worker_sdk::{Body, Headers, Request, Response, Result, Router, test};

use crate::js;

#[wasm_bindgen(inline_js = r#"
// What is shorter is a name or a number.
const LEAST = 1000;
const copies = [];
const replaced = [];
let memory;

const address = (value) => (value?.buffer === memory.buffer ? value.byteOffset : undefined);

function note(length, from, to) {
  if (length < LEAST) return;
  if (from !== undefined) copies.push(`out of ${from} ${length}`);
  if (to !== undefined) copies.push(`into ${to} ${length}`);
  if (from === undefined && to === undefined) copies.push(`inside of JavaScript ${length}`);
}

function replace(owner, name, wrap) {
  const own = owner[name];
  owner[name] = wrap(own);
  replaced.push(() => (owner[name] = own));
}

const method = (owner, name, tell) =>
  replace(owner, name, (own) => function (...args) {
    const result = own.apply(this, args);
    tell(this, args, result);
    return result;
  });

const constructor = (name, tell) =>
  replace(globalThis, name, (own) => new Proxy(own, {
    construct(target, args) {
      tell(...args);
      return new target(...args);
    },
  }));

// Some runtimes read a body later, when something else is at that place of the memory of the instance.
const taken = (body) => address(body) !== undefined && copies.push("a view for the platform");

export function watch(of_instance) {
  memory = of_instance;
  const arrays = Object.getPrototypeOf(Uint8Array.prototype);
  method(arrays, "set", (to, [from, at = 0]) =>
    note(from.byteLength ?? from.length, address(from), address(to?.subarray(at))));
  method(arrays, "slice", (from, [at = 0], made) => note(made.byteLength, address(from.subarray(at))));
  method(ArrayBuffer.prototype, "slice", (from, [at = 0], made) =>
    note(made.byteLength, from === memory.buffer ? at : undefined));
  method(TextEncoder.prototype, "encode", (_, __, made) => note(made.byteLength));
  method(TextEncoder.prototype, "encodeInto", (_, [__, to], { written }) => note(written, undefined, address(to)));
  method(TextDecoder.prototype, "decode", (_, [from]) => note(from?.byteLength ?? 0, address(from)));
  constructor("Uint8Array", (from) => {
    if (typeof from === "object" && !(from instanceof ArrayBuffer)) note(from.byteLength ?? from.length, address(from));
  });
  constructor("Response", taken);
  constructor("Request", (_, init) => taken(init?.body));
}

export function watched() {
  for (const restore of replaced.splice(0)) restore();
  return copies.splice(0).join(", ");
}

export function copy_in_each_way(at, length) {
  const there = new Uint8Array(memory.buffer, at, length);
  const here = there.slice();
  there.set(here);
  memory.buffer.slice(at, at + length);
  new Uint8Array(here);
  const text = new TextDecoder().decode(there);
  new TextEncoder().encodeInto(text, there);
  new TextEncoder().encode(text);
  new Response(there);
}

export const zeros = (length) => new Uint8Array(length);
export const zeros_in_turn = (count, length) =>
  new ReadableStream({
    pull(controller) {
      if (count-- > 0) controller.enqueue(new Uint8Array(length));
      else controller.close();
    },
  }, { highWaterMark: 0 });
export const drain = () => new WritableStream();
export const response_of = (stream) => new Response(stream);
export const request_of = (stream) => new Request("http://worker.test/", { method: "POST", body: stream });
export const length_of = async (stream) => {
  let length = 0;
  for await (const chunk of stream) length += chunk.byteLength;
  return length;
};
"#)]
extern "C" {
    fn watch(memory: &JsValue);
    fn watched() -> String;
    fn copy_in_each_way(at: u32, length: u32);
    fn zeros(length: u32) -> JsValue;
    fn zeros_in_turn(count: u32, length: u32) -> JsValue;
    fn drain() -> JsValue;
    fn response_of(stream: &JsValue) -> JsValue;
    fn request_of(stream: &JsValue) -> JsValue;
    fn length_of(stream: &JsValue) -> JsValue;
}

const LENGTH: usize = 100_000;

fn begin() {
    watch(&wasm_bindgen::memory());
}

fn out_of(bytes: &[u8]) -> String {
    format!("out of {} {}", bytes.as_ptr() as usize, bytes.len())
}

fn into(bytes: &[u8]) -> String {
    format!("into {} {}", bytes.as_ptr() as usize, bytes.len())
}

#[worker_sdk::test]
fn what_is_watched() {
    let bytes = vec![b'x'; LENGTH];
    begin();
    copy_in_each_way(bytes.as_ptr() as u32, LENGTH as u32);
    let (out, into) = (out_of(&bytes), into(&bytes));
    let inside = format!("inside of JavaScript {LENGTH}");
    let view = "a view for the platform".to_owned();
    let expected = [&out, &into, &out, &inside, &out, &into, &inside, &view];
    assert_eq!(watched().split(", ").collect::<Vec<_>>(), expected);
}

/// What `make` makes of bytes is read by JavaScript.
async fn is_copied_once(make: impl FnOnce(Vec<u8>) -> Result<JsValue>) -> Result<()> {
    let bytes = vec![b'x'; LENGTH];
    let copy = out_of(&bytes);
    begin();
    let read = js::outcome(length_of(&make(bytes)?)).await;
    assert_eq!(watched(), copy);
    assert_eq!(read, format!("ok {LENGTH}"));
    Ok(())
}

fn stream_of(bytes: Vec<u8>) -> ByteStream {
    ByteStream::from_stream(stream::iter([Ok(bytes)]))
}

fn body_of(body: impl Into<Body>) -> Result<JsValue> {
    Ok(js::body(&Response::new(body).into_raw()?))
}

#[worker_sdk::test]
async fn what_rust_makes() -> Result<()> {
    is_copied_once(|bytes| Ok(stream_of(bytes).into_raw())).await?;
    is_copied_once(|bytes| Ok(stream_of(bytes).read_ahead(10).into_raw())).await?;
    is_copied_once(|bytes| body_of(stream_of(bytes))).await?;
    is_copied_once(body_of).await?;
    is_copied_once(|bytes| body_of(String::from_utf8(bytes)?)).await?;
    is_copied_once(|bytes| {
        let url = "https://example.com/";
        let request = Request::from_parts(Method::POST, url, Headers::new(), bytes)?;
        Ok(js::body(&request.into_raw()))
    })
    .await?;
    is_copied_once(|bytes| {
        let (mut sender, stream) = channel();
        sender.send(bytes).now_or_never().transpose()?;
        sender.close();
        body_of(stream)
    })
    .await
}

#[worker_sdk::test]
async fn what_crosses_together() -> Result<()> {
    let chunks: Vec<_> = (0..3).map(|_| vec![b'x'; 20_000]).collect();
    let copies: Vec<_> = chunks.iter().map(|chunk| out_of(chunk)).collect();
    begin();
    let body = body_of(Body::from_stream(stream::iter(chunks.into_iter().map(Ok))))?;
    let read = js::outcome(length_of(&body)).await;
    assert_eq!(watched(), copies.join(", "));
    assert_eq!(read, "ok 60000");
    Ok(())
}

#[worker_sdk::test]
async fn what_rust_writes() -> Result<()> {
    let bytes = vec![b'x'; LENGTH];
    let mut writable = Writable::from_raw(drain());
    begin();
    writable.write(&bytes).await?;
    SinkExt::<&[u8]>::send(&mut writable, &bytes).await?;
    AsyncWriteExt::write_all(&mut writable, &bytes).await?;
    writable.close().await?;
    let copy = out_of(&bytes);
    assert_eq!(watched(), [&*copy; 3].join(", "));
    Ok(())
}

fn javascript(count: u32) -> JsValue {
    zeros_in_turn(count, LENGTH as u32)
}

#[worker_sdk::test]
async fn what_rust_reads() -> Result<()> {
    let chunks = ByteStream::from_raw(javascript(1));
    let bytes = ByteStream::from_raw(js::bytes(LENGTH as u32));
    for mut stream in [chunks, bytes] {
        begin();
        let chunk = stream.try_next().await?.unwrap_or_default();
        assert_eq!(watched(), into(&chunk));
    }
    let mut text = ByteStream::from_raw(javascript(1)).text_chunks();
    begin();
    let chunk = text.try_next().await?.unwrap_or_default();
    assert_eq!(watched(), into(chunk.as_bytes()));
    Ok(())
}

#[worker_sdk::test]
async fn what_is_read_into_a_buffer() -> Result<()> {
    let mut buffer = vec![0; LENGTH / 2];
    for raw in [javascript(1), js::bytes(LENGTH as u32)] {
        let mut stream = ByteStream::from_raw(raw);
        begin();
        stream.read_exact(&mut buffer).await?;
        assert_eq!(watched(), into(&buffer));
    }
    let mut stream = ByteStream::from_raw(javascript(2));
    begin();
    let read = stream.read(&mut buffer[..LENGTH / 4]).await?;
    let rest = stream.try_next().await?.unwrap_or_default();
    let filled = stream.fill_buf().await?;
    assert_eq!(
        (read, rest.len(), filled.len()),
        (LENGTH / 4, LENGTH / 4 * 3, LENGTH)
    );
    let copies = [into(&buffer[..read]), into(&rest), into(filled)];
    assert_eq!(watched(), copies.join(", "));
    Ok(())
}

#[worker_sdk::test]
async fn what_is_read_as_a_whole() -> Result<()> {
    let response = || Response::from_raw(response_of(&javascript(3)));
    begin();
    let bytes = response().read_bytes().await?;
    assert_eq!(watched(), into(&bytes));
    begin();
    let text = response().read_text().await?;
    assert_eq!(watched(), into(text.as_bytes()));
    begin();
    let bytes = Body::from_raw(javascript(3)).bytes().await?;
    assert_eq!(watched(), into(&bytes));

    // Nobody knows beforehand whether it has more bytes than a router takes.
    let router = Router::new().route("/", post(async |bytes: Vec<u8>| bytes));
    let request = Request::from_raw(request_of(&javascript(3)));
    begin();
    let answer = router.handle_with(request, test::env(), ()).await?;
    let bytes = answer.read_bytes().await?;
    let copies: Vec<_> = bytes.chunks(LENGTH).map(into).collect();
    assert_eq!(watched(), copies.join(", "));
    assert_eq!(bytes.len(), 3 * LENGTH);
    Ok(())
}

#[worker_sdk::test]
async fn what_javascript_writes() -> Result<()> {
    let (sender, mut stream) = channel();
    let raw = Writable::from_sink(sender).into_raw();
    let writer = js::writer(&raw);
    begin();
    js::outcome(js::write_any(&writer, &zeros(LENGTH as u32))).await;
    let chunk = stream.try_next().await?.unwrap_or_default();
    assert_eq!(watched(), into(&chunk));
    Ok(())
}

#[worker_sdk::test]
async fn what_is_handed_on() -> Result<()> {
    let all = format!("ok {}", 2 * LENGTH);
    begin();
    let body = body_of(Body::from_raw(javascript(2)))?;
    assert_eq!(js::outcome(length_of(&body)).await, all);
    let stream = ByteStream::from_raw(javascript(2)).pipe_through(Transform::identity())?;
    assert_eq!(js::outcome(length_of(&stream.into_raw())).await, all);
    ByteStream::from_raw(javascript(2))
        .pipe_to(&mut Writable::from_raw(drain()))
        .await?;
    assert_eq!(watched(), "");

    let bytes = vec![b'x'; LENGTH];
    let address = bytes.as_ptr();
    begin();
    let read = Body::from_stream(stream_of(bytes)).bytes().await?;
    assert_eq!(watched(), "");
    assert_eq!(read.as_ptr(), address);
    Ok(())
}
