// Text and bytes between JavaScript and the memory of the instance.
import { X } from "./runtime.js";

export let bytes = new Uint8Array();
export let words = new Uint32Array();
// Up to so many units a loop takes less time than the platform's encoder; its decoder is faster from 12 bytes on.
const SHORT = 64;
// The text that write_text had no room for.
let long;
// The last text of each of 256 kinds of addresses.
const recent = new Array(256);
// By address, which holds as long as the instance.
const constants = new Map();
// The instance that all of this is about.
let owner;
// Made when they are needed, which delays no start.
let decoder;
let encoder;

// Memory that grew has a new buffer, and views of the old one are empty. Asking for the buffer itself costs more.
export function refresh() {
  if (owner !== X) {
    owner = X;
    constants.clear();
  } else if (bytes.length > 0) return;
  bytes = new Uint8Array(X.memory.buffer);
  words = new Uint32Array(X.memory.buffer);
}

export const text_encoder = () => (encoder ??= new TextEncoder());

function decode(at, length) {
  decoder ??= new TextDecoder("utf-8", { ignoreBOM: true });
  return decoder.decode(bytes.subarray(at, at + length));
}

export function text(at, length) {
  if (length > 12) return decode(at, length);
  let s = "";
  for (let k = at, to = at + length; k < to; k++) {
    const c = bytes[k];
    if (c > 127) return decode(at, length);
    s += String.fromCharCode(c);
  }
  return s;
}

export function constant(at, length) {
  refresh();
  const known = constants.get(at);
  if (known !== undefined && known.length === length) return known.s;
  const s = text(at, length);
  if (length < 1024) constants.set(at, { s, length });
  return s;
}

// Short texts are often the same ones: names of headers and bindings. Comparing bytes costs less than a new string, and
// an old one has been hashed. Only ASCII has as many units as bytes, so a match is the same text.
export function new_text(at, length) {
  refresh();
  if (length > 64) return text(at, length);
  const place = (at ^ (at >>> 8)) & 255;
  const known = recent[place];
  if (known !== undefined && known.length === length && is_at(known, at)) return known;
  const s = text(at, length);
  if (s.length === length) recent[place] = s;
  return s;
}

export function is_at(s, at) {
  for (let k = s.length - 1; k >= 0; k--) if (bytes[at + k] !== s.charCodeAt(k)) return false;
  return true;
}

// The number of bytes written; -1 for what is not text; -2 - length for what needs more room, see take_text.
export function write_text(value, at, capacity) {
  if (typeof value !== "string") return -1;
  refresh();
  const length = value.length;
  if (length <= capacity) {
    if (length <= SHORT && put_ascii(value, bytes, at)) return length;
    const { read, written } = encode_into(value, at, capacity);
    if (read === length) return written;
  }
  long = value;
  return -2 - length;
}

// Writes a text byte by byte, and tells whether all of it was ASCII.
export function put_ascii(text, to, at) {
  for (let k = 0; k < text.length; k++) {
    const c = text.charCodeAt(k);
    if (c > 127) return false;
    to[at + k] = c;
  }
  return true;
}

const encode_into = (value, at, room) => text_encoder().encodeInto(value, bytes.subarray(at, at + room));

// The number of bytes written; inverted when there was no room for all, and the rest is to be taken next.
export function take_text(at, room) {
  refresh();
  const { read, written } = encode_into(long, at, room);
  long = long.slice(read);
  return long === "" ? written : ~written;
}
