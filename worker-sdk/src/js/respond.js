// Responses that Rust builds. The layout of the words at `at` is `Head` in http/encode.rs.
import { fail } from "./runtime.js";
import { bytes, constant, is_at, refresh, text, words } from "./text.js";

const CONSTANT = 0x80000000;
// Kinds of bodies.
const NOTHING = 0;
const TEXT = 2;
const VALUE = 3;
const CONSTANT_TEXT = 4;
const TEXT_AS_BYTES = 5;

export function respond(at, body, headers, init) {
  try {
    refresh();
    const o = at >>> 2;
    const status = words[o];
    const content = has_no_body(status) && words[o + 3] === 0 && body === undefined ? null : body_at(o + 1, body);
    const response =
      headers !== undefined || init !== undefined
        ? new Response(content, { ...init, headers, status })
        : status === 200
          ? new Response(content)
          : new Response(content, { status });
    if (words[o + 4] > 0 || words[o + 1] === TEXT_AS_BYTES) write_headers(response.headers, o);
    return response;
  } catch (e) {
    return fail(e);
  }
}

// The platform refuses even empty text there.
const has_no_body = (status) => status === 204 || status === 205 || status === 304;

export function body_at(o, value) {
  const at = words[o + 1];
  const length = words[o + 2];
  switch (words[o]) {
    case NOTHING:
      return null;
    case TEXT:
      return text(at, length);
    case VALUE:
      return value;
    case CONSTANT_TEXT:
      return constant(at, length);
    default:
      // Not a view: some runtimes read it later, when Rust has other things there.
      return bytes.slice(at, at + length);
  }
}

// The last values of each length: many responses of a worker have the same ones.
const recent = [];

function values_at(at, length) {
  const last = recent[length];
  if (last !== undefined && is_at(last.lines, at)) return last.values;
  const lines = text(at, length);
  const values = lines.split("\n");
  // Only ASCII has as many units as bytes.
  if (length <= 256 && lines.length === length) recent[length] = { lines, values };
  return values;
}

export function write_headers(headers, o) {
  const count = words[o + 4];
  if (count > 0) {
    const values = values_at(words[o + 6], words[o + 7]);
    for (let k = 0, w = words[o + 5] >>> 2; k < count; k++, w += 2) {
      const marked = words[w + 1];
      const name = marked >= CONSTANT ? constant(words[w], marked - CONSTANT) : text(words[w], marked);
      // A text body has brought its own content type.
      if (name.length === 12 && name.toLowerCase() === "content-type") headers.set(name, values[k]);
      else headers.append(name, values[k]);
    }
  }
  if (words[o + 1] === TEXT_AS_BYTES && !headers.has("content-type")) headers.set("content-type", "text/plain;charset=UTF-8");
}

// The unread body of a request or response, null if it has none; a stream is its own.
export const stream_of = (source) => (source instanceof ReadableStream ? source : source.body);
