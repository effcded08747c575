// Runs one test for each request, in a fresh instance of the module and with the test's own environment. The answer is
// a stream of JSON lines: what the test prints, and how it ended.
import * as platform from "cloudflare:workers";
import { begin, clearTimeout, running, setTimeout } from "./globals.js";
import { IN_OBJECT, handlersOf, isClass, kitOf } from "./kit.js";
import { runBindgenTest } from "./bindgen.js";

// How long a test that is done is waited for by what it left to `waitUntil`.
const DRAIN_MS = 2_000;

const encoder = new TextEncoder();
const scoped = platform.withEnv ?? ((_, run) => run());
const TIMEOUT = Symbol("timeout");

export function harness(modules) {
  return {
    async fetch(request, env, ctx) {
      const { readable, writable } = new TransformStream();
      const test = new Test(await request.json(), env, ctx, writable.getWriter());
      ctx.waitUntil(test.run(modules));
      return new Response(readable);
    },

    // The simulator's own deliveries; those for a test that is done are dropped.
    async queue(batch, env, ctx) {
      const [, queue, index] = /^(.*)-test-(\d+)$/.exec(batch.queue);
      if (running.test?.index !== Number(index)) return batch.ackAll();
      const own = {
        queue,
        messages: batch.messages,
        metadata: batch.metadata,
        ackAll: () => batch.ackAll(),
        retryAll: (options) => batch.retryAll(options),
      };
      try {
        await handlersOf(modules.own, envOf(env, Number(index)), ctx).queue?.(own);
      } catch (error) {
        // Nobody else would hear of it: the batch is delivered again.
        running.test?.print("error", `the \`queue\` handler failed for \`${queue}\`: ${error?.message ?? error}`);
        throw error;
      }
    },
  };
}

// A class of the crate's own worker, or of the tests, as test `index` sees it.
export function classFor(Base, index) {
  const isOver = () => running.test?.index !== index;
  class Own extends Base {
    constructor(ctx, env) {
      if (!isOver()) running.test.objects.add(String(ctx.id));
      super(ctx, envOf(env, index));
    }
  }
  // Without it, the object cannot set an alarm. Those of a test that is done are dropped.
  const { alarm } = Base.prototype;
  if (typeof alarm === "function") {
    Own.prototype.alarm = function (info) {
      return isOver() ? undefined : alarm.call(this, info);
    };
  }
  Own.prototype[IN_OBJECT] = function (call) {
    return running.test.calls[call](this.ctx, this);
  };
  return Own;
}

// The crate's own worker as a class, for a binding of it to itself.
export const itself = (own) =>
  isClass(own.default)
    ? own.default
    : class extends platform.WorkerEntrypoint {
        fetch(request) {
          return own.default.fetch(request, this.env, this.ctx);
        }

        scheduled(controller) {
          return own.default.scheduled(controller, this.env, this.ctx);
        }
      };

// The bindings of test 3 are named `KV#3`; those without number are everybody's, `#host` is ours.
function envOf(all, index) {
  const own = Object.entries(all).flatMap(([name, value]) => {
    const [binding, test] = name.split("#");
    return binding !== "" && (test === undefined || Number(test) === index) ? [[binding, value]] : [];
  });
  return Object.fromEntries(own);
}

class Test {
  logs = [];
  stubs = new Map();
  waits = [];
  // Ids of Durable Objects that were made, and what the test has done in them.
  objects = new Set();
  calls = [];

  constructor(description, env, ctx, writer) {
    this.description = description;
    this.index = description.index;
    this.host = env["#host"];
    this.env = envOf(env, description.index);
    this.real = ctx;
    this.writer = writer;
  }

  // The context that the test, or an event of the crate's own worker, gets.
  context() {
    return {
      props: {},
      passThroughOnException() {},
      waitUntil: (work) => {
        this.waits.push(work);
        this.real.waitUntil(Promise.resolve(work).catch(() => {}));
      },
    };
  }

  print(level, text) {
    this.logs.push({ level, text });
    this.send({ t: "out", level, text });
  }

