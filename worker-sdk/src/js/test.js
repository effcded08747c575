// Over the kit that the harness of `worker-build test` passes to a test; docs/contract.md lists its methods.
// A worker that is no test links nothing of this.
import { callback } from "./promise.js";
import { X, dead } from "./runtime.js";

export const own_fetch = async (kit, request) => kit.fetch(request);
export const own_scheduled = async (kit, cron, scheduledTime) => kit.scheduled({ cron, scheduledTime });
export const own_queue = async (kit, queue, messages) => kit.queue({ queue, messages });
export const own_email = async (kit, from, to, raw) => kit.email({ from, to, raw });
export const own_tail = async (kit, events) => kit.tail(events);
export const ask_host = async (kit, method, value) => kit.host(method, value);
export const migrations = async (kit, binding) => kit.migrations(binding);
export const settled = async (kit) => kit.settled();
export const logs = (kit) => kit.logs();

// ---------------------------------------------------------------------------------------------- Durable Objects

export const run_alarm = async (kit, stub) => kit.runAlarm(stub);
export const evict = async (kit, stub) => kit.evict(stub);
export const objects = (kit, namespace) => kit.objects(namespace);

export async function run_in_object(kit, stub, start, i, g) {
  const x = X;
  await kit.runInObject(stub, (ctx) => {
    if (x !== X || dead !== null) throw dead ?? new Error("the test has ended");
    return callback(start, i, g, ctx);
  });
}

// -------------------------------------------------------------------------------------------- outbound requests

// Of each kit: host -> stubs, the newest last, which answers.
const stubs = new WeakMap();

export function stub(kit, host, answer, i, g) {
  const x = X;
  if (!stubs.has(kit)) stubs.set(kit, new Map());
  const hosts = stubs.get(kit);
  const stack = hosts.get(host) ?? [];
  hosts.set(host, stack);
  stack.push({ i, g });
  kit.stub(host, async (outbound) => {
    if (x !== X || dead !== null) throw dead ?? new Error(`the test that stubbed \`${host}\` has ended`);
    const { i, g } = stack[stack.length - 1];
    return callback(answer, i, g, outbound);
  });
}

export function unstub(kit, host, i, g) {
  const hosts = stubs.get(kit);
  const stack = hosts?.get(host)?.filter((other) => other.i !== i || other.g !== g) ?? [];
  hosts?.get(host)?.splice(0, Infinity, ...stack);
  if (stack.length === 0) kit.stub(host, null);
}

// ---------------------------------------------------------------------------------------------------------- time

const LONGEST = 0x7fffffff;
const { setTimeout: start, clearTimeout: stop } = globalThis;
const now = Date.now;
let time;
// Timers that wait for the frozen clock. Each has a real one, which is its number and keeps its request waiting.
const timers = new Map();

export function freeze() {
  if (globalThis.setTimeout === set_timeout) return 0;
  timers.clear();
  time = now();
  Object.assign(globalThis, { setTimeout: set_timeout, clearTimeout: clear_timeout });
  Date.now = () => time;
  const begun = performance.now() - time;
  Object.defineProperty(performance, "now", { value: () => begun + time, configurable: true });
  return 1;
}

export function thaw() {
  Object.assign(globalThis, { setTimeout: start, clearTimeout: stop });
  Date.now = now;
  delete performance.now;
  for (const timer of timers.values()) start(timer.run, timer.at - time);
  timers.clear();
}

function set_timeout(callback, ms, ...args) {
  if (!(ms > 0)) return start(callback, 0, ...args);
  const id = start(() => {}, LONGEST);
  timers.set(id, { at: time + ms, run: () => callback(...args) });
  return id;
}

function clear_timeout(id) {
  timers.delete(id);
  stop(id);
}

// What runs may set further timers, so the clock goes from one to the next.
export async function advance(ms) {
  const target = time + ms;
  for (;;) {
    await new Promise((resolve) => start(resolve, 0));
    const [id, timer] = first_timer() ?? [];
    if (timer === undefined || timer.at > target) break;
    time = Math.max(time, timer.at);
    timers.delete(id);
    timer.run();
  }
  time = target;
}

function first_timer() {
  return [...timers].reduce((first, other) => (first === undefined || other[1].at < first[1].at ? other : first), undefined);
}
