// The lifecycle of wasm instances and the JavaScript half of the executor. The Rust half, with the reasons, is
// src/executor. JavaScript holds (index, generation) of tasks and slots, never pointers: a late callback finds
// nothing. Callbacks also remember the instance they were made for, so those of an ended one do nothing.

const KEEP_ALIVE_MS = 30_000;
const STACK_NOISE = /__worker_sdk|std::panicking|core::panicking|core::result::unwrap_failed|core::option::(unwrap|expect)_failed|rust_begin_unwind|__rustc|rust_panic|FnOnce|FnMut|worker_sdk::|wasm_bindgen::|glue\.js|runtime\.js/;

let glue;
export let X; // the exports of the live instance
let dead = null; // the error that ended the instance
let panicked = null; // the last panic, until its task reports it
let failure; // what the last failed helper caught
const handlers = [];
const starts = [];
const promises = []; // task index -> settle functions of the promise that the platform holds

export let bytes = new Uint8Array(); // the instance's memory
export let words = new Uint32Array();
let long; // the text that write_text had no room for
const encoder = new TextEncoder();
const decoder = new TextDecoder("utf-8", { ignoreBOM: true });
const names = new Map(); // constant strings by address and length

// ------------------------------------------------------------------------------------------------ lifecycle

export function init(exports) {
  X = exports;
  dead = panicked = null;
  promises.length = 0;
  names.clear();
  refresh();
}

export function boot(module) {
  glue = module;
}

export function handler(name) {
  const entry = { name, id: X[name]() };
  handlers.push(entry);
  return (a, b, c) => {
    try {
      if (dead !== null) revive();
      return X.__worker_sdk_call(entry.id, a, b, c);
    } catch (e) {
      throw end(e);
    }
  };
}

export function start(name) {
  starts.push(name);
  run_start(name);
}

function run_start(name) {
  const error = X.__worker_sdk_call(X[name](), undefined, undefined, undefined);
  if (error !== undefined) throw error;
}

function revive() {
  glue.__wbg_reset_state();
  for (const entry of handlers) entry.id = X[entry.name]();
  for (const name of starts) run_start(name);
}

// Whatever escapes from wasm (a trap, a stack overflow, an exception that crossed Rust frames) leaves the instance
// in a state that nobody can trust. Everything in flight is answered now, the next event gets a fresh instance.
function end(cause) {
  if (dead === null) {
    const own = panicked ?? ended("the Rust code was stopped", cause);
    abandon(own, -1);
    return own;
  }
  return panicked ?? dead;
}

function abandon(error, task) {
  dead = error;
  const others = ended("the request was lost: another one panicked in the same instance", error);
  promises.forEach((promise, i) => promise?.reject(i === task ? error : others));
  promises.length = 0;
}

function ended(message, cause) {
  const error = new Error(`${message}: ${cause?.message ?? cause}`, { cause });
  error.name = "RustPanic";
  return error;
}

// A call whose failure belongs to its caller.
export function callback(number, a, b) {
  try {
    return X.__worker_sdk_callback(number, a, b);
  } catch (e) {
    throw end(e);
  }
}

// For a stream whose instance was ended while JavaScript still reads it.
export const lost = () => dead ?? new Error("the instance of the worker that wrote this stream was ended by a panic");

export function panic(message, file, line, column, task, fatal) {
  const limit = Error.stackTraceLimit;
  Error.stackTraceLimit = 60;
  const error = new Error(message);
  Error.stackTraceLimit = limit;
  error.name = "RustPanic";
  const frames = (error.stack ?? "").split("\n").filter((frame) => frame.startsWith("    at ") && !STACK_NOISE.test(frame));
  error.stack = [`RustPanic: ${message}`, `    at ${file}:${line}:${column}`, ...frames].join("\n");
  console.error(error.stack);
  panicked = error;
  if (fatal) abandon(error, task);
}

export function take_panic() {
  const error = panicked;
  panicked = null;
  return error ?? new Error("a panic without a message");
}

// ------------------------------------------------------------------------------------------------- executor

const gone =
  typeof FinalizationRegistry === "function"
    ? new FinalizationRegistry(({ x, i, g, hop }) => (hop < 0 ? collected(x, i, g) : tell(x, i, g, HOP_GONE, hop)))
    : undefined;

// What a task can be told, as in executor/exports.rs.
const WAKE = 0;
const CANCEL = 1;
const HOP_GONE = 2;
const STARVING = 3;

function tell(x, i, g, what, hop) {
  if (x !== X || dead !== null) return;
  try {
    x.__worker_sdk_task(i, g, what, hop);
  } catch (e) {
    end(e);
  }
}

function collected(x, i, g) {
  if (x !== X || dead !== null) return;
  try {
    x.__worker_sdk_collected(i, g);
  } catch (e) {
    end(e);
  }
}

