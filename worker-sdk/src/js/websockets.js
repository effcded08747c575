// WebSockets. Functions that can fail keep the failure, and give 0 or undefined. The messages of an accepted socket wait in an inbox on this side, until Rust takes them.
import { callback, late, lost } from "./promise.js";
import { X, dead, fail, when_collected } from "./runtime.js";

const ABNORMAL = 1006;
const NO_STATUS = 1005;
const INVALID_DATA = 1007;
const INTERNAL_ERROR = 1011;
const TRY_AGAIN_LATER = 1013;

// What a message costs beside its content.
const OVERHEAD = 64;

// What there is to read.
const NOTHING = 0;
const TEXT = 1;
const BINARY = 2;
const CLOSED = 3;
const OVERFLOW = 4;
const FAILED = 5;

// So many who wait are asked whether they still do.
const MANY = 64;

// How long who has read may send after the other side has closed.
const GRACE_MS = 10_000;

// The longest delay there is.
const FOREVER = 0x7fffffff;

// A test may stop the clock of others.
const { clearTimeout, setTimeout } = globalThis;

const LOST = { code: ABNORMAL, reason: "", wasClean: false };

export function new_pair() {
  try {
    return Object.values(new WebSocketPair());
  } catch (e) {
    return fail(e);
  }
}

function succeeds(action) {
  try {
    action();
    return 1;
  } catch (e) {
    fail(e);
    return 0;
  }
}

// Without a closure, as often as this is called.
export function send_message(socket, data) {
  try {
    socket.send(data);
    return 1;
  } catch (e) {
    fail(e);
    return 0;
  }
}

export function close_socket(socket, inbox, code, reason) {
  if (inbox?.end === undefined) return succeeds(() => close(socket, code, reason));
  inbox.answer(code, reason);
  return 1;
}

const close = (socket, code, reason) => (code === NO_STATUS ? socket.close() : socket.close(code, reason));

// What is no socket counts as closed, and one of another request, which cannot be asked.
export function ready_state(socket) {
  try {
    return socket?.readyState ?? 3;
  } catch {
    return 3;
  }
}

// Newer runtimes answer by themselves; then this does nothing.
export function answer_close(socket, code, reason) {
  if (code !== ABNORMAL) attempt(() => close(socket, code, reason));
}

function attempt(action) {
  try {
    action();
  } catch {
    // The socket is closed already, or it went with its request.
  }
}

// ---------------------------------------------------------------------------------------------------- inbox

const ROOM = 1024;

class Inbox {
  messages = [];
  next = 0;
  size = 0;
  // Whom to tell when there is something new: the arguments for promise.js, or a function.
  waiting = [];
  many = MANY;
  // Whether anybody reads.
  asked = false;
  overflown = false;
  given_away = false;
  answered = false;
  error = undefined;
  // The close event, which comes after all messages.
  end = undefined;

  constructor(socket, limit, half_open, strict, is_left) {
    this.socket = socket;
    this.limit = limit;
    this.half_open = half_open;
    this.strict = strict;
    this.is_left = is_left;
  }

  // Readers that gave up are here until there is something new, which may be never. Those of other events cannot be asked.
  wait(who) {
    if (this.waiting.push(who) < this.many) return;
    this.waiting = this.waiting.filter(({ x, i, g }) => x === undefined || (x === X && callback(this.is_left, i, g)));
    this.many = MANY + 2 * this.waiting.length;
  }

  wake() {
    const waiting = this.waiting;
    if (waiting.length === 1) return tell(waiting.pop());
    this.waiting = [];
    waiting.forEach(tell);
  }

  take(data) {
    const size = (data.length ?? data.byteLength) + OVERHEAD;
    if (this.size > 0 && this.size + size > this.limit) {
      this.overflown = true;
      this.refuse(TRY_AGAIN_LATER, "too many unread messages");
    } else if (this.strict && typeof data === "string" && data.includes("\uFFFD")) {
      this.error = new TypeError("a text message was not UTF-8");
      this.refuse(INVALID_DATA, "text has to be UTF-8");
    } else {
      this.messages.push(data);
      this.size += size;
    }
    this.wake();
  }

  refuse(code, reason) {
    this.stop();
    attempt(() => this.socket.close(code, reason));
  }

  first() {
    const data = this.messages[this.next];
    this.messages[this.next++] = undefined;
    this.size -= (data.length ?? data.byteLength) + OVERHEAD;
    if (this.next === this.messages.length) this.forget();
    else if (this.next >= ROOM && 2 * this.next >= this.messages.length) this.make_room();
    return data;
  }

  // With a reader that never quite catches up, the places of what it has read would stay.
  make_room() {
    this.messages = this.messages.slice(this.next);
    this.next = 0;
  }

