import { bytes, refresh } from "./text.js";

export const bytes_length = (value) => value.byteLength;

export function copy_bytes(value, at) {
  refresh();
  bytes.set(value instanceof ArrayBuffer ? new Uint8Array(value) : new Uint8Array(value.buffer, value.byteOffset, value.byteLength), at);
}

export function new_bytes(at, length) {
  refresh();
  return bytes.slice(at, at + length);
}
