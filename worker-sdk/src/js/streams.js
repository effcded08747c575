// Streams of bytes in both directions.
import { attempt, late } from "./promise.js";
import { X, dead, end, fail, pass, take, when_collected } from "./runtime.js";

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

// Up to `want` bytes, as many as there are but not fewer than `least`; of a stream of chunks, the next chunk.
export const read = (source, want, least) =>
  attempt(() => {
    const { reader, room } = source;
    if (room === undefined) return reader.read();
    const view = new Uint8Array(room.byteLength < want ? new ArrayBuffer(want) : room, 0, want);
    return least > 1 ? reader.readAtLeast(least, view) : reader.read(view);
  });

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

// Of a stream or a reader, when nobody waits for the outcome.
export function cancel(reader, reason) {
  try {
    reader.cancel(reason).catch(() => {});
  } catch {
    // The stream went with its request.
  }
}

export const stop_reading = ({ reader }, reason) => cancel(reader, reason);
export const cancel_stream = (stream, reason) => attempt(() => stream.cancel(reason));
export const cancel_reader = ({ reader }, reason) => attempt(() => reader.cancel(reason));

export function release_reader({ reader }) {
  try {
    reader.releaseLock();
    return 1;
  } catch {
    return 0;
  }
}

// A call whose failure belongs to its caller.
export function callback(number, i, g, value) {
  try {
    pass(value);
    X.__worker_sdk_callback(number, i, g);
    return take();
  } catch (e) {
    throw end(e);
  }
}

// Tells an instance, if it is there, that what it holds under a number is not needed any more.
export function discard(x, number, i, g, reason) {
  if (x !== X || dead !== null) return;
  pass(reason);
  late(x, number, i, g);
}

// For what JavaScript still uses when the instance behind it was ended.
export function check(x) {
  if (x !== X || dead !== null) {
    throw dead ?? new Error("the instance of the worker that this belonged to was ended by a panic");
  }
}

// A stream that asks Rust for each chunk, one at a time, until `ahead` bytes wait for their reader: callback `first` gives
// the next, the one behind it drops all. The platform does not cancel the body of a response whose client left: its
// request and the collector tell.
export function stream_from(i, g, first, is_bytes, ahead, request) {
  const x = X;
  const drop = (reason) => discard(x, first + 1, i, g, reason);
  let controls;
  const source = {
    // The signal, which may live longer, must not keep the stream.
    start(controller) {
      controls = typeof WeakRef === "function" ? new WeakRef(controller) : { deref: () => controller };
    },
    type: is_bytes === 1 ? "bytes" : undefined,
    async pull(controller) {
      let chunk;
      do {
        check(x);
        chunk = await callback(first, i, g);
        if (x !== X) check(x);
        // A stream of bytes refuses empty chunks.
      } while (is_bytes === 1 && chunk?.length === 0);
      if (chunk !== undefined) return controller.enqueue(chunk);
      controller.close();
      controller.byobRequest?.respond(0);
    },
    cancel: drop,
  };
  const signal = request?.signal;
  signal?.addEventListener("abort", () => {
    drop(signal.reason);
    // Somebody else may read, too: a cache that gets a copy.
    controls.deref()?.error(signal.reason);
  });
  when_collected(source, drop);
  const strategy = ahead > 0 ? new ByteLengthQueuingStrategy({ highWaterMark: ahead }) : { highWaterMark: 0 };
  return new ReadableStream(source, strategy);
}
