// Streams that are written to, in both directions.
import { attempt, callback, late } from "./promise.js";
import { X, fail, when_collected } from "./runtime.js";
import { check, chunk } from "./streams.js";

export function writer_of(stream) {
  try {
    const writer = stream.getWriter();
    // A failure is reported once: by the promise of a call, not by this one, which nobody looks at.
    writer.closed.catch(() => {});
    return writer;
  } catch (e) {
    return fail(e);
  }
}

// As `closed`; there is a new one whenever the stream was full.
export const write = (writer, bytes) =>
  attempt(() => {
    writer.ready.catch(() => {});
    return writer.write(bytes);
  });

// How much may be written before the stream is full.
export const room = (writer) => writer.desiredSize ?? 0;

// Undefined where there is room.
export const ready = (writer) => (writer.desiredSize > 0 ? undefined : writer.ready);

export const closed = (writer) => writer.closed;
export const close = (writer) => attempt(() => writer.close());
// Of a stream or a writer.
export const abort = (stream, reason) => attempt(() => stream.abort(reason));

export function release_writer(writer) {
  try {
    writer.releaseLock();
  } catch {
    // The stream went with its request.
  }
}

// A stream whose chunks Rust takes, one at a time: callback `first` writes, the next closes, the last drops all.
// Writers are held back when `ahead` bytes wait; 0 stands for one chunk.
export function writable_to(i, g, first, ahead) {
  const x = X;
  const drop = (reason) => late(x, first + 2, i, g, reason);
  const sink = {
    write(value) {
      check(x);
      const bytes = chunk({ value });
      if (bytes === undefined) throw new TypeError("this stream takes bytes and text");
      return callback(first, i, g, bytes);
    },
    close() {
      check(x);
      return callback(first + 1, i, g);
    },
    abort: drop,
  };
  when_collected(sink, drop);
  return new WritableStream(sink, ahead > 0 ? new ByteLengthQueuingStrategy({ highWaterMark: ahead }) : undefined);
}
