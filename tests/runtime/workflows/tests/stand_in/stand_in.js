// A workflow with the interface that the platform documents, for what the local simulator lacks.

export function new_workflow() {
  const log = [];
  const handle = (id) => ({
    id,
    delete: async () => void log.push(`delete ${id}`),
    restart: async (options) => void log.push(`restart ${id} ${JSON.stringify(options)}`),
    terminate: async (options) => void log.push(`terminate ${id} ${JSON.stringify(options)}`),
    subscribe: async (options) => {
      log.push(`subscribe ${JSON.stringify(options)}`);
      return subscription(log);
    },
  });
  return {
    log,
    create: async (options) => {
      log.push(`create ${JSON.stringify(options)}`);
      return handle(options.id);
    },
    createBatch: async (options) => {
      log.push(`createBatch ${JSON.stringify(options)}`);
      const error = { index: 1, id: "b", code: 10001, message: "b is taken" };
      return { created: [handle("a")], errors: [error, { index: 2, code: 10002, message: "too many" }] };
    },
    get: async (id) => handle(id),
    deleteBatch: async ([first, ...others]) => ({
      deleted: [{ id: first }],
      errors: others.map((id) => ({ id, code: 10200, message: `there is no ${id}` })),
    }),
  };
}

// As simulators that have `deleteBatch` and take lists alone.
export function new_workflow_of_lists() {
  const log = [];
  const createBatch = async (batch) => {
    if (batch.length === 0) throw new Error("WorkflowError: batchCreate should have at least 1 instance");
    return batch.map(({ id }) => {
      log.push(`create ${id}`);
      return { id };
    });
  };
  return { log, createBatch, create: async () => {}, get: async () => {}, deleteBatch: async () => {} };
}

// Sends JSON, as the platform's class does, and has all that it was sent as events of workflows.
export function new_workflow_of_json() {
  const payloads = [];
  const keep = (json) => {
    const { params = {}, payload = params } = JSON.parse(json);
    payloads.push({ payload, timestamp: new Date(1000), instanceId: "a" });
  };
  const create = async (options) => {
    keep(JSON.stringify(options ?? {}));
    return { sendEvent: async (event) => keep(JSON.stringify(event)) };
  };
  return { payloads, create, get: create };
}
export const next_payload = (workflow) => workflow.payloads.shift();

const EVENTS = [
  { type: "workflow_started", params: { item: "tea" } },
  { type: "attempt_errored", stepName: "pack", attempt: 1, retryDelayMs: 1500, error: { name: "TypeError", message: "no box" } },
  { type: "step_completed", stepName: "pack", output: 7 },
  { type: "wait_started", stepName: "pick up", eventType: "picked-up" },
  {
    type: "step_started",
    stepName: "ship",
    config: { retries: { limit: 3, delay: "[dynamic]", backoff: "constant" }, timeout: "2 hours", sensitive: "output" },
  },
];

function subscription(log) {
  const events = EVENTS.map((event, i) => ({ instanceId: "a", eventId: i + 1, timestamp: 1000 * i, ...event }));
  return {
    next: async () => {
      await scheduler.wait(1);
      const value = events.shift();
      return { value, done: value === undefined };
    },
    [Symbol.dispose]: () => void log.push("disposed"),
  };
}

// Tries steps as the platform does, and undoes them, the last first, when a step is called `fail`. Its delays are told, not waited for.
export function new_step() {
  const told = [];
  const undone = [];
  const counts = {};
  const undo = async () => {
    for (const { options, known } of undone) {
      told.push(JSON.stringify(options.rollbackConfig));
      await options.rollback({ ...known, error: new RangeError("out of stock") });
    }
  };
  return {
    told,
    waitForEvent: async (name, { type }) => ({ payload: name, timestamp: new Date(0), type, sensitive: "output" }),
    async do(name, ...rest) {
      const [config, body, options] = typeof rest[0] === "function" ? [{}, ...rest] : rest;
      const count = (counts[name] = (counts[name] ?? 0) + 1);
      for (let attempt = 1; ; attempt++) {
        const ctx = { step: { name, count }, attempt, config };
        try {
          const output = await body(ctx);
          if (name === "fail") await undo();
          if (options) undone.unshift({ options, known: { ctx, output, stepName: `${name}-${count}` } });
          return output;
        } catch (error) {
          if (attempt > (config.retries?.limit ?? 0)) throw error;
          const { delay } = config.retries;
          told.push(typeof delay === "function" ? await delay({ ctx, error }) : delay);
        }
      }
    },
  };
}

export const told = (object) => JSON.stringify(object.told ?? object.log);
export const new_event = () => ({
  payload: "tea",
  timestamp: new Date(1000),
  instanceId: "a",
  workflowName: "orders",
  schedule: { cron: "0 3 * * *", scheduledTime: 2000 },
});

// As a runtime that can roll back steps; the function that it gives makes it again what it was.
export function newer_runtime() {
  const was = Object.getOwnPropertyDescriptor(globalThis, "Cloudflare");
  const value = { compatibilityFlags: { workflows_step_rollback: true } };
  Object.defineProperty(globalThis, "Cloudflare", { value, configurable: true });
  return () => Object.defineProperty(globalThis, "Cloudflare", was);
}
export const call = (f) => f();

export const exports_of = (workflow) => ({ Order: workflow, Greeter: { fetch() {} } });
