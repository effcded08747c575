// The lifecycle of wasm instances and the JavaScript half of the executor. The Rust half, with the reasons, is
// src/executor. JavaScript holds (index, generation) of tasks and slots, never pointers: a late callback finds
// nothing. Callbacks also remember the instance they were made for, so those of an ended one do nothing.

const KEEP_ALIVE_MS = 30_000;
// To listen for the loss of a client takes longer than the rest of an `await`, and few requests last for so many events.
const WATCH_AFTER = 8;

// What a task can be told, as in executor/exports.rs.
const WAKE = 0;
const CANCEL = 1;
const HOP_GONE = 2;
const STARVING = 3;
const PROBE = 4;

// The exports of the live instance, and the error that ended it.
export let X;
export let dead = null;
// The last panic, until its task reports it.
let panicked = null;
// What the platform passed to the event that begins.
let source;
// What the last failed helper caught.
let failure;
let glue;
const handlers = [];
const starts = [];
// By the index of a task: the promise that the platform holds.
const promises = [];
// Whether one of them may have a client that nobody watches yet.
let unwatched;
let events = 0;

// ------------------------------------------------------------------------------------------------ lifecycle

export function init(exports) {
  X = exports;
  // Where panics unwind, what JavaScript throws through Rust waits here; see worker-build's wasm/thrown.rs. Nothing yet.
  if (X.__worker_sdk_thrown) X.__worker_sdk_thrown.value = X;
  dead = panicked = null;
  promises.length = reactions.length = 0;
}

export function boot(module) {
  glue = module;
}

export function handler(name) {
  const entry = { name, id: X[name]() };
  handlers.push(entry);
  return (a, b, c) => {
    const outer = source;
    try {
      if (++events % WATCH_AFTER === 0) watch_clients(events - WATCH_AFTER);
      if (dead !== null) {
        // Calls of the ended instance are still on the stack.
        if (outer !== undefined) throw dead;
        revive();
      }
      source = a;
      return X.__worker_sdk_call(entry.id, a, b, c);
    } catch (e) {
      throw end(e);
    } finally {
      source = outer;
    }
  };
}

export function start(name) {
  starts.push(name);
  run_start(name);
}

function run_start(name) {
  const error = X.__worker_sdk_call(X[name]());
  if (error !== undefined) throw error;
}

function revive() {
  glue.__wbg_reset_state();
  for (const entry of handlers) entry.id = X[entry.name]();
  starts.forEach(run_start);
}

// Whatever escapes from wasm (a trap, a stack overflow, an exception that crossed Rust frames) leaves the instance
// in a state that nobody can trust. Everything in flight is answered now, the next event gets a fresh instance.
export function end(cause) {
  const thrown = X.__worker_sdk_thrown;
  const is_thrown = thrown && thrown.value !== X;
  if (is_thrown) cause = thrown.value;
  // Neither that nor a stack overflow is a panic: what is kept then is an older one that somebody caught.
  const own = is_thrown || cause instanceof RangeError ? null : panicked;
  // Rust runs into this instruction without a panic when it gets no memory, or by `std::process::abort`.
  const what = cause?.message === "unreachable" ? "out of memory, or aborted" : "the Rust code was stopped";
  if (dead === null) abandon(own ?? ended(what, cause), -1);
  return own ?? dead;
}

function abandon(error, task) {
  dead = error;
  const others = ended("the request was lost: another one panicked", error);
  promises.forEach((promise, i) => promise?.reject(i === task ? error : others));
  promises.length = 0;
}

function ended(message, cause) {
  const error = new Error(`${message}: ${cause?.message ?? cause}`, { cause });
  error.name = "RustPanic";
  return error;
}

// Frames between the code that panicked and this function, and those of the SDK below it, say nothing.
const STACK_NOISE =
  / at [<&]*(\w+ as )?(std|core|alloc|worker_sdk|wasm_bindgen)::|__worker_sdk|__rustc|rust_begin|rust_panic|FnOnce|FnMut/;

export function panic(message, file, line, column, task, fatal) {
  const limit = Error.stackTraceLimit;
  Error.stackTraceLimit = 60;
  const error = new Error(message);
  Error.stackTraceLimit = limit;
  error.name = "RustPanic";
  // Nor do those of JavaScript: they lead through wrangler's bundle to whatever called the worker.
  const frames = `${error.stack}`.split("\n").filter((frame) => / at .*wasm-f/.test(frame) && !STACK_NOISE.test(frame));
  error.stack = [`RustPanic: ${message}`, `    at panic! (${file}:${line}:${column})`, ...frames].join("\n");
  console.error(error.stack);
  panicked = error;
  if (fatal) abandon(error, task);
}

export function take_panic() {
  const error = panicked;
  panicked = null;
  return error ?? new Error("panicked");
}

export function fail(error) {
  failure = error ?? new Error(String(error));
}

export function take_failure() {
  const error = failure;
  failure = undefined;
  return error;
}

// ------------------------------------------------------------------------------------------------- executor

// Not there before the compatibility date 2025-05-05.
const collected =
  globalThis.FinalizationRegistry && new FinalizationRegistry(([forget, ...held]) => forget(...held));

