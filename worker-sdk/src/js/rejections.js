// Promises that fail while nobody waits for them.
import { late } from "./promise.js";
import { X } from "./runtime.js";

// The kind of event -> what the last instance does with one.
const heard = new Map();

export function hear_rejections(kind, callback) {
  const x = X;
  const is_first = !heard.has(kind);
  heard.set(kind, (event) => late(x, callback, 0, 0, event.reason));
  if (is_first) addEventListener(kind, (event) => heard.get(kind)(event));
}

export const report_uncaught = (error) => reportError(error);
