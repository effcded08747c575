// Values between JavaScript and Rust, as one flat sequence of 64-bit words; src/js/tape/mod.rs says how.
import { fail } from "./runtime.js";
import { bytes as memory, constant, put_ascii, refresh, text as text_of, text_encoder, words } from "./text.js";

const NULL = 1;
const UNDEFINED = 2;
const FALSE = 3;
const TRUE = 4;
const TEXT = 5;
const CONSTANT = 6;
const BYTES = 7;
const LIST = 8;
const OBJECT = 9;
const MAP = 10;
const DATE = 11;
const SIGNED = 12;
const UNSIGNED = 13;
const HUGE = 14;
const LIVE = 15;
const NOTHING = 16;
const ROWS = 17;
const NAME = 18;
const TAGGED = 0xfff80000;
const MAX_DEPTH = 128;

// ---------------------------------------------------------------------------------------------------- writing

// What is written, until Rust has made room for it. A buffer that became large is let go again.
const USUAL = 8192;
let numbers = new Float64Array(USUAL);
let halves = new Uint32Array(numbers.buffer);
let octets = new Uint8Array(numbers.buffer);
let end = 0;
let texts = "";
// Names of fields, which stand before all other text, and for each level the names of the last object there, with the
// number of the tape that they were written to.
let names_text = "";
const shapes = [];
let tape = 1;
let parts = [];
let parts_length = 0;
let live = [];
// All text in UTF-8; where it is longer than the usual, an own buffer.
const short_texts = new Uint8Array(USUAL * 3);
let encoded = short_texts;
let encoded_length = 0;
let problem;
// The names and indexes that lead to the value that is written.
const trail = [];

function use(buffer) {
  numbers = buffer;
  halves = new Uint32Array(numbers.buffer);
  octets = new Uint8Array(numbers.buffer);
}

function reset() {
  if (numbers.length > USUAL) use(new Float64Array(USUAL));
  end = parts_length = trail.length = 0;
  texts = names_text = "";
  encoded = short_texts;
  tape++;
  if (parts.length > 0) parts = [];
  if (live.length > 0) live = [];
}

// A few bytes of a message can be billions of values: a list of nothing but holes, or one value in a thousand places.
const MOST = 1 << 22;
const MOST_BYTES = 1 << 26;

function reserve(count) {
  if (end + count <= numbers.length) return;
  if (end + count > MOST) throw new Refused("too many values, about four million; is it a list with holes, or one value many times?");
  const longer = new Float64Array(Math.max(numbers.length * 2, end + count));
  longer.set(numbers);
  use(longer);
}

function put(tag, payload) {
  halves[2 * end] = payload;
  halves[2 * end + 1] = TAGGED | tag;
  end++;
}

// Half a pair at the end would join with the text that comes next.
function put_text(text) {
  put(TEXT, text.length);
  texts += (text.charCodeAt(text.length - 1) & 0xfc00) === 0xd800 ? `${text.slice(0, -1)}\ufffd` : text;
}

function put_number(number) {
  if (number === number) {
    numbers[end++] = number;
  } else {
    halves[2 * end] = 0;
    halves[2 * end + 1] = 0x7ff80000;
    end++;
  }
}

// `elements` is an index into KINDS; 0 stands for bytes.
function put_bytes(view, elements = 0) {
  put(BYTES | (elements << 5), view.length);
  parts.push(view);
  parts_length += view.length;
}

function put_bigint(value) {
  const signed = BigInt.asIntN(64, value) === value;
  if (!signed && BigInt.asUintN(64, value) !== value) return put(HUGE, 0);
  put(signed ? SIGNED : UNSIGNED, 0);
  halves[2 * end] = Number(value & 0xffffffffn);
  halves[2 * end + 1] = Number((value >> 32n) & 0xffffffffn);
  end++;
}

function put_value(value, depth) {
  reserve(2);
  switch (typeof value) {
    case "number":
      return put_number(value);
    case "string":
      return put_text(value);
    case "boolean":
      return put(value ? TRUE : FALSE, 0);
    case "undefined":
      return put(UNDEFINED, 0);
    case "bigint":
      return put_bigint(value);
    case "object":
      return value === null ? put(NULL, 0) : put_object(value, depth);
    default:
      return is_stub(value) ? put_live(value) : put(NOTHING, 0);
  }
}

const PLAIN = Object.prototype;

