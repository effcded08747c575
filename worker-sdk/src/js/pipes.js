// Streams that are connected by the platform itself. Functions that can fail keep the failure and return undefined.
import { attempt } from "./promise.js";
import { fail } from "./runtime.js";

const made = (make) => {
  try {
    return make();
  } catch (e) {
    return fail(e);
  }
};

export const stream_of = (iterable) => made(() => ReadableStream.from(iterable));
export const tee = (stream) => made(() => stream.tee());
export const pipe_to = (stream, writable, options) => attempt(() => stream.pipeTo(writable, options));
export const pipe_through = (stream, pair) => made(() => stream.pipeThrough(pair));
const room = (highWaterMark) => (highWaterMark > 0 ? { highWaterMark } : undefined);
export const identity = (ahead) => new IdentityTransformStream(room(ahead));
export const fixed_length = (length, ahead) =>
  made(() => new FixedLengthStream(Number.isSafeInteger(length) ? length : BigInt(length), room(ahead)));
export const compressor = (format) => made(() => new CompressionStream(format));
export const decompressor = (format) => made(() => new DecompressionStream(format));
export const text_decoder = ({ encoding, fatal, ignoreBOM }) => made(() => new TextDecoderStream(encoding, { fatal, ignoreBOM }));
export const pair = (readable, writable) => ({ readable, writable });
