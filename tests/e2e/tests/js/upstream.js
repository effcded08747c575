// Takes lists of events, and is too busy the first time that it sees one of a user called "flaky".
const received = [];
let isBusy = true;

export default {
  async fetch(request) {
    if (request.method === "GET") return Response.json(received);
    const events = await request.json();
    if (isBusy && events.some(({ user }) => user === "flaky")) {
      isBusy = false;
      return new Response("busy", { status: 503 });
    }
    received.push(events);
    return new Response(null, { status: 204 });
  },
};
