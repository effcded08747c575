import { bytes, refresh } from "./text.js";

const view = (value) =>
  ArrayBuffer.isView(value) ? new Uint8Array(value.buffer, value.byteOffset, value.byteLength) : new Uint8Array(value);

export const bytes_length = (value) => view(value).length;

export function copy_part(value, from, at, room) {
  refresh();
  const all = view(value);
  const part = from === 0 && all.length <= room ? all : all.subarray(from, from + room);
  bytes.set(part, at);
  return part.length;
}

export function new_bytes(at, length) {
  refresh();
  return bytes.slice(at, at + length);
}
