export default {
  async fetch(request, env) {
    const { url } = request;
    switch (url.slice(url.indexOf("/", 8))) {
      case "/headers":
        return headers(request);
      case "/json":
        return json(request);
      case "/passthrough":
        return new Response(request.body);
      case "/await":
        return awaits(request, env);
      default:
        return new Response("no such scenario", { status: 404 });
    }
  },
};

function headers(request) {
  const incoming = request.headers;
  const language = incoming.get("accept-language") ?? "en";
  const agent = incoming.get("user-agent") ?? "";
  const id = incoming.get("x-request-id") ?? "";
  const tenant = incoming.get("x-tenant") ?? "";
  const tag = incoming.get("if-none-match") ?? "";
  return new Response("ok", {
    headers: {
      "cache-control": "private, max-age=60",
      "content-language": language,
      etag: tag,
      "referrer-policy": "no-referrer",
      "x-content-type-options": "nosniff",
      "x-request-id": id,
      "x-served-by": agent,
      "x-tenant": tenant,
    },
  });
}

async function json(request) {
  const order = await request.json();
  order.status = "confirmed";
  return Response.json(order);
}

async function awaits(request, env) {
  const count = Number(request.headers.get("x-count") ?? 0);
  for (let i = 0; i < count; i++) await env.READY.fetch(request);
  return new Response("done");
}
