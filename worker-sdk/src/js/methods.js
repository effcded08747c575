// What an object can do says what it is; its constructor's name does not.
import { constant } from "./text.js";

// The names stand apart by spaces; one with an exclamation mark must not be there.
function has_methods(value, at, length) {
  try {
    return constant(at, length).split(" ").every((name) => (name[0] === "!" ? !has(value, name.slice(1)) : has(value, name))) ? 1 : 0;
  } catch {
    return 0;
  }
}

// An object of the platform, not one that only looks like it: a stub of another worker has every method.
export function is_of_class(value, at, length) {
  try {
    const constructor = globalThis[constant(at, length)];
    return typeof constructor === "function" && value instanceof constructor ? 1 : 0;
  } catch {
    return 0;
  }
}

const has = (value, name) => typeof value?.[name] === "function";

// A value of the environment stays the same one: the names that it was found to have.
const known = new WeakMap();

export function is_binding(value, at, length) {
  const names = constant(at, length);
  if (known.get(value) === names) return 1;
  const is = has_methods(value, at, length);
  if (is === 1) known.set(value, names);
  return is;
}
