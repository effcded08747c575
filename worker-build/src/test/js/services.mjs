// What a test can ask of the Node side: `kit.host(method, value)`.
import path from "node:path";
import { migrations } from "./wrangler.mjs";

// By name of the method.
export const servicesOf = (tools, job, { databases }) => ({
  migrations: (binding) => migrations(job.config, databases, binding),
});

export async function answer({ Response }, services, request) {
  const { method, value } = await request.json();
  try {
    if (!Object.hasOwn(services, method)) throw new Error(`the test runner has no method \`${method}\``);
    return Response.json({ value: await services[method](value) });
  } catch (error) {
    return Response.json({ error: error.message });
  }
}

// The name of the worker that stands in for those that do not run beside tests.
const ABSENT = "#absent";

// What is bound where a worker is missing that does not run beside tests.
export function absent(binding, service) {
  const what = service ? `the worker \`${service}\`` : "the crate's own worker";
  const fix = service ? "stand in for it with `Project::service` of `worker-e2e`" : "send it events with the test kit";
  return { name: ABSENT, props: { text: `${what}, bound as \`${binding}\`, does not run beside tests; ${fix}` } };
}

// The worker behind them, if one of `workers` needs it.
export function standIns(job, workers) {
  const services = workers.flatMap(({ serviceBindings }) => Object.values(serviceBindings));
  if (!services.some(({ name }) => name === ABSENT)) return [];
  const file = path.join(job.folder, "harness", "absent.js");
  const { compatibilityDate } = workers[0];
  return [{ name: ABSENT, compatibilityDate, modulesRoot: job.folder, modules: [{ type: "ESModule", path: file }] }];
}
