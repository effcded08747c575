// Queues. A delay below 0 is none.
import { attempt } from "./promise.js";
import { X } from "./runtime.js";
import { write_text } from "./text.js";

const delayed = (options, delay) => {
  if (delay >= 0) options.delaySeconds = delay;
  return options;
};

// The one message of a list.
export const send = (queue, [{ body, ...options }]) => attempt(() => queue.send(body, options));

export const send_batch = (queue, messages, delay) => attempt(() => queue.sendBatch(messages, delayed({}, delay)));

// In bytes as they are sent; 0 for what only the platform can measure.
export const lengths = (messages) => messages.map((message) => {
  try {
    return length(message);
  } catch {
    return 0;
  }
});

function length({ body, contentType }) {
  const text = contentType === "json" ? JSON.stringify(body) : body;
  return typeof text === "string" ? new TextEncoder().encode(text).length : contentType === "bytes" ? body.byteLength : 0;
}

export const queue_metrics = (queue) => attempt(() => queue.metrics());

// Of a batch, or of the answer to what was sent.
export const metrics_of = (holder) => holder?.metadata?.metrics;
export const oldest = (metrics) => Number(metrics?.oldestMessageTimestamp ?? 0);

// After the event of a message, nothing can be said of it.
function say(of, what, options) {
  try {
    of[what](options);
  } catch (e) {
    console.warn("nothing can be said of a message after its event:", e);
  }
}

export const ack_all = (batch) => say(batch, "ackAll");
export const retry_all = (batch, delay) => say(batch, "retryAll", delayed({}, delay));

// Batches of which messages were acknowledged, by the address of the marks in the memory of their instance: one for each
// message, and one that is not 0 while they wait here.
const collected = new Map();
const ACK = 1;
const TOLD = 2;

// What Rust has not told when the handler waits, is over or fell over, is told by itself.
export function collect_acks(messages, at, length) {
  const acks = { x: X, messages, at, length };
  collected.set(at, acks);
  Promise.resolve().then(() => collected.get(at) === acks && tell(acks));
}

function tell({ x, messages, at, length }) {
  const marks = marks_of(x, at, length);
  for (let k = 0; k < length; k++) {
    if (marks[k] !== ACK) continue;
    marks[k] = TOLD;
    say(messages[k], "ack");
  }
}

function marks_of(x, at, length) {
  collected.delete(at);
  const marks = new Uint8Array(x.memory.buffer, at, length + 1);
  marks[length] = 0;
  return marks;
}

// When all messages of a batch were, and nothing else was said, one word is enough.
export function tell_acks(batch, at, is_whole) {
  const acks = collected.get(at);
  if (is_whole === 0 || typeof batch.ackAll !== "function") return tell(acks);
  marks_of(acks.x, at, acks.length);
  ack_all(batch);
}

// Of messages by their index: most of them are never needed by themselves.
export const retry = (messages, index, delay) => say(messages[index], "retry", delayed({}, delay));

export const id_of = (messages, index, at, room) => write_text(messages[index].id, at, room);
export const sent_at = (messages, index) => Number(messages[index].timestamp);
export const attempts_of = (messages, index) => messages[index].attempts ?? 1;
export const body_of = (messages, index) => messages[index].body;
export const is_binary = (value) => (ArrayBuffer.isView(value) || value instanceof ArrayBuffer ? 1 : 0);