  unsent = [];

  send(event) {
    this.unsent.push(event);
    this.wake();
  }

  // A Durable Object prints in a request of its own, which may not write to this one's stream. It may resolve a promise,
  // whose reaction then runs here.
  listen() {
    const woken = new Promise((resolve) => {
      this.wake = resolve;
    });
    woken.then(() => {
      this.flush();
      this.listen();
    });
  }

  flush() {
    const lines = this.unsent.splice(0).map((event) => `${JSON.stringify(event)}\n`);
    if (lines.length > 0) this.writer.write(encoder.encode(lines.join(""))).catch(() => {});
  }

  async run(modules) {
    this.listen();
    begin(this);
    let end = await this.outcome(modules);
    if (end.ok) end = await this.drain();
    begin(null);
    this.unsent.push({ t: "end", ...end });
    this.flush();
    await this.writer.close().catch(() => {});
  }

  async outcome(modules) {
    let timer;
    const limit = new Promise((_, reject) => {
      timer = setTimeout(() => reject(TIMEOUT), this.description.timeout_ms);
    });
    try {
      await Promise.race([scoped(this.env, () => this.start(modules)), limit]);
      return { ok: true };
    } catch (error) {
      return error === TIMEOUT ? { ok: false, timeout: true } : { ok: false, error: described(error) };
    } finally {
      clearTimeout(timer);
    }
  }

  async start(modules) {
    const { glue, runtime, testClasses, ownRuntime } = modules;
    const over = new Error("the test ended");
    ownRuntime?.end(over);
    // The first call begins a fresh instance, and registers the classes with it.
    if (testClasses) runtime.end(over);
    else glue.__wbg_reset_state();
    const { kind, export: name } = this.description;
    if (kind === "bindgen") return runBindgenTest(glue, name);
    if (kind === "main") return runMain(glue, runtime);
    await runtime.handler(name)(this.env, this.context(), kitOf(this, modules));
  }

  // Whether the test was told of an error, or of the panic that it goes back to.
  isKnown = (error) => this.known.has(error) || this.known.has(error?.cause);
  known = new Set();

  // A promise whose error the test gets.
  async tell(promise) {
    try {
      return await promise;
    } catch (error) {
      this.known.add(error);
      throw error;
    }
  }

  // The end of all work that was left, or its first error that `isKnown` does not know.
  async settled(isKnown = () => false) {
    const ended = (work) =>
      Promise.resolve(work).catch((error) => {
        if (!isKnown(error)) throw error;
      });
    for (let seen = 0; seen < this.waits.length; ) {
      seen = this.waits.length;
      await Promise.all(this.waits.map(ended));
    }
  }

  async drain() {
    let timer;
    const late = new Promise((resolve) => {
      timer = setTimeout(resolve, DRAIN_MS, true);
    });
    try {
      const isLate = await Promise.race([this.settled(this.isKnown), late]);
      if (isLate) this.print("warn", `wait_until: work is dropped that was not done ${DRAIN_MS / 1_000} s after the test`);
      return { ok: true };
    } catch (error) {
      return { ok: false, error: described(error, "wait_until: ") };
    } finally {
      clearTimeout(timer);
    }
  }
}

// The documentation's examples, in libtest's frame: it has nowhere to print, and ends with a trap when one fails.
function runMain(glue, runtime) {
  let code;
  try {
    code = glue.__wasm.main(0, 0);
  } catch (error) {
    throw runtime?.end(error) ?? error;
  }
  if (code !== 0) throw new Error(`main returned ${code}`);
}

function described(error, where = "") {
  const cause = error?.cause;
  const isPanic = (value) => value instanceof Error && value.name === "RustPanic";
  const panic = [cause, error].find(isPanic);
  const shown = panic ?? error;
  if (!(shown instanceof Error)) return { name: "", message: `${where}thrown: ${JSON.stringify(shown) ?? String(shown)}`, stack: "", panic: false };
  return { name: shown.name, message: `${panic ? "" : where}${shown.message}`, stack: shown.stack ?? "", panic: panic !== undefined };
}
