// Stands in for workers that do not run beside tests: whatever is asked of them fails with what to do.
import { WorkerEntrypoint } from "cloudflare:workers";

export default class Absent extends WorkerEntrypoint {
  fetch() {
    return new Response(this.ctx.props.text, { status: 503 });
  }
}

function fail() {
  throw new Error(this.ctx.props.text);
}

// Where the runtime looks for methods, of any name. It also asks whether there are handlers, so asking must not fail.
const methods = new Proxy(WorkerEntrypoint.prototype, {
  get: (prototype, name, worker) =>
    typeof name !== "string" || name in prototype ? Reflect.get(prototype, name, worker) : fail,
});
Object.setPrototypeOf(Absent.prototype, methods);
