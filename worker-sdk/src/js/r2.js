// Buckets of R2. Functions that return a promise never throw.
import { content_of } from "./blob.js";
import { attempt } from "./promise.js";
import { fail } from "./runtime.js";
import { cancel, chunk } from "./streams.js";

export const head = (bucket, key) => attempt(() => bucket.head(key));
export const get = (bucket, key, options) => attempt(() => bucket.get(key, options));
export const remove = (bucket, keys) => attempt(() => bucket.delete(keys));
export const list = (bucket, options) => attempt(() => bucket.list(options));
export const create_upload = (bucket, key, options) => attempt(() => bucket.createMultipartUpload(key, options));
export const complete_upload = (upload, parts) => attempt(() => upload.complete(parts));
export const abort_upload = (upload) => attempt(() => upload.abort());

export function resume_upload(bucket, key, id) {
  try {
    return bucket.resumeMultipartUpload(key, id);
  } catch (e) {
    return fail(e);
  }
}

// A length of NaN is not known. The promise is of `undefined` when the platform wants to know the length of a stream;
// then it has not touched the stream.
export const put = (bucket, key, value, options, length) =>
  send((content) => bucket.put(key, content, options), value, length);
export const upload_part = (upload, number, value, options, length) =>
  send((content) => upload.uploadPart(number, content, options), value, length);

function send(call, value, length) {
  const content = content_of(value, true);
  if (!(content instanceof ReadableStream)) return attempt(() => call(content));
  if (length === 0) return send_nothing(call, content);
  if (!Number.isNaN(length)) return send_exactly(call, content, length);
  return attempt(() => call(content)).catch((e) => {
    if (e instanceof TypeError && e.message.includes("known length")) return;
    cancel(content, e);
    throw e;
  });
}

// A call that fails may have read nothing; then the stream would wait for ever to be read.
async function send_exactly(call, stream, length) {
  const { readable, writable } = new FixedLengthStream(length);
  const piped = stream.pipeTo(writable);
  try {
    const [result] = await Promise.all([attempt(() => call(readable)), piped]);
    return result;
  } catch (e) {
    cancel(readable, e);
    throw e;
  }
}

// The platform would store an empty object without asking the stream whether it is one.
async function send_nothing(call, stream) {
  const reader = stream.getReader();
  for (;;) {
    const result = await reader.read();
    if (result.done) return call(NOTHING);
    if (chunk(result)?.byteLength === 0) continue;
    const error = new TypeError("the stream has content, and its length was said to be 0; say the right one, or none");
    cancel(reader, error);
    throw error;
  }
}

const NOTHING = new Uint8Array();

// A stream that is read in blocks of one size. `rest` is what was read too much; a stream of bytes reads what is asked.
export function blocks_of(stream) {
  try {
    return { reader: stream.getReader({ mode: "byob" }) };
  } catch {
    // It has chunks of any size, or is locked.
  }
  try {
    return { reader: stream.getReader(), rest: NOTHING };
  } catch (e) {
    return fail(e);
  }
}

// The next `size` bytes, fewer at the end of the stream. They are good until the next call; the block behind them is
// read meanwhile, into the memory of the one before.
export async function next_block(blocks, size) {
  const block = await (blocks.ahead ?? read_block(blocks, size));
  if (block.length === size) {
    const ahead = read_block(blocks, blocks.used ?? size);
    blocks.used = block.buffer;
    blocks.ahead = ahead;
    // It fails when it is asked for.
    ahead.catch(() => {});
  }
  return block;
}

const read_block = (blocks, memory) => {
  const block = new Uint8Array(memory);
  return blocks.rest === undefined ? fill_at_once(blocks.reader, block) : fill(blocks, block);
};

async function fill_at_once(reader, block) {
  const { value } = await reader.readAtLeast(block.length, block);
  return value ?? NOTHING;
}

async function fill(blocks, block) {
  for (let at = 0; ; ) {
    const part = blocks.rest.subarray(0, block.length - at);
    block.set(part, at);
    at += part.length;
    blocks.rest = blocks.rest.subarray(part.length);
    if (at === block.length) return block;
    const result = await blocks.reader.read();
    if (result.done) return block.subarray(0, at);
    const bytes = chunk(result);
    if (bytes === undefined) throw new TypeError("the stream gave a chunk that is neither bytes nor text; give it bytes");
    blocks.rest = bytes instanceof Uint8Array ? bytes : new Uint8Array(bytes);
  }
}

export const cancel_blocks = (blocks) => cancel(blocks.reader);
export const block_length = (block) => block.length;

// Nobody reads the content.
export const discard = (object) => cancel(object.body);

export const date_of = (ms) => new Date(ms);

// Names and values in turn.
export const entries_of = (object) => Object.entries(object ?? {}).flat();

export const object_of = (flat) => {
  const entries = [];
  for (let k = 0; k < flat.length; k += 2) entries.push([flat[k], flat[k + 1]]);
  return Object.fromEntries(entries);
};

export const headers_of_pairs = (flat) => new Headers(object_of(flat));