function put_object(value, depth) {
  const prototype = Object.getPrototypeOf(value);
  if (prototype === PLAIN || prototype === null) return put_plain(value, depth);
  if (Array.isArray(value)) return put_list(value, depth);
  if (ArrayBuffer.isView(value)) return put_view(value);
  if (value instanceof ArrayBuffer) return put_bytes(new Uint8Array(value));
  if (value instanceof Date) {
    put(DATE, 0);
    return put_number(value.getTime());
  }
  if (value instanceof Map) return put_map(value, depth);
  if (value instanceof Set) return put_list([...value], depth);
  if (value instanceof Error) return put_fields({ name: value.name, message: value.message, ...value }, depth);
  if (value instanceof Number || value instanceof String || value instanceof Boolean) return put_value(value.valueOf(), depth);
  if (PLAIN.toString.call(value) === "[object Object]") return put_fields(value, depth);
  put_live(value);
}

// The views whose elements are no bytes, as tape/elements.rs knows them.
const KINDS = ["Int8", "Int16", "Uint16", "Int32", "Uint32", "BigInt64", "BigUint64", "Float32", "Float64"].map((kind) => `${kind}Array`);

function put_view(value) {
  const kind = value[Symbol.toStringTag];
  const view = kind === "Float16Array" ? new Float32Array(value) : value;
  put_bytes(new Uint8Array(view.buffer, view.byteOffset, view.byteLength), KINDS.indexOf(view[Symbol.toStringTag]) + 1);
}

function put_live(value) {
  put(LIVE, live.length);
  live.push(value);
}

// Stubs of remote objects can be called; functions are nothing that data has.
export const is_stub = (value) => typeof value === "function" && !PLAIN.toString.call(value).endsWith("Function]");

class Refused extends Error {}

function too_large() {
  trail.length = 0;
  return new Refused("more than 64 MiB of text and bytes; pass so much as a stream");
}

function deeper(depth) {
  if (depth < MAX_DEPTH) return depth + 1;
  throw new Refused(`more than ${MAX_DEPTH} levels of values, one inside the other; is it part of itself?`);
}

function put_fields(value, depth) {
  deeper(depth);
  const head = end;
  put(OBJECT, 0);
  halves[2 * head] = put_new_fields(value, depth, 0);
}

// Most objects have the names of the one before, or its first ones, in its order, which a loop over names finds faster
// than any look-up. It also finds those of the prototype, of which there are none, see has_names.
function put_plain(value, depth) {
  deeper(depth);
  const head = end;
  put(OBJECT, 0);
  const shape = shapes[depth];
  let count = shape === undefined ? -1 : put_known_fields(value, depth, shape);
  if (count < 0) count = put_new_fields(value, depth, ~count);
  halves[2 * head] = count;
}

// How many fields there were; inverted when the next one has another name. Almost all are numbers and text that is whole.
function put_known_fields(value, depth, shape) {
  if (shape.tape !== tape && !use_shape(shape)) return -1;
  const { names } = shape;
  const width = names.length;
  reserve(2 * width + 1);
  let n = numbers;
  let h = halves;
  let e = end;
  let t = texts;
  let at = shape.at;
  let count = 0;
  for (const name in value) {
    if (name !== names[count]) {
      count = ~count;
      break;
    }
    h[2 * e] = at;
    h[2 * e++ + 1] = TAGGED | NAME | (name.length << 5);
    const field = value[name];
    if (typeof field === "number" && field === field) {
      n[e++] = field;
    } else if (typeof field === "string" && (field.charCodeAt(field.length - 1) & 0xfc00) !== 0xd800) {
      h[2 * e] = field.length;
      h[2 * e++ + 1] = TAGGED | TEXT;
      t += field;
    } else if (typeof field === "boolean") {
      h[2 * e] = 0;
      h[2 * e++ + 1] = TAGGED | (field ? TRUE : FALSE);
    } else {
      end = e;
      texts = t;
      trail[depth] = name;
      put_value(field, depth + 1);
      reserve(2 * (width - count));
      n = numbers;
      h = halves;
      e = end;
      t = texts;
    }
    at += name.length;
    count++;
  }
  end = e;
  texts = t;
  return count;
}

function put_new_fields(value, depth, done) {
  const names = Object.keys(value);
  let at = place_of(names, depth);
  for (let k = 0; k < names.length; k++) {
    const name = names[k];
    if (k >= done) {
      put_name(name, at);
      put_field(value[name], name, depth);
    }
    if (at >= 0) at += name.length;
  }
  return names.length;
}

