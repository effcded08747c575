// Requests. Functions that can fail keep the failure and return undefined.
import { fail } from "./runtime.js";
import { refresh, write_text } from "./text.js";
import { body_at, write_headers } from "./respond.js";

const METHODS = ["", "GET", "HEAD", "POST", "PUT", "DELETE", "OPTIONS", "PATCH", "TRACE", "CONNECT"];

export const method_index = (request) => {
  const index = METHODS.indexOf(request.method);
  return index < 0 ? 0 : index;
};
export const method_text = (request) => request.method;
export const url_text = (message, at, capacity) => write_text(message.url, at, capacity);
export const normal_url = (message) => (URL.canParse(message.url) ? new URL(message.url).href : message.url);

export function request_from(url, method, at, extra, headers, init) {
  try {
    refresh();
    const o = at >>> 2;
    const body = body_at(o + 1, extra);
    const options = init === undefined ? { method } : { ...init, method };
    if (headers !== undefined) options.headers = headers;
    if (body !== null) options.body = body;
    const request = new Request(url, options);
    write_headers(request.headers, o);
    return request;
  } catch (e) {
    return fail(e);
  }
}
