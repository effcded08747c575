// Text in encodings other than UTF-8. Functions that can fail keep the failure and return undefined.
import { fail } from "./runtime.js";

export function decode(label, bytes, fatal) {
  try {
    return new TextDecoder(label, { fatal: fatal === 1 }).decode(bytes);
  } catch (e) {
    return fail(e);
  }
}

export function encoding_name(label) {
  try {
    return new TextDecoder(label).encoding;
  } catch {
    return undefined;
  }
}