// Where the names stand, one behind the other; -1 for those that are written as text.
function place_of(names, depth) {
  let all = "";
  for (const name of names) all += name;
  if (all.length > 0x3fff || !is_ascii(all)) return -1;
  const shape = { names, all, at: 0, tape: 0 };
  shapes[depth] = use_shape(shape) ? shape : undefined;
  if (shape.tape !== tape) names_text += all;
  return names_text.length - all.length;
}

// Writes the names onto this tape.
function use_shape(shape) {
  if (has_names(PLAIN)) return false;
  shape.tape = tape;
  shape.at = names_text.length;
  names_text += shape.all;
  return true;
}

function has_names(object) {
  for (const _ in object) return true;
  return false;
}

function put_name(name, at) {
  reserve(3);
  if (at < 0) put_text(name);
  else put(NAME | (name.length << 5), at);
}

function put_field(value, name, depth) {
  if (typeof value === "number" && value === value) {
    numbers[end++] = value;
  } else if (typeof value === "string") {
    put_text(value);
  } else if (typeof value === "boolean") {
    put(value ? TRUE : FALSE, 0);
  } else {
    trail[depth] = name;
    put_value(value, depth + 1);
  }
}

function is_ascii(text) {
  for (let k = 0; k < text.length; k++) if (text.charCodeAt(k) > 127) return false;
  return true;
}

function put_list(value, depth) {
  const inner = deeper(depth);
  const length = value.length;
  put(LIST, length);
  for (let k = 0; k < length; k++) {
    trail[depth] = k;
    put_value(value[k], inner);
  }
}

function put_map(value, depth) {
  const inner = deeper(depth);
  put(MAP, value.size);
  for (const [key, content] of value) {
    trail[depth] = String(key);
    put_value(key, inner);
    put_value(content, inner);
  }
}

// Names, and cells row by row. Rows are lists, the first with the names; or objects.
function put_rows(rows, are_lists) {
  const first = rows[0];
  const names = first === undefined ? [] : are_lists ? first : Object.keys(first);
  const from = are_lists && first !== undefined ? 1 : 0;
  const width = names.length;
  reserve(2);
  put(ROWS, width);
  numbers[end++] = rows.length - from;
  put_cells(names, width);
  const cells = names.slice();
  for (let k = from; k < rows.length; k++) put_cells(are_lists ? rows[k] : cells_of(rows[k], cells, names), width);
}

// All rows have the names of the first, in its order, which a loop over names finds faster than any look-up.
function cells_of(row, cells, names) {
  let c = 0;
  for (const name in row) cells[c++] = row[name];
  return c === names.length ? cells : names.map((name) => row[name]);
}

// Almost all cells are numbers, text that is whole, and null.
function put_cells(cells, width) {
  reserve(width);
  const n = numbers;
  const h = halves;
  let e = end;
  let t = texts;
  for (let c = 0; c < width; c++) {
    const cell = cells[c];
    if (typeof cell === "string" && (cell.charCodeAt(cell.length - 1) & 0xfc00) !== 0xd800) {
      h[2 * e] = cell.length;
      h[2 * e++ + 1] = TAGGED | TEXT;
      t += cell;
    } else if (typeof cell === "number" && cell === cell) {
      n[e++] = cell;
    } else if (cell === null) {
      h[2 * e] = 0;
      h[2 * e++ + 1] = TAGGED | NULL;
    } else {
      end = e;
      texts = t;
      put_cell(cell);
      reserve(width - c);
      if (n !== numbers) return put_cells(cells.slice(c + 1), width - c - 1);
      e = end;
      t = texts;
    }
  }
  end = e;
  texts = t;
}

// Bytes are lists of numbers in some products.
function put_cell(cell) {
  if (typeof cell === "string") put_text(cell);
  else if (typeof cell === "number") put_number(cell);
  else if (Array.isArray(cell)) put_bytes(Uint8Array.from(cell));
  else put_value(cell, 0);
}

// An iterator may have more text and bytes than one tape should.
const ROOM = 1 << 18;

const MORE = 1;
const ENDED = 2;
const FAILED = 3;
let outcome;

