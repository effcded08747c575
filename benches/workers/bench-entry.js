// Calls the worker in a loop inside one request, as the platform would call it, and answers the time that took.
// The requests are made before the clock starts.
import worker from "./index.js";

const BATCH = 500;

// Only the wrapper can give a worker a promise that is settled already.
const settled = Promise.resolve(new Response());
const READY = { fetch: () => settled };

const call =
  typeof worker === "function"
    ? (request, env, ctx) => new worker(ctx, env).fetch(request)
    : (request, env, ctx) => worker.fetch(request, env, ctx);

export default {
  async fetch(request, env, ctx) {
    const enough = Number(request.headers.get("x-milliseconds"));
    const batch = Number(request.headers.get("x-batch") ?? BATCH);
    const body = request.method === "GET" ? undefined : await request.arrayBuffer();
    const copy = () => new Request(request.url, { method: request.method, headers: request.headers, body });
    const bindings = { ...env, READY };
    let calls = 0;
    let milliseconds = 0;
    while (milliseconds < enough) {
      const requests = Array.from({ length: batch }, copy);
      const begin = performance.now();
      for (const one of requests) await call(one, bindings, ctx);
      milliseconds += performance.now() - begin;
      calls += batch;
    }
    return Response.json({ calls, milliseconds });
  },
};
