/** What a socket does, by path. */
const rooms = {
  "/echo": (socket) => {
    socket.binaryType = "arraybuffer";
    socket.addEventListener("message", ({ data }) => socket.send(data));
    socket.addEventListener("close", ({ code, reason }) => socket.close(code, reason));
  },
  "/close": (socket) => socket.addEventListener("message", ({ data }) => { socket.send("before"); socket.close(4001, data); }),
  "/codeless": (socket) => socket.addEventListener("message", () => socket.close()),
  "/late": (socket) => socket.addEventListener("message", ({ data }) => setTimeout(() => socket.send(`late ${data}`), 2000)),
  "/ticks": (socket) => setInterval(() => socket.send("tick"), 5),
  "/vanish": (socket) => {
    socket.addEventListener("close", ({ code, wasClean }) => console.log(`closed with ${code}, ${wasClean}`));
    socket.addEventListener("error", () => console.log("the client vanished"));
  },
};

export default {
  async fetch(request) {
    const { pathname } = new URL(request.url);
    const { headers } = request;
    if (headers.get("upgrade") !== "websocket") return new Response("this is a socket\n", { status: 426 });
    if (pathname === "/refused") return new Response("who are you?", { status: 401, headers: { "www-authenticate": "Bearer" } });
    if (pathname === "/refused-in-pieces") return new Response(inPieces(), { status: 403 });
    const { 0: client, 1: socket } = new WebSocketPair();
    socket.accept();
    rooms[pathname]?.(socket);
    if (pathname === "/headers") socket.send(JSON.stringify(Object.fromEntries(headers)));
    const protocol = new URL(request.url).searchParams.get("protocol");
    return new Response(null, { status: 101, webSocket: client, headers: protocol ? { "sec-websocket-protocol": protocol } : {} });
  },
};

const inPieces = () => new ReadableStream({
  async start(controller) {
    for (const piece of ["not ", "for ", "you"]) {
      controller.enqueue(new TextEncoder().encode(piece));
      await new Promise((done) => setTimeout(done, 20));
    }
    controller.close();
  },
});