// At most `most` elements of an iterator. What it throws is kept for Rust, after the elements that came before.
function put_each(iterator, most, put_element) {
  outcome = MORE;
  let count = 0;
  for (; count < most && texts.length + parts_length < ROOM; count++) {
    let next;
    try {
      next = iterator.next();
    } catch (e) {
      fail(e);
      outcome = FAILED;
      break;
    }
    if (next.done) {
      outcome = ENDED;
      break;
    }
    put_element(next.value);
  }
  return count;
}

function put_some_rows(names, rows, most) {
  const width = names.length;
  reserve(2);
  put(ROWS, width);
  const at = end++;
  put_cells(names, width);
  const count = put_each(rows, most, (cells) => put_cells(cells, width));
  numbers[at] = count;
}

function put_some_entries(entries, most) {
  reserve(1);
  const at = end;
  put(MAP, 0);
  const put_entry = ([key, value]) => {
    trail[0] = key;
    put_value(key, 1);
    put_value(value, 1);
  };
  // Writing may replace `halves`.
  const count = put_each(entries, most, put_entry);
  halves[2 * at] = count;
}

// What messages hold, from one of them on: each behind the number of its words. One that cannot be written has none,
// and is nobody else's failure.
function put_contents(messages, from) {
  let k = from;
  for (; k < messages.length && texts.length + parts_length < ROOM; k++) {
    reserve(1);
    const at = end++;
    numbers[at] = put_content(messages[k]) ? end - at - 1 : 0;
  }
  outcome = k - from;
}

// Arguments of a call, each behind the number of its words. Those whose bit is set in `kept` are not written.
function put_arguments(list, count, kept) {
  for (let k = 0; k < count; k++) {
    if (kept & (1 << k)) continue;
    reserve(1);
    const at = end++;
    trail.length = 0;
    put_value(list[k], 0);
    numbers[at] = end - at - 1;
  }
}

function put_content(message) {
  const at = end;
  const text = texts;
  const bytes = parts_length;
  const count = parts.length;
  const lives = live.length;
  try {
    put_value(message.body, 0);
    return true;
  } catch {
    end = at;
    texts = text;
    parts_length = bytes;
    parts.length = count;
    live.length = lives;
    return false;
  }
}

// Tells Rust how much there is: words, bytes of text, whether its lengths are in UTF-16 units, other bytes, live values,
// names. What is small is copied at once to where Rust has room for words and text; then that place is 0.
function announce(at) {
  const text = names_text + texts;
  if (text.length + parts_length > MOST_BYTES) throw too_large();
  // A buffer can change its size while a getter of the value runs; Rust makes room for what was there.
  if (parts.length > 0 && parts.reduce((sum, part) => sum + part.length, 0) !== parts_length) throw new Refused("bytes changed while they were read");
  refresh();
  const header = at / 4;
  const is_small = end <= words[header + 7] && parts_length + live.length === 0 && text.length <= words[header + 9] && put_ascii(text, memory, words[header + 8]);
  if (is_small) encoded_length = text.length;
  else encode(text);
  words[header] = end;
  words[header + 1] = encoded_length;
  words[header + 2] = encoded_length === text.length ? 0 : 1;
  words[header + 3] = parts_length;
  words[header + 4] = live.length;
  words[header + 5] = names_text.length;
  if (is_small) {
    for (let k = 0, to = words[header + 6] / 4; k < 2 * end; k++) words[to + k] = halves[k];
    words[header + 6] = 0;
    reset();
  }
}

// Most values are small, and for them a call of the platform costs more than each byte by itself.
const SMALL = 64;

function encode(text) {
  const length = (encoded_length = text.length);
  if (length <= SMALL && put_ascii(text, short_texts, 0)) return;
  if (length * 3 <= short_texts.length) {
    encoded_length = text_encoder().encodeInto(text, short_texts).written;
  } else {
    encoded = text_encoder().encode(text);
    encoded_length = encoded.length;
  }
}

function copy(from, length, at) {
  if (length <= SMALL) for (let k = 0; k < length; k++) memory[at + k] = from[k];
  else memory.set(from.subarray(0, length), at);
}

// Getters of a value may call Rust, which must not begin another one in the middle of it.
let writing = false;

function written(write, value, at) {
  if (writing) return refused("cannot read a value while a getter of another one runs");
  // An instance that ended in between has not taken the last one.
  if (end > 0) reset();
  writing = true;
  try {
    write(value);
    announce(at);
    return 1;
  } catch (e) {
    if (e instanceof Refused) refused(`cannot read ${path(trail)}: ${e.message}`);
    else fail(e);
    reset();
    return 0;
  } finally {
    writing = false;
  }
}

