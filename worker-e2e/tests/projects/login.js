const redirect = (status, location, cookie) => new Response(null, { status, headers: { location, ...(cookie && { "set-cookie": cookie }) } });

const pages = {
  "/login": async (request) => redirect(303, "/me", `session=${await request.text()}; HttpOnly; Secure; SameSite=Lax; Path=/`),
  "/logout": () => redirect(302, "/me", "session=; Max-Age=0; Path=/"),
  "/admin/login": () => redirect(302, "/", "admin=yes; Path=/admin"),
  "/domain": () => redirect(302, "/me", "session=domain; Domain=shop.example; Path=/"),
  "/elsewhere": () => redirect(302, "http://elsewhere.example/me", "state=1"),
  "/absolute": (request) => redirect(301, new URL("/me?from=absolute", request.url).href),
  "/relative/page": () => redirect(302, "../me?from=relative"),
  "/keep": () => redirect(307, "/me"),
  "/permanent": () => redirect(308, "/me"),
  "/found": () => redirect(302, "/me"),
  "/loop": () => redirect(302, "/loop"),
  "/nowhere": () => new Response("no location", { status: 302 }),
  "/socket": (request) => {
    const { 0: client, 1: socket } = new WebSocketPair();
    socket.accept();
    socket.send(request.headers.get("cookie") ?? "nobody");
    return new Response(null, { status: 101, webSocket: client, headers: { "set-cookie": "seen=socket" } });
  },
  "/closed": () => new Response("no", { status: 403, headers: { "set-cookie": "seen=refusal" } }),
};

/** Who asks, and how. */
const me = async (request) => {
  const { method, headers, url } = request;
  const { pathname, search, host } = new URL(url);
  const [cookie, type, token] = ["cookie", "content-type", "authorization"].map((name) => headers.get(name));
  return Response.json({ method, page: pathname + search, host, cookie, type, token, body: await request.text() });
};

export default { fetch: (request) => (pages[new URL(request.url).pathname] ?? me)(request) };
