// Classes of the platform whose methods are Rust. What the platform holds is an object of JavaScript; its other half is
// in a table of Rust, and known here by its number and the instance of the module that the number belongs to.
import { late } from "./promise.js";
import { X, dead, take_failure, when_collected } from "./runtime.js";

// The callback that releases an object of Rust.
let release;
export const on_release = (number) => {
  release = number;
};

export class Half {
  // `make` and the methods are handlers, as `runtime.js` gives them.
  constructor(make, ctx, env) {
    this.make = make;
    this.ctx = ctx;
    this.env = env;
    this.build();
  }

  // Also when the instance ended in which the object was: what it has stored is all that is left of it.
  build() {
    this.x = undefined;
    const made = this.make(this.ctx, this.env);
    if (made === undefined) throw take_failure();
    this.x = X;
    if (typeof made === "number") this.adopt(made);
    else this.wait(made);
  }

  adopt(handle) {
    const x = X;
    this.handle = handle;
    when_collected(this, () => late(x, release, handle, 0));
  }

  // The platform holds events back meanwhile. Not the one in which an object is built again, which is here already.
  wait(made) {
    const x = X;
    const done = (handle) => {
      // It may have been built again, in another instance, meanwhile.
      if (this.x !== x) return;
      this.waits = undefined;
      if (x === X) this.adopt(handle);
    };
    const failed = (error) => {
      if (this.x === x) this.waits = this.x = undefined;
      throw error;
    };
    this.waits = made.then(done, failed);
    this.waits.catch(() => {});
  }

  // A method that has one argument gets the environment behind it.
  call(method, a, b = this.env) {
    if (this.x !== X || dead !== null) this.build();
    if (this.waits === undefined) return method(a, b, this.handle);
    return this.waits.then(() => this.call(method, a, b));
  }

  // Answers the close frame of a hibernating socket, which compatibility dates before 2026-04-07 leave to the class,
  // when the method is done with it. A class without one does nothing else.
  async close(method, socket, frame) {
    try {
      if (method !== undefined) await this.call(method, socket, frame);
    } finally {
      answer(socket, frame);
    }
  }
}

const NO_STATUS = 1005;
const ABNORMAL = 1006;

function answer(socket, [code, reason]) {
  if (code === ABNORMAL) return;
  try {
    if (code === NO_STATUS) socket.close();
    else socket.close(code, reason);
  } catch {
    // The method has done it, or the connection is gone.
  }
}
