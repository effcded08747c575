// Requests, responses, headers and bodies. Functions that can fail keep the failure and return undefined.
import { bytes, words, constant, text, refresh, fail } from "./runtime.js";

const METHODS = ["", "GET", "HEAD", "POST", "PUT", "DELETE", "OPTIONS", "PATCH", "TRACE", "CONNECT"];
const CONSTANT = 0x80000000;

// ------------------------------------------------------------------------------------------------- responses

// Layout of `at`, in 32-bit words; see http/encode.rs.
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

function body_at(o, extra) {
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

function write_headers(headers, o, count) {
  let values = "";
  const at = words[o];
  const length = words[o + 1];
  if (length > 0) values = text(at, length);
  let from = 0;
  for (let k = 0, w = o + 2; k < count; k++, w += 3) {
    const marked = words[w + 1];
    const name = marked >= CONSTANT ? constant(words[w], marked - CONSTANT) : text(words[w], marked);
    const to = from + words[w + 2];
    const value = values.slice(from, to);
    from = to;
    // A text body has brought its own content type.
    if (name.length === 12 && name.toLowerCase() === "content-type") headers.set(name, value);
    else headers.append(name, value);
  }
}

export function request_from(url, method, at, extra, headers) {
  try {
    refresh();
    const o = at >>> 2;
    const body = body_at(o + 1, extra);
    const options = { method };
    if (headers !== undefined) options.headers = headers;
    if (body !== null) options.body = body;
    const request = new Request(url, options);
    const count = words[o + 4];
    if (count > 0) write_headers(request.headers, o + 5, count);
    return request;
  } catch (e) {
    return fail(e);
  }
}

// What a changed copy of a platform response keeps beside status, headers and body.
export function kept_init(response) {
  const init = {};
  if (response.statusText) init.statusText = response.statusText;
  if (response.webSocket) init.webSocket = response.webSocket;
  if (response.cf) init.cf = response.cf;
  return init;
}

export const response_status = (response) => response.status;
export const headers_of = (message) => message.headers;
export const init_set = (init, name, value) => ({ ...init, [name]: value });

// -------------------------------------------------------------------------------------------------- requests

export const method_index = (request) => {
  const index = METHODS.indexOf(request.method);
  return index < 0 ? 0 : index;
};
export const method_text = (request) => request.method;
export const url_text = (message) => message.url;

export function clone_message(message) {
  try {
    return message.clone();
  } catch (e) {
    return fail(e);
  }
}

// --------------------------------------------------------------------------------------------------- headers

export const headers_copy = (headers) => new Headers(headers);

export function headers_get(headers, name) {
  try {
    return headers.get(name);
  } catch {
    return undefined; // no header can have a name that is not one
  }
}

export const headers_set_cookie = (headers) => headers.getSetCookie();

export function headers_set(headers, name, value) {
  try {
    headers.set(name, value);
    return 1;
  } catch (e) {
    fail(e);
    return 0;
  }
}

export function headers_append(headers, name, value) {
  try {
    headers.append(name, value);
    return 1;
  } catch (e) {
    fail(e);
    return 0;
  }
}

export function headers_delete(headers, name) {
  try {
    headers.delete(name);
    return 1;
  } catch (e) {
    fail(e);
    return 0;
  }
}

// Names and values in turn.
export function headers_entries(headers) {
  const flat = [];
  for (const [name, value] of headers) flat.push(name, value);
  return flat;
}

// ---------------------------------------------------------------------------------------------------- bodies

export function read_bytes(body) {
  try {
    return body instanceof ReadableStream ? new Response(body).arrayBuffer() : body.arrayBuffer();
  } catch (e) {
    return Promise.reject(e);
  }
}

// null: no body; undefined: the body was used
export const stream_of = (message) => (message instanceof ReadableStream ? message : message.body);
export const is_body_used = (message) => ((message instanceof ReadableStream ? message.locked : message.bodyUsed) ? 1 : 0);
