// Streams of bytes in both directions.
import { attempt, callback, late } from "./promise.js";
import { X, dead, fail, unnamed, when_collected } from "./runtime.js";
import { bytes, refresh, words } from "./text.js";

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

// Chunks as one; address and length of each stand at `parts`.
export function joined(parts, count, length) {
  refresh();
  const all = new Uint8Array(length);
  for (let w = parts >>> 2, to = w + 2 * count, filled = 0; w < to; w += 2) {
    const at = words[w];
    all.set(bytes.subarray(at, at + words[w + 1]), filled);
    filled += words[w + 1];
  }
  return all;
}

// For what JavaScript still uses when the instance behind it was ended.
export function check(x) {
  if (x !== X || dead !== null) {
    throw dead ?? new Error("the instance of the worker that this belonged to was ended by a panic");
  }
}

// A stream that asks Rust for each chunk, one at a time, until `ahead` bytes wait for their reader, or `-ahead` chunks:
// callback `first` gives the next, the one behind it drops all. The platform does not cancel the body of a response whose
// client left: its request and the collector tell.
export function stream_from(i, g, first, is_bytes, ahead, request) {
  const x = X;
  const drop = unnamed((reason) => late(x, first + 1, i, g, reason));
  let controls;
  // A stream of bytes refuses empty chunks.
  const is_nothing = unnamed((chunk) => is_bytes === 1 && chunk?.length === 0);
  const give = unnamed((controller, chunk) => {
    if (chunk !== undefined) return controller.enqueue(chunk);
    deaf();
    controller.close();
    controller.byobRequest?.respond(0);
  });
  const came = unnamed((controller, chunk) => {
    if (x !== X) check(x);
    return is_nothing(chunk) ? pull(controller) : give(controller, chunk);
  });
  const next = unnamed(() => {
    try {
      return callback(first, i, g);
    } catch (e) {
      failed(e);
    }
  });
  const failed = unnamed((e) => {
    deaf();
    throw e;
  });
  const pull = unnamed((controller) => {
    let chunk;
    do {
      check(x);
      chunk = next();
      if (chunk instanceof Promise) return chunk.then((chunk) => came(controller, chunk), failed);
    } while (is_nothing(chunk));
    give(controller, chunk);
  });
  const over = unnamed((reason) => {
    deaf();
    drop(reason);
  });
  // No function here may mention it: then all of them would keep it, `drop` and the listener too.
  const source = {
    // The signal, which may live longer, must not keep the stream.
    start(controller) {
      controls = typeof WeakRef === "function" ? new WeakRef(controller) : { deref: () => controller };
    },
    type: is_bytes === 1 ? "bytes" : undefined,
    pull,
    cancel: over,
  };
  const signal = request?.signal;
  const gone = unnamed(() => {
    drop(signal.reason);
    // Somebody else may read, too: a cache that gets a copy.
    controls.deref()?.error(signal.reason);
  });
  // A socket may send streams for as long as its request lasts.
  const deaf = unnamed(() => {
    try {
      signal?.removeEventListener("abort", gone);
    } catch {
      // It went with its request.
    }
  });
  signal?.addEventListener("abort", gone);
  when_collected(source, over);
  const strategy = ahead > 0 ? new ByteLengthQueuingStrategy({ highWaterMark: ahead }) : { highWaterMark: -ahead };
  return new ReadableStream(source, strategy);
}
