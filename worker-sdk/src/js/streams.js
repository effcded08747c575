// Streams of bytes in both directions.
import { X, callback, fail, lost } from "./runtime.js";

export function reader_of(stream) {
  try {
    return stream.getReader();
  } catch (e) {
    return fail(e);
  }
}

export function read(reader) {
  return reader.read();
}

export const is_done = (result) => (result.done ? 1 : 0);

// A chunk as a Uint8Array; undefined for what is not bytes.
export function chunk(result) {
  const value = result.value;
  if (value instanceof Uint8Array || value instanceof ArrayBuffer) return value;
  if (ArrayBuffer.isView(value)) return new Uint8Array(value.buffer, value.byteOffset, value.byteLength);
  return typeof value === "string" ? new TextEncoder().encode(value) : undefined;
}

export function cancel(reader) {
  try {
    reader.cancel().catch(() => {});
  } catch {
    // The stream went with its request.
  }
}

// A stream that asks Rust for each chunk, one at a time.
export function stream_from(i, g, pull, cancel) {
  const x = X;
  return new ReadableStream(
    {
      async pull(controller) {
        const chunk = x === X ? await callback(pull, i, g) : undefined;
        if (x !== X) throw lost();
        if (chunk === undefined) controller.close();
        else controller.enqueue(chunk);
      },
      cancel() {
        if (x === X) callback(cancel, i, g);
      },
    },
    { highWaterMark: 0 },
  );
}
