// Responses that Rust builds. The layout of `at`, in 32-bit words, stands in http/encode.rs.
import { fail } from "./runtime.js";
import { bytes, constant, refresh, text, words } from "./text.js";

const CONSTANT = 0x80000000;

export function respond(at, extra, headers, init) {
  try {
    refresh();
    const o = at >>> 2;
    const status = words[o];
    const body = body_at(o + 1, extra);
    const options = headers === undefined && init === undefined ? (status === 200 ? undefined : { status }) : { ...init, headers, status };
    const response = options === undefined ? new Response(body) : new Response(body, options);
    const count = words[o + 4];
    if (count > 0) write_headers(response.headers, o + 5, count);
    return response;
  } catch (e) {
    return fail(e);
  }
}

export function body_at(o, extra) {
  const at = words[o + 1];
  const length = words[o + 2];
  switch (words[o]) {
    case 0:
      return null;
    case 1:
      return bytes.subarray(at, at + length);
    case 2:
      return text(at, length);
    default:
      return extra;
  }
}

export function write_headers(headers, o, count) {
  const values = text(words[o], words[o + 1]).split("\n");
  for (let k = 0, w = o + 2; k < count; k++, w += 2) {
    const marked = words[w + 1];
    const name = marked >= CONSTANT ? constant(words[w], marked - CONSTANT) : text(words[w], marked);
    // A text body has brought its own content type.
    if (name.length === 12 && name.toLowerCase() === "content-type") headers.set(name, values[k]);
    else headers.append(name, values[k]);
  }
}
