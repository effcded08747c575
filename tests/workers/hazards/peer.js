// A service that answers at once, soon, or never while a test runs.
const DELAYS = { "/fast": 0, "/soon": 400, "/never": 60_000 };

export default {
  async fetch(request) {
    const { pathname } = new URL(request.url);
    if (pathname === "/page") return new Response(ReadableStream.from(page()), { headers: { "content-type": "text/html" } });
    const delay = DELAYS[pathname];
    if (delay) await scheduler.wait(delay);
    return new Response(pathname.slice(1));
  },
};

async function* page() {
  for (let part = 0; part < 20; part++) {
    await scheduler.wait(50);
    yield new TextEncoder().encode("<p>once</p>");
  }
}
