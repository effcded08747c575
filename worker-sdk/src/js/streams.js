// Streams of bytes in both directions.
import { attempt, late } from "./promise.js";
import { X, dead, end, fail, take, when_collected } from "./runtime.js";

// Who brings no room for a chunk of bytes gets 4 KB at a time, at the price of 32.
const ROOM = 32_768;

export function reader_of(stream) {
  try {
    return { reader: stream.getReader({ mode: "byob" }), room: new ArrayBuffer(ROOM) };
  } catch {
    // Somebody else has it, or it is one of chunks that are made elsewhere.
  }
  try {
    return { reader: stream.getReader() };
  } catch (e) {
    return fail(e);
  }
}

export const read = ({ reader, room }) => attempt(() => (room ? reader.read(new Uint8Array(room)) : reader.read()));

export const is_done = (result) => (result.done ? 1 : 0);

// A chunk as a Uint8Array; undefined for what is not bytes.
export function chunk(result) {
  const value = result.value;
  if (value instanceof Uint8Array || value instanceof ArrayBuffer) return value;
  if (ArrayBuffer.isView(value)) return new Uint8Array(value.buffer, value.byteOffset, value.byteLength);
  return typeof value === "string" ? new TextEncoder().encode(value) : undefined;
}

// The chunk is good until the next read.
export function next_chunk(source, result) {
  if (source.room) source.room = result.value.buffer;
  return chunk(result);
}

// Of a stream or a reader.
export function cancel(reader) {
  try {
    reader.cancel().catch(() => {});
  } catch {
    // The stream went with its request.
  }
}

export const stop_reading = ({ reader }) => cancel(reader);

// A call whose failure belongs to its caller.
function callback(number, a, b) {
  try {
    X.__worker_sdk_callback(number, a, b);
    return take();
  } catch (e) {
    throw end(e);
  }
}

// For a stream whose instance was ended while JavaScript still reads it.
const lost = () => dead ?? new Error("the instance of the worker that wrote this stream was ended by a panic");

// A stream that asks Rust for each chunk, one at a time.
// The platform does not cancel the body of a response whose client left: its request and the collector tell.
export function stream_from(i, g, pull, cancel, request) {
  const x = X;
  const drop = () => late(x, cancel, i, g);
  const source = {
    async pull(controller) {
      if (x !== X || dead !== null) throw lost();
      const chunk = await callback(pull, i, g);
      if (x !== X) throw lost();
      if (chunk === undefined) controller.close();
      else controller.enqueue(chunk);
    },
    cancel: drop,
  };
  request?.signal?.addEventListener("abort", drop);
  when_collected(source, drop);
  return new ReadableStream(source, { highWaterMark: 0 });
}
