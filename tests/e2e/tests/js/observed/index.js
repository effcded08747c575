// Does what a tail worker is to be told of.
import * as workers from "cloudflare:workers";

export class Room extends workers.DurableObject {
  async fetch() {
    console.log("asked for", "/room", {});
    return new Response(this.ctx.id.toString(), { status: 203 });
  }
}

export default {
  async fetch(request, env, ctx) {
    const { pathname } = new URL(request.url);
    console.log("asked for", pathname, { deep: [1, null] });
    if (pathname === "/throw") throw new TypeError("no such page");
    if (pathname === "/spans") await fetch("http://localhost:1/").catch(() => {});
    if (pathname === "/connect") await ctx.exports.default.connect("observed:1").closed;
    if (pathname === "/told") tell();
    if (pathname === "/failing") console.error("failing:", new TypeError("no such page"), { why: 1 });
    if (pathname === "/long") console.log("x".repeat(300_000));
    if (pathname === "/object") return env.ROOMS.getByName("room").fetch(request);
    if (pathname === "/live") await until_seen(env.OBSERVER);
    return new Response("fine", { status: 203 });
  },

  async connect(socket) {
    console.log("asked for", "/connection", {});
    await socket.close();
  },

  scheduled(controller) {
    console.debug("due", controller.cron);
  },
};

// An older runtime has no such spans.
function tell() {
  const span = workers.tracing?.startSpan?.("first name");
  span?.updateName("second name").setStatus({ code: "error", message: "no luck" }).setStatus({ code: "ok" });
  span?.recordException(Object.assign(new RangeError("too far"), { code: "E_FAR" }));
  span?.recordException({ code: 7, message: "odd" });
  span?.end();
}

// Comes to an end only when this very request has been observed.
async function until_seen(observer) {
  for (;;) {
    const lines = await (await observer.fetch("http://observer/live")).json();
    if (lines.some((line) => line.includes("/live"))) return;
    await scheduler.wait(20);
  }
}
