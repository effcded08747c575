// Headers objects. Functions that can fail keep the failure and return 0.
import { fail } from "./runtime.js";
import { new_text, write_text } from "./text.js";

export const headers_copy = (headers) => new Headers(headers);

// As write_text.
export function headers_get(headers, name, length, at, capacity) {
  try {
    return write_text(headers.get(new_text(name, length)), at, capacity);
  } catch {
    return -1; // no header can have a name that is not one
  }
}

export const headers_set_cookie = (headers) => headers.getSetCookie();

function changed(change) {
  try {
    change();
    return 1;
  } catch (e) {
    fail(e);
    return 0;
  }
}

export const headers_set = (headers, name, value) => changed(() => headers.set(name, value));
export const headers_append = (headers, name, value) => changed(() => headers.append(name, value));
export const headers_delete = (headers, name) => changed(() => headers.delete(name));

// Names and values in turn, a line each.
export function headers_lines(headers, at, capacity) {
  const flat = [];
  for (const [name, value] of headers) flat.push(name, value);
  return write_text(flat.join("\n"), at, capacity);
}
