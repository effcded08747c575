// Does what a tail worker is to be told of.
export default {
  async fetch(request, env, ctx) {
    const { pathname } = new URL(request.url);
    console.log("asked for", pathname, { deep: [1, null] });
    if (pathname === "/throw") throw new TypeError("no such page");
    if (pathname === "/spans") await fetch("http://localhost:1/").catch(() => {});
    if (pathname === "/connect") await ctx.exports.default.connect("observed:1").closed;
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

// Comes to an end only when this very request has been observed.
async function until_seen(observer) {
  for (;;) {
    const lines = await (await observer.fetch("http://observer/live")).json();
    if (lines.some((line) => line.includes("/live"))) return;
    await scheduler.wait(20);
  }
}
