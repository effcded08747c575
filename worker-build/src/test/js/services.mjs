// What a test can ask of the Node side: `kit.host(method, value)`.
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

// What is bound where a worker is missing that does not run beside tests.
export const absent = ({ Response }, binding, service) => {
  const what = service ? `the worker \`${service}\`` : "the crate's own worker";
  const fix = service ? "stand in for it with `Project::service` of `worker-e2e`" : "send it events with the test kit";
  return () => new Response(`${what}, bound as \`${binding}\`, does not run beside tests; ${fix}`, { status: 503 });
};
