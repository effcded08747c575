// What a test can do beside its environment: the third argument of its export. `docs/contract.md` lists the methods.

import { batchOf } from "./batch.js";
import { mailOf } from "./mail.js";

// The method through which a test gets into a Durable Object: what it does there is a function of the same isolate.
export const IN_OBJECT = "#test";

export const isClass = (value) => typeof value === "function";

// The handlers of the crate's own worker, whose first argument is what the platform passes.
export function handlersOf(own, env, ctx) {
  if (isClass(own.default)) return new own.default(ctx, env);
  const bound = ([name, handler]) => [name, (event) => handler(event, env, ctx)];
  return Object.fromEntries(Object.entries(own.default).map(bound));
}

const NO_WORKER = "this crate has no worker of its own";

export function kitOf(test, { own, noOwn }) {
  const worker = (event) => {
    const handlers = own && handlersOf(own, test.env, test.context());
    if (typeof handlers?.[event] === "function") return handlers;
    if (noOwn) throw new Error(noOwn);
    const what = handlers ? `the worker of this crate has no \`${event}\` handler` : NO_WORKER;
    throw new Error(`${what}; add a function with \`#[event(${event})]\` to \`src/lib.rs\``);
  };
  const inObject = (stub, f) => stub[IN_OBJECT](test.calls.push(f) - 1);

  return {
    async runInObject(stub, f) {
      await inObject(stub, f);
    },

    runAlarm: (stub) => inObject(stub, runAlarm),

    async evict(stub) {
      const evicted = new Error("evicted by the test");
      const ended = (error) => {
        if (error?.durableObjectReset !== true) throw error;
      };
      // It ends whatever runs, so nothing may.
      await inObject(stub, (ctx) => Promise.resolve().then(() => ctx.abort(evicted))).catch(ended);
    },

    objects: (namespace) => [...test.objects].flatMap((text) => idOf(namespace, text)),

    async fetch(request) {
      return test.tell(worker("fetch").fetch(request));
    },

    async scheduled({ cron, scheduledTime }) {
      const result = { outcome: "ok", noRetry: false };
      const noRetry = () => {
        result.noRetry = true;
      };
      const controller = { type: "scheduled", cron, scheduledTime, noRetry };
      const handlers = worker("scheduled");
      try {
        await test.tell(handlers.scheduled(controller));
      } catch (error) {
        Object.assign(result, { outcome: "exception", error });
      }
      return result;
    },

    async queue({ queue, messages }) {
      const { batch, fates } = batchOf(queue, messages);
      const handlers = worker("queue");
      const result = await completed(() => handlers.queue(batch));
      return { ...result, fates: fates(result.outcome === "ok") };
    },

    async email({ from, to, raw }) {
      const { message, done } = mailOf(from, to, raw);
      const handlers = worker("email");
      const result = await completed(() => handlers.email(message));
      return { ...result, ...done };
    },

    async tail(events) {
      const handlers = worker("tail");
      return completed(() => handlers.tail(events));
    },

    stub(host, answer) {
      if (answer) test.stubs.set(host, answer);
      else test.stubs.delete(host);
    },

    logs: () => test.logs.slice(),
    settled: () => test.tell(test.settled()),
    migrations: (binding) => ask("migrations", binding),
    host: (method, value) => ask(method, value),
  };

  // How an event ended. A handler may throw before there is a promise.
  async function completed(handle) {
    try {
      await test.tell((async () => handle())());
      return { outcome: "ok" };
    } catch (error) {
      return { outcome: "exception", error };
    }
  }

  async function ask(method, value = null) {
    const response = await test.host.fetch("http://host/", { method: "POST", body: JSON.stringify({ method, value }) });
    const answer = await response.json();
    if (answer.error !== undefined) throw new Error(answer.error);
    return answer.value;
  }
}

async function runAlarm({ storage }, object) {
  const scheduledTime = await storage.getAlarm();
  if (scheduledTime === null) return false;
  await storage.deleteAlarm();
  await object.alarm({ isRetry: false, retryCount: 0, scheduledTime });
  return true;
}

// None, if the id is one of another namespace.
function idOf(namespace, text) {
  try {
    return [namespace.idFromString(text)];
  } catch {
    return [];
  }
}
