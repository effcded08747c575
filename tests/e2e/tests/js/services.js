// Services that a worker checks: one answers, one takes longer than anybody waits, one is broken.
export default {
  async fetch(request) {
    const { hostname } = new URL(request.url);
    if (hostname === "bank.example") await scheduler.wait(60_000);
    return new Response("x", { status: hostname === "mail.example" ? 500 : 200 });
  },
};
