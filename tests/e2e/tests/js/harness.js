export default {
  async fetch(request, env) {
    const { pathname } = new URL(request.url);
    if (pathname === "/name") return new Response(env.NAME);
    if (pathname === "/other") return env.OTHER.fetch("http://other/name");
    if (pathname === "/colo") return new Response(request.cf?.colo);
    if (pathname === "/log") console.warn("two lines\nin one message");
    return new Response(`${request.url} ${request.headers.get("x-one")}`);
  },
  async scheduled(controller, env) {
    if (controller.cron === "fail") throw new Error("no");
    console.log(`${env.NAME} ran ${controller.cron} at ${controller.scheduledTime}`);
  },
};
