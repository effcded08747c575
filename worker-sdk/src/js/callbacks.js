// Calls of functions that Rust gave to JavaScript by number.
import { X, dead, end, take } from "./runtime.js";

// A call whose failure belongs to its caller.
export function callback(number, a, b) {
  try {
    X.__worker_sdk_callback(number, a, b);
    return take();
  } catch (e) {
    throw end(e);
  }
}

// A call that may come after the end of its instance `x`, and whose result nobody wants.
export function callback_late(x, number, a, b) {
  if (x !== X || dead !== null) return;
  try {
    x.__worker_sdk_callback(number, a, b);
    take();
  } catch (e) {
    end(e);
  }
}

// For a stream whose instance was ended while JavaScript still reads it.
export const lost = () => dead ?? new Error("the instance of the worker that wrote this stream was ended by a panic");
