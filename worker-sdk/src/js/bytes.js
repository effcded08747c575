import { bytes, refresh } from "./text.js";

const view = (value) =>
  ArrayBuffer.isView(value) ? new Uint8Array(value.buffer, value.byteOffset, value.byteLength) : new Uint8Array(value);

export const bytes_length = (value) => view(value).length;

export function copy_bytes(value, from, at) {
  refresh();
  const all = view(value);
  const copy = from > 0 ? all.subarray(from) : all;
  bytes.set(copy, at);
  return copy.length;
}

export function copy_part(value, from, at, room) {
  refresh();
  const part = view(value).subarray(from, from + room);
  bytes.set(part, at);
  return part.length;
}

export function new_bytes(at, length) {
  refresh();
  return bytes.slice(at, at + length);
}