  forget() {
    // To set the length is a call of the runtime's.
    if (this.messages.length === 1) this.messages.pop();
    else this.messages = [];
    this.next = 0;
  }

  finish({ code, reason, wasClean }) {
    this.end ??= { code, reason, wasClean };
    this.stop();
    if (!this.half_open) this.answer_soon();
    this.wake();
  }

  // Not in the close event itself: a close frame that follows a message too closely is lost in the runtime, which
  // takes the end of that message for the end of all (workerd#1535 tells of it for hibernating sockets).
  answer(code, reason) {
    if (this.answered) return;
    this.answered = true;
    // Where this is dropped by a collection of garbage there are no timers, and the socket went with its request.
    attempt(() => setTimeout(() => answer_close(this.socket, code, reason), 0));
  }

  // Who reads may still send answers to the messages before, for a while. Who only sends learns of the end by it.
  answer_soon() {
    if (this.asked) attempt(() => setTimeout(() => this.answer_alike(), GRACE_MS));
    else this.answer_alike();
  }

  answer_alike() {
    this.answer(this.end.code, this.end.reason);
  }

  stop() {
    attempt(() => {
      for (const type in this.on) this.socket.removeEventListener(type, this.on[type]);
    });
    attempt(() => clearTimeout(this.timer));
  }
}

function tell(who) {
  if (typeof who === "function") who();
  else late(who.x, who.first, who.i, who.g);
}

export function accept(socket, limit, half_open, strict, is_left) {
  try {
    // Bytes come as an ArrayBuffer, whatever the compatibility date says.
    socket.binaryType = "arraybuffer";
    // The inbox answers the close frame when all messages are read.
    socket.accept({ allowHalfOpen: true });
    return listen(new Inbox(socket, limit, half_open === 1, strict === 1, is_left));
  } catch (e) {
    return fail(e);
  }
}

function listen(inbox) {
  const x = X;
  // The instance that reads may have been ended by a panic.
  const handle = (f) => (event) => (x === X && dead === null ? f(event) : leave(inbox, INTERNAL_ERROR));
  inbox.on = {
    message: handle((event) => inbox.take(event.data)),
    close: handle((event) => inbox.finish(event)),
    error: handle((event) => {
      if (/disconnected|connection lost/i.test(event.message)) return inbox.finish(LOST);
      inbox.error ??= event.error ?? new Error(event.message);
      inbox.finish(LOST);
    }),
  };
  for (const type in inbox.on) inbox.socket.addEventListener(type, inbox.on[type]);
  watch_request(inbox);
  return inbox;
}

// A request that is ended from outside takes its timers along, and tells no socket. Rust may hold the socket, so
// what waits for it has to be let go here.
function watch_request(inbox) {
  const timer = () => {};
  when_collected(timer, () => {
    for (const { x, first, i, g } of inbox.waiting.splice(0)) lost(x, first, i, g);
  });
  inbox.timer = setTimeout(timer, FOREVER);
}

// What there is to read, as in websockets/inbox.rs: a number, as to ask for the kind of a value is a call, too.
export function next_kind(inbox) {
  inbox.asked = true;
  if (inbox.next < inbox.messages.length) return typeof inbox.messages[inbox.next] === "string" ? TEXT : BINARY;
  if (inbox.overflown) {
    inbox.overflown = false;
    inbox.end = LOST;
    return OVERFLOW;
  }
  if (inbox.error !== undefined) {
    fail(inbox.error);
    inbox.error = undefined;
    inbox.end ??= LOST;
    return FAILED;
  }
  if (inbox.end === undefined) return NOTHING;
  if (!inbox.half_open) inbox.answer_alike();
  return CLOSED;
}

export const take_message = (inbox) => inbox.first();

// Rust goes on in the event itself, which saves a promise for each message; that is the right request only when the
// socket was accepted in it.
export const wait_here = (inbox, first, i, g) => inbox.wait({ x: X, first, i, g });
export const wait_message = (inbox) => new Promise((resolve) => inbox.wait(resolve));

export const close_frame = (inbox) => inbox.end && [inbox.end.code, inbox.end.reason, inbox.end.wasClean];

// Nobody reads any more. The socket is closed, or, with code 0, left to somebody else.
export function leave(inbox, code) {
  inbox.stop();
  inbox.messages = [];
  inbox.next = inbox.size = 0;
  inbox.given_away ||= code === 0;
  if (inbox.given_away) return;
  if (inbox.end !== undefined) inbox.answer_alike();
  else attempt(() => inbox.socket.close(code, ""));
}

// Closes the socket when the task whose promise this is failed, also with its instance, when Rust cannot. A panic has been
// reported already.
export const close_after = (inbox, promise) => {
  promise.catch((error) => {
    leave(inbox, INTERNAL_ERROR);
    if (error?.name !== "RustPanic") console.error(error);
  });
};