// The promise that the platform waits for. Called in the request that owns the task.
export function pend(i, g, request) {
  const x = X;
  const signal = request?.signal;
  if (signal) signal.addEventListener("abort", () => tell(x, i, g, CANCEL, 0));
  return new Promise((resolve, reject) => {
    promises[i] = { resolve, reject };
  });
}

export function finish(i, value, ok) {
  const promise = promises[i];
  promises[i] = undefined;
  if (promise === undefined) return;
  if (ok) promise.resolve(value);
  else promise.reject(value);
}

export function forget(i) {
  promises[i] = undefined;
}

export const reject = (error) => Promise.reject(error);

function settle(x, i, g, value, ok) {
  if (x !== X || dead !== null) return;
  try {
    x.__worker_sdk_settle(i, g, value, ok);
  } catch (e) {
    end(e);
  }
}

// A collected reaction can never run: its promise will not settle, usually because its request is gone.
export function watch(promise, i, g) {
  const x = X;
  const ok = (value) => settle(x, i, g, value, 1);
  gone?.register(ok, { x, i, g, hop: -1 });
  const thenable = typeof promise?.then === "function" ? promise : Promise.resolve(promise);
  thenable.then(ok, (error) => settle(x, i, g, error, 0));
}

// A promise of the owning request: whoever resolves it, the runtime runs the reaction in that request.
export function arm(i, g, hop) {
  const x = X;
  let wake;
  const run = () => tell(x, i, g, WAKE, 0);
  gone?.register(run, { x, i, g, hop });
  new Promise((resolve) => {
    wake = resolve;
  }).then(run);
  return wake;
}

export function call(f) {
  f();
}

// A request whose promises are all settled is called hung, even when another request is about to wake it.
export function keep_alive(i, g) {
  const x = X;
  return setTimeout(() => tell(x, i, g, STARVING, 0), KEEP_ALIVE_MS);
}

export function starved(label) {
  console.warn(
    `${label} has waited 30 s for a waker that none of its own promises will call (a channel, lock or notification ` +
      "held by another request?); it is no longer kept alive",
  );
}

export function release(timer) {
  try {
    clearTimeout(timer);
  } catch {
    // The timer belongs to a request that is gone, and went with it.
  }
}

// Runs the task from the event loop, after everything that is already queued.
export function later(i, g) {
  const x = X;
  setTimeout(() => tell(x, i, g, WAKE, 0), 0);
}

export function soon(i, g) {
  const x = X;
  const run = () => tell(x, i, g, WAKE, 0);
  gone?.register(run, { x, i, g, hop: 0 });
  Promise.resolve().then(run);
}

// ---------------------------------------------------------------------------------------------- memory, text

export function refresh() {
  if (bytes.buffer !== X.memory.buffer) {
    bytes = new Uint8Array(X.memory.buffer);
    words = new Uint32Array(X.memory.buffer);
  }
}

export function text(at, length) {
  if (length > 24) return decoder.decode(bytes.subarray(at, at + length));
  let s = "";
  for (let k = at, to = at + length; k < to; k++) {
    const c = bytes[k];
    if (c > 127) return decoder.decode(bytes.subarray(at, at + length));
    s += String.fromCharCode(c);
  }
  return s;
}

// For strings that live as long as the instance.
export function constant(at, length) {
  const key = at * 256 + length;
  let s = names.get(key);
  if (s === undefined) {
    s = text(at, length);
    if (length < 256) names.set(key, s);
  }
  return s;
}

export function new_text(at, length) {
  refresh();
  return text(at, length);
}

export function constant_text(at, length) {
  const s = names.get(at * 256 + length);
  if (s !== undefined) return s;
  refresh();
  return constant(at, length);
}

// The number of bytes written; -1 for what is not text; -2 - length for what needs more room, see take_text.
export function write_text(value, at, capacity) {
  if (typeof value !== "string") return -1;
  refresh();
  const length = value.length;
  if (length <= capacity) {
    let k = 0;
    for (; k < length; k++) {
      const c = value.charCodeAt(k);
      if (c > 127) break;
      bytes[at + k] = c;
    }
    if (k === length) return length;
  }
  const encoded = encoder.encode(value);
  if (encoded.length > capacity) {
    long = encoded;
    return -2 - encoded.length;
  }
  bytes.set(encoded, at);
  return encoded.length;
}

export function take_text(at) {
  refresh();
  bytes.set(long, at);
  long = undefined;
}

// Bytes into memory that Rust reserves by calling back.
export function bytes_length(value) {
  return value.byteLength;
}

export function copy_bytes(value, at) {
  refresh();
  bytes.set(value instanceof ArrayBuffer ? new Uint8Array(value) : new Uint8Array(value.buffer, value.byteOffset, value.byteLength), at);
}

export function new_bytes(at, length) {
  refresh();
  return bytes.slice(at, at + length);
}

// -------------------------------------------------------------------------------------------------- failures

export function fail(error) {
  failure = error ?? new Error(String(error));
  return undefined;
}

export function take_failure() {
  const error = failure;
  failure = undefined;
  return error;
}
