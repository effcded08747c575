// Does what a tail worker is to be told of.
export default {
  async fetch(request) {
    const { pathname } = new URL(request.url);
    console.log("asked for", pathname, { deep: [1, null] });
    if (pathname === "/throw") throw new TypeError("no such page");
    return new Response("fine", { status: 203 });
  },

  scheduled(controller) {
    console.debug("due", controller.cron);
  },
};
