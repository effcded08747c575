// Takes lists of events, and is too busy the first time that it sees one of a user called "flaky"; `/waited` says how many
// milliseconds later that came again.
const received = [];
let isBusy = true;
let busyAt;
let waited;

export default {
  async fetch(request) {
    if (request.method === "GET") return Response.json(request.url.endsWith("/waited") ? waited : received);
    const events = await request.json();
    if (events.some(({ user }) => user === "flaky")) {
      waited = Date.now() - busyAt;
      if (isBusy) {
        isBusy = false;
        busyAt = Date.now();
        return new Response("busy", { status: 503 });
      }
    }
    received.push(events);
    return new Response(null, { status: 204 });
  },
};
