// Remote calls, and objects and functions of Rust that others call. The Rust half of such an object is in the table of
// __private/objects.rs; it belongs to one instance of the module.
import { RpcStub, RpcTarget } from "cloudflare:workers";
import { callback, late, watch } from "./promise.js";
import { X, dead, fail, when_collected } from "./runtime.js";
import { holds_live, is_stub as is_remote, read_value, write_value } from "./tape.js";

// ------------------------------------------------------------------------------------------------------ calling

// Every name of a stub is a method of it, also `apply`. A property is read without arguments; without a name, the object
// is a function.
function start(object, is_lasting, [name, args]) {
  if (args === undefined) return object[name];
  if (name === undefined) return object(...args);
  return is_lasting === 1 ? method(object, name)(...args) : object[name](...args);
}

// The platform makes an object for a method each time that it is asked for. Those of bindings are kept.
const kept = new WeakMap();

function method(object, name) {
  let methods = kept.get(object);
  if (methods === undefined) kept.set(object, (methods = new Map()));
  let called = methods.get(name);
  if (called === undefined) {
    called = object[name];
    // What is no stub wants to know whose method it is.
    if (!is_remote(called)) return (...args) => object[name](...args);
    methods.set(name, called);
  }
  return called;
}

// The name and the arguments are on a tape.
export function call(object, is_lasting, at, live, first, i, g) {
  const what = read_value(at, live);
  let promise;
  try {
    promise = start(object, is_lasting, what);
  } catch (e) {
    promise = Promise.reject(e);
  }
  watch(promise, first, i, g);
}

// What a call gives before it is done, to call methods of; or undefined.
export function begin_call(object, at, live) {
  try {
    return start(object, 0, read_value(at, live));
  } catch (e) {
    fail(e);
  }
}

const is_stub = (value) => typeof value === "function" && value instanceof RpcStub;

// A stub of one's own: whoever gave this one takes it back when the call is over.
// One of another request cannot be had.
export function own(value) {
  try {
    return is_stub(value) ? value.dup() : value;
  } catch (e) {
    return fail(e);
  }
}
export const is_owned = (value) => (is_stub(value) ? 1 : 0);

// Outside of the request that it belongs to, there is nothing left to let go of.
export function dispose(value) {
  try {
    value?.[Symbol.dispose]?.();
  } catch {}
}

// 1 where the value was disposed of, too. One that has stubs in it can be when they have been read.
export function write_and_dispose(value, at) {
  if (write_value(value, at) === 0) return 0;
  if (holds_live()) return 2;
  if (typeof value === "object" && value !== null) dispose(value);
  return 1;
}

export const readable = (content) => (typeof content?.getReader === "function" ? content : new Response(content ?? "").body);

export const type_error = (message) => new TypeError(message);

// ------------------------------------------------------------------------------------------------------ serving

const HALF = Symbol("half");
// By the names of their methods.
const classes = new Map();

class Half {
  constructor(handle, invoke, release) {
    this.x = X;
    this.handle = handle;
    this.invoke = invoke;
    this.release = release;
  }

  call(method, args) {
    if (this.x !== X || dead !== null || this.handle < 0) throw new Error("the object of this call is gone");
    return callback(this.invoke, this.handle, method, args);
  }

  let_go() {
    if (this.handle >= 0) late(this.x, this.release, this.handle, 0);
    this.handle = -1;
  }
}

function held(object, half) {
  when_collected(object, () => half.let_go());
  return object;
}

function class_of(names) {
  let Target = classes.get(names);
  if (Target === undefined) {
    Target = class extends RpcTarget {
      [Symbol.dispose]() {
        this[HALF].let_go();
      }
    };
    names.split(" ").forEach((name, method) => {
      const called = function (...args) {
        return this[HALF].call(method, args);
      };
      if (name.startsWith("=")) Object.defineProperty(Target.prototype, name.slice(1), { get: called });
      else Target.prototype[name] = called;
    });
    classes.set(names, Target);
  }
  return Target;
}

export function new_target(names, handle, invoke, release) {
  const half = new Half(handle, invoke, release);
  const target = new (class_of(names))();
  target[HALF] = half;
  return new RpcStub(held(target, half));
}

// A function as it is, for those who call it in this isolate.
export function new_function(handle, invoke, release) {
  const half = new Half(handle, invoke, release);
  const called = (...args) => half.call(0, args);
  called[Symbol.dispose] = () => half.let_go();
  return held(called, half);
}

export const new_stub = (value) => new RpcStub(value);
