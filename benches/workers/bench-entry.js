// Calls the worker in a loop inside one request, as the platform would call it, and answers the time that took.
import worker from "./index.js";

// The clock has a resolution of a millisecond or worse.
const SLICE = 30;

// Only JavaScript can give a worker a promise that is settled already.
const settled = Promise.resolve(new Response());
const READY = { fetch: () => settled };

// A database whose answers are there already, so that only what the handler does with rows is measured.
function database(length) {
  const results = Array.from({ length }, (_, i) => ({
    id: i + 1,
    name: `item number ${i + 1}`,
    price: i * 7 + 0.25,
    stock: i % 7 === 0 ? null : i * 3,
  }));
  const all = Promise.resolve({ success: true, results, meta: { duration: 0.2, rows_read: length } });
  const statement = { bind: () => statement, all: () => all, raw: () => all, run: () => all, first: () => all };
  return new D1Database(statement);
}

class D1Database {
  constructor(statement) {
    this.prepare = () => statement;
  }
  batch() {}
  exec() {}
  withSession() {}
}
const ROWS = database(50);
const NO_ROWS = database(0);

const call =
  typeof worker === "function"
    ? (request, env, ctx) => new worker(ctx, env).fetch(request)
    : (request, env, ctx) => worker.fetch(request, env, ctx);

export default {
  async fetch(request, env, ctx) {
    const bindings = { ...env, READY, ROWS, NO_ROWS };
    const enough = Number(request.headers.get("x-milliseconds"));
    const steps = Number(request.headers.get("x-steps") ?? 100);
    const { method, headers, url } = request;
    if (method === "GET") {
      const one = new Request(url, { headers });
      return Response.json({ microseconds: await loop(() => call(one, bindings, ctx), steps, enough) });
    }
    // A body can be read once, so there is a request for each call, and what making it costs is taken off.
    const body = await request.arrayBuffer();
    const make = () => new Request(url, { method, headers, body });
    const making = await loop(make, steps, enough);
    const both = await loop(() => call(make(), bindings, ctx), steps, enough);
    return Response.json({ microseconds: both - making });
  },
};

async function loop(one, steps, enough) {
  let calls = 0;
  let milliseconds = 0;
  while (milliseconds < enough) {
    const begin = performance.now();
    let elapsed = 0;
    while (elapsed < SLICE) {
      for (let i = 0; i < steps; i++) await one();
      calls += steps;
      elapsed = performance.now() - begin;
    }
    milliseconds += elapsed;
  }
  return (milliseconds * 1000) / calls;
}