// Calls `forget` when `object` is collected; it must not lead to the object.
export const when_collected = (object, forget, token) => collected?.register(object, [forget], token);

// A collected reaction can never run: its promise will not settle, usually because its request is gone. To register
// one costs more than the whole `await`, so that is done at the next collection of garbage, for those that are left.
const reactions = [];

// `held`, a function and what it is given, must not lead to the reaction. Nobody asks for an older one of that place.
export const hold = (place, reaction, ...held) => (reactions[place] = [reaction, held]);

(function register() {
  reactions.forEach((entry) => collected.register(...entry));
  reactions.length = 0;
  when_collected({}, register);
})();

// wrangler's bundler keeps names: it gives each function that a variable names its name again, whenever one is made.
export const unnamed = (f) => f;

function tell(x, i, g, what, hop) {
  if (x !== X || dead !== null) return;
  try {
    return x.__worker_sdk_task(i, g, what, hop);
  } catch (e) {
    end(e);
  }
}

let abandoned;
// `heard` is told of cancelled tasks some of whose promises others wait for.
export const when_abandoned = (heard) => (abandoned = heard);

// The runtime holds it until a major collection of garbage: with the request in its scope, all of that would stay, too.
const canceller = (x, i, g) => () => tell(x, i, g, CANCEL) && abandoned?.(x, i, g);

// The promise that the platform waits for. Called in the request that owns the task. `client` is 0 for a task that has
// none of its own, 2 when a task waits for others, which have to learn at once that a client left, and -1 for one that goes
// on without its client.
export function pend(i, g, client) {
  const from = client ? source : undefined;
  return new Promise((resolve, reject) => {
    // The poll itself may have ended the instance, through JavaScript that called another task.
    if (dead !== null) return reject(dead);
    promises[i] = { resolve, reject, g, from, since: client > 0 && from instanceof Request ? (unwatched = events) : undefined };
    if (client === 2) watch_clients(events);
  });
}

// Watches the clients of those that have waited since the event `last` or one before. It may be called in other requests,
// where `aborted` cannot be read; a runtime that refuses more leaves them to the collector of garbage.
function watch_clients(last) {
  if (!unwatched) return;
  unwatched = last < Infinity;
  promises.forEach((promise, i) => {
    if (!(promise?.since <= last)) return;
    promise.since = undefined;
    const cancel = canceller(X, i, promise.g);
    try {
      const { signal } = promise.from;
      if (signal.reason) cancel();
      // A listener costs the runtime more than twice as much, also at each collection of garbage.
      else if (signal.onabort === null) signal.onabort = cancel;
      else signal.addEventListener("abort", cancel);
    } catch {}
  });
}

export const source_of = (i) => promises[i]?.from ?? source;

// `ok` as in executor/task.rs: with neither 1 nor 0 the promise is forgotten.
export function finish(i, value, ok) {
  const promise = promises[i];
  promises[i] = undefined;
  if (ok === 1) promise?.resolve(value);
  else if (ok === 0) promise?.reject(value);
}

export const reject = (error) => Promise.reject(error);

// Runs a reaction of the request that is current now: a promise of it is resolved, from wherever.
function bound(reaction) {
  let run;
  new Promise((resolve) => {
    run = resolve;
  }).then(reaction);
  return run;
}

export function arm(i, g, hop) {
  queueMicrotask(() => watch_clients(Infinity));
  const x = X;
  const run = unnamed(() => tell(x, i, g, WAKE));
  hold(2 * i, run, tell, x, i, g, HOP_GONE, hop);
  return bound(run);
}

export const call = (f) => f();

// The first poll of a task of its own, after everything that runs now.
export const soon = (i, g) => arm(i, g, 0)();

// The event loop comes first.
export function later(i, g) {
  after(0, i, g, WAKE);
}

// A timer of the request that owns the task. Collected before its time, it went with its request, and so does the task.
function after(ms, i, g, what, hop) {
  const x = X;
  const token = {};
  const run = () => {
    collected?.unregister(token);
    tell(x, i, g, what, hop);
  };
  when_collected(run, () => tell(x, i, g, CANCEL), token);
  let timer;
  try {
    timer = setTimeout(run, ms);
  } catch {
    // There are none where a collection of garbage drops things. A task that was to be kept alive goes on without one.
    if (ms === 0) queueMicrotask(run);
    else collected?.unregister(token);
  }
  return [timer, token];
}

// A request whose promises are all settled is called hung, even when another request is about to wake it. The keeper
// is let go from anywhere, so the timer is cleared in a reaction, which runs in the request that owns it.
export function keep_alive(i, g, hop) {
  const [timer, token] = after(KEEP_ALIVE_MS, i, g, STARVING, hop);
  return bound(() => {
    collected?.unregister(token);
    clearTimeout(timer);
  });
}

// Asks for the request of a task, which may have ended, at each collection of garbage until the task is gone.
const probe = (x, i, g) => when_collected({}, () => tell(x, i, g, PROBE) && probe(x, i, g));

export function starved(name, line, i, g) {
  probe(X, i, g);
  const task = line > 0 ? `the task spawned at ${name}:${line}` : `the \`${name}\` handler`;
  console.warn(
    `${task} has waited 30 s for a waker that none of its promises will call (a lock or channel of another request?)`,
  );
}
