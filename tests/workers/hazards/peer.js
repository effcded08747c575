// A service that answers at once, soon, or never while a test runs.
const DELAYS = { "/fast": 0, "/soon": 400, "/never": 60_000 };

export default {
  async fetch(request) {
    const { pathname } = new URL(request.url);
    const delay = DELAYS[pathname];
    if (delay) await scheduler.wait(delay);
    return new Response(pathname.slice(1));
  },
};
