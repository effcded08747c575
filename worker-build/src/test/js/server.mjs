// A running simulator with the harness workers of some tests.
import http from "node:http";
import { ENTRYPOINT, modulesOf } from "./entry.mjs";
import { Problem } from "./problem.mjs";
import { bindingsOf } from "./bindings.mjs";
import { absent, answer, standIns } from "./services.mjs";
import { simulator } from "./wrangler.mjs";

// How much longer than its limit a test may take before the runtime counts as stuck.
const GRACE_MS = 3_000;
const REMEMBERED_LINES = 20;
// What the runtime said before it ended may still be in the pipe.
const DRAIN_MS = 100;

export class Server {
  // `workers` has a list of tests for each worker.
  static async boot(context, workers) {
    const server = new Server();
    const { tools, job, configuration } = context;
    const harnesses = workers.map((tests, i) => workerOf(context, `tests-${i}`, tests));
    const all = [...harnesses, ...standIns(job, harnesses), ...configuration.others];
    server.miniflare = simulator(tools, all, (line) => server.remember(line));
    await server.ready();
    for (const [i, tests] of workers.entries()) {
      const url = await server.miniflare.unsafeGetDirectURL(`tests-${i}`, ENTRYPOINT);
      tests.forEach((test) => server.urls.set(test.index, url));
    }
    return server;
  }

  urls = new Map();
  said = [];

  async ready() {
    try {
      await this.miniflare.ready;
    } catch (error) {
      await new Promise((drained) => setTimeout(drained, DRAIN_MS));
      throw new Problem("the runtime does not start", [[error.message, ...this.said].join("\n")]);
    }
  }

  remember(line) {
    if (line) this.said = [...this.said, line].slice(-REMEMBERED_LINES);
  }

  // Runs a test and says what happens; whether the runtime can still be used afterwards.
  async run(test, say) {
    let result;
    let isStuck = false;
    const stuck = () => {
      isStuck = true;
    };
    try {
      for await (const event of this.events(test, stuck)) {
        if (event.t === "end") result = event;
        else say({ ...event, test: test.index });
      }
    } catch (error) {
      result = { t: "end", ok: false, ...(isStuck ? { timeout: true } : lost(error, this.said)) };
    }
    result ??= { t: "end", ok: false, ...lost(undefined, this.said) };
    say({ ...result, test: test.index });
    return !result.stuck && !result.timeout;
  }

  async *events(test, stuck) {
    const response = await post(this.urls.get(test.index), test, stuck);
    let text = "";
    for await (const part of response) {
      text += part;
      const lines = text.split("\n");
      text = lines.pop();
      for (const line of lines) yield JSON.parse(line);
    }
  }

  dispose() {
    this.disposed ??= this.miniflare.dispose().catch(() => {});
    return this.disposed;
  }
}

// `stuck` is called before the request is given up: whoever reads an answer that has begun gets an error of Node.js.
function post(url, test, stuck) {
  return new Promise((resolve, reject) => {
    const request = http.request(url, { method: "POST", agent: false }, (response) => {
      response.setEncoding("utf8");
      response.on("close", () => clearTimeout(timer));
      if (response.statusCode === 200) resolve(response);
      else reject(new Error(`status ${response.statusCode}`));
    });
    const timer = setTimeout(() => {
      stuck();
      request.destroy();
    }, test.timeout_ms + GRACE_MS);
    request.on("error", (error) => {
      clearTimeout(timer);
      reject(error);
    });
    request.end(JSON.stringify(test));
  });
}

function lost(error, said) {
  const message = `the runtime ended the test${error ? ` (${error.message})` : ""}`;
  return { stuck: true, error: { name: "Error", message: [message, ...said].join("\n"), stack: "" } };
}

function workerOf({ tools, job, configuration, services }, name, tests) {
  const indices = tests.map((test) => test.index);
  const options = bindingsOf(configuration.options, indices, {
    own: job.own,
    classes: [...(job.own?.classes ?? []), ...job.classes],
    others: configuration.others,
    itself: tools.itself,
    absent,
  });
  return {
    ...options,
    name,
    modules: modulesOf(job, indices),
    modulesRoot: job.folder,
    serviceBindings: { ...options.serviceBindings, "#host": (request) => answer(tools, services, request) },
    unsafeDirectSockets: [{ host: "127.0.0.1", port: 0, entrypoint: ENTRYPOINT }],
  };
}