function refused(message) {
  problem = message;
  return 0;
}

const path = (trail) => {
  const last = trail.slice(0, 3);
  return last.length === 0 ? "the value" : `\`${last.map(step).join("").replace(/^\./, "")}…\``;
};
const step = (name) => (typeof name === "number" ? `[${name}]` : `.${name}`);

const put_whole = (value) => put_value(value, 0);
const put_lists = (rows) => put_rows(rows, true);
const put_objects = (rows) => put_rows(rows, false);
export const write_value = (value, at) => written(put_whole, value, at);
export const write_lists = (rows, at) => written(put_lists, rows, at);
export const write_objects = (rows, at) => written(put_objects, rows, at);
// Next rows of an iterator of lists, and next entries of one of pairs: 1 when there may be more, 2 when these were the
// last, 3 when the iterator failed behind them.
export const write_some_rows = (names, rows, most, at) =>
  written(() => put_some_rows(names, rows, most), undefined, at) && outcome;
export const write_some_entries = (entries, most, at) =>
  written(() => put_some_entries(entries, most), undefined, at) && outcome;
// How many contents of messages there are.
export const write_contents = (messages, from, at) => written(() => put_contents(messages, from), undefined, at) && outcome;
export const write_arguments = (list, count, kept, at) => written(() => put_arguments(list, count, kept), undefined, at);
// What was wrong with the value, if it is not something that was thrown.
// Once: what fails later has nothing to do with it.
export function tape_problem() {
  const said = problem;
  problem = undefined;
  return said;
}
export const live_values = () => live;
export const holds_live = () => live.length > 0;

// Copies what was announced.
export function take_tape(words_at, text_at, bytes_at) {
  refresh();
  copy(octets, end * 8, words_at);
  copy(encoded, encoded_length, text_at);
  for (const part of parts) {
    memory.set(part, bytes_at);
    bytes_at += part.length;
  }
  reset();
}

// ---------------------------------------------------------------------------------------------------- reading

let in_numbers = new Float64Array();
let memory_of_numbers;
let cursor;
let text_cursor;
let bytes_cursor;
// All text, if it is ASCII.
let in_text;
let in_live;

// The value that Rust wrote, by the address of the addresses of its parts. Nothing here calls Rust, so its memory stays
// where it is.
export function read_value(at, live) {
  refresh();
  const parts_at = at / 4;
  const text_at = words[parts_at + 1];
  const is_ascii = words[parts_at + 3];
  if (memory_of_numbers !== memory) {
    memory_of_numbers = memory;
    in_numbers = new Float64Array(memory.buffer);
  }
  cursor = words[parts_at] / 8;
  bytes_cursor = words[parts_at + 4];
  in_text = is_ascii ? text_of(text_at, words[parts_at + 2]) : undefined;
  text_cursor = is_ascii ? 0 : text_at;
  in_live = live;
  const value = next();
  in_text = in_live = undefined;
  return value;
}

function next_text(length) {
  const from = text_cursor;
  text_cursor += length;
  return in_text === undefined ? text_of(from, length) : in_text.slice(from, text_cursor);
}

function next() {
  const at = cursor++;
  const half = words[2 * at + 1];
  if (half < TAGGED) return in_numbers[at];
  const payload = words[2 * at];
  switch (half & 31) {
    case NULL:
      return null;
    case FALSE:
      return false;
    case TRUE:
      return true;
    case TEXT:
      return next_text(payload);
    case CONSTANT:
      return constant(payload, (half >>> 5) & 0x3fff);
    case BYTES:
      bytes_cursor += payload;
      return memory.slice(bytes_cursor - payload, bytes_cursor);
    case LIST:
      return next_list(payload);
    case OBJECT:
      return next_object(payload);
    case DATE:
      return new Date(in_numbers[cursor++]);
    case LIVE:
      return in_live[payload];
  }
}

function next_list(length) {
  const list = [];
  for (let k = 0; k < length; k++) list.push(next());
  return list;
}

// Assigning to `__proto__` would change what the object is.
function next_object(length) {
  const object = {};
  for (let k = 0; k < length; k++) {
    const name = next();
    const value = next();
    if (name === "__proto__") Object.defineProperty(object, name, { value, writable: true, enumerable: true, configurable: true });
    else object[name] = value;
  }
  return object;
}
