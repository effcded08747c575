import { Buffer } from "node:buffer";
import { greet } from "./greet.js";

/** Text and JSON as they are, of everything else its methods. */
const shown = (value) => (typeof value?.fetch === "function" ? "fetch" : typeof value?.put === "function" ? "put" : value);

export default {
  async fetch(request, env) {
    const { pathname } = new URL(request.url);
    console.warn(`two lines\nabout ${pathname}`);
    if (pathname === "/env") return Response.json(Object.fromEntries(Object.entries(env).map(([name, value]) => [name, shown(value)])));
    if (pathname === "/peer") return env.PEER.fetch("http://peer/from-greeter");
    if (pathname === "/outside") return fetch("http://outside.example/thing");
    if (pathname === "/redirect") return Response.redirect("http://elsewhere.example/", 302);
    if (pathname === "/echo") {
      const { method, headers, cf } = request;
      return Response.json({ method, type: headers.get("content-type"), host: headers.get("host"), country: cf?.country, body: await request.text() });
    }
    if (pathname === "/count") {
      const count = Number((await env.CACHE.get("count")) ?? 0) + 1;
      await env.CACHE.put("count", String(count));
      return new Response(count);
    }
    return new Response(greet(env.GREETING, Buffer.from(pathname).toString()));
  },
  async scheduled(controller, env) {
    if (controller.cron === "fail") throw new Error("no");
    console.log(`${env.GREETING} by ${controller.cron} at ${controller.scheduledTime}`);
  },
};
