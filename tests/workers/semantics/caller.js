// Calls the worker that the path names through a service binding.
export default {
  async fetch(request, env) {
    const { pathname, searchParams } = new URL(request.url);
    const [, event, binding] = pathname.split("/");
    if (event === "fetch") return env[binding].fetch("http://callee/props");
    const { outcome, noRetry } = await env[binding].scheduled({ cron: searchParams.get("cron"), scheduledTime: new Date(0) });
    return Response.json({ outcome, noRetry });
  },
};
