function json(value, headers) {
  return new Response(JSON.stringify(value), { headers: { "content-type": "application/json", ...headers } });
}

export default {
  async fetch(request) {
    const { pathname, searchParams } = new URL(request.url);
    const [, guests, id] = pathname.split("/");
    if (pathname === "/") return new Response("Hello, world!");
    if (guests === "guests" && id !== undefined && request.method === "GET") {
      const guest = { id: Number(id), name: "Ada Lovelace", note: searchParams.get("note") };
      return json(guest, { "cache-control": "max-age=60" });
    }
    if (pathname === "/guests" && request.method === "POST") {
      const guest = await request.json();
      guest.id += 1;
      return json(guest);
    }
    return new Response(null, { status: 404 });
  },
};
