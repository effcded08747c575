// Keys and random values.
import { attempt } from "./promise.js";
import { fail } from "./runtime.js";

const MOST = 65_536; // in one call

export const subtle = (method, values) => attempt(() => crypto.subtle[method](...values));

export function random_values(length) {
  try {
    const values = new Uint8Array(length);
    for (let at = 0; at < length; at += MOST) crypto.getRandomValues(values.subarray(at, at + MOST));
    return values;
  } catch (e) {
    return fail(e);
  }
}

export function random_uuid() {
  try {
    return crypto.randomUUID();
  } catch (e) {
    return fail(e);
  }
}

export const timing_safe_equal = (a, b) => (crypto.subtle.timingSafeEqual(a, b) ? 1 : 0);

export function digest_stream(algorithm) {
  try {
    return new crypto.DigestStream(algorithm);
  } catch (e) {
    return fail(e);
  }
}

export const bytes_digested = (stream) => Number(stream.bytesWritten);
