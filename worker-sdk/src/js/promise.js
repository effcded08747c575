// Waiting for promises. Functions that can fail return a promise.
import { X, dead, end, hold, unnamed, when_abandoned } from "./runtime.js";

// A call that may come after the end of its instance `x`, and whose result nobody wants.
export function late(x, number, a, b, value) {
  if (x !== X || dead !== null) return linger();
  try {
    x.__worker_sdk_callback(number, a, b, value);
  } catch (e) {
    end(e);
  }
}

// The request of an ended instance is rejected by the one that ended it, and hears of that a turn of the event loop later.
// With nothing pending until then it would be called hung. Where this comes from a collection of garbage there are no timers.
function linger() {
  try {
    setTimeout(() => {}, 0);
  } catch {}
}

// A call of the live instance, whose failure belongs to the caller.
export function callback(number, a, b, value) {
  try {
    return X.__worker_sdk_callback(number, a, b, value);
  } catch (e) {
    throw end(e);
  }
}

// The first of three callbacks in executor/slot.rs: a promise settled, was collected, or its request was abandoned.
let callbacks;
when_abandoned((x, i, g) => late(x, callbacks + 2, i, g));

// A slot's promise. The index of one that was rejected comes inverted.
export function watch(promise, first, i, g) {
  const x = X;
  callbacks = first;
  const ok = unnamed((value) => late(x, first, i, g, value));
  hold(2 * i + 1, ok, lost, x, first, i, g);
  (typeof promise?.then === "function" ? promise : Promise.resolve(promise)).then(ok, (error) => late(x, first, ~i, g, error));
}

export const lost = (x, first, i, g) => late(x, first + 1, i, g);

// What somebody gets who waits for a promise of another request. The same call may succeed in one that lives.
export const ended = () =>
  Object.assign(new Error("the request that this promise belonged to has ended; make the call again in this request"), {
    retryable: true,
  });

// What `start` throws rejects.
export function attempt(start) {
  try {
    return start();
  } catch (e) {
    return Promise.reject(e);
  }
}
