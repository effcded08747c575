const encoder = new TextEncoder();
const wait = (time) => new Promise((done) => setTimeout(done, time));

/** A body of texts and of pauses in milliseconds. */
const bodyOf = (parts) => {
  const { readable, writable } = new TransformStream();
  const writer = writable.getWriter();
  (async () => {
    for (const part of parts) {
      await (typeof part === "number" ? wait(part) : writer.write(encoder.encode(part)));
    }
    await writer.close();
  })();
  return readable;
};

/** A body that counts how often it is asked for more. */
const counted = () => {
  let pieces = 0;
  return new ReadableStream({
    async pull(controller) {
      pieces += 1;
      if (pieces % 10 === 0) console.log(`made ${pieces}`);
      controller.enqueue(new Uint8Array(1 << 20));
      await wait(0);
    },
  });
};

/** The same text again and again. */
const endless = (text) =>
  new ReadableStream({
    async pull(controller) {
      controller.enqueue(encoder.encode(text));
      await wait(1);
    },
  });

/** Does what the body of the request says, piece by piece. */
const lengths = async (request) => {
  const seen = [];
  for await (const piece of request.body) seen.push(piece.length);
  const { method, headers } = request;
  return Response.json({ method, seen, length: headers.get("content-length"), type: headers.get("content-type") });
};

export default {
  async fetch(request) {
    const { pathname, searchParams } = new URL(request.url);
    if (pathname === "/comments") return new Response(endless(": still here\n\n"));
    if (pathname === "/letters") return new Response(endless("x"));
    request.signal.addEventListener("abort", () => console.log(`${pathname}: the client has left`));
    if (pathname === "/counted") return new Response(counted());
    if (pathname === "/lengths") return lengths(request);
    if (pathname === "/busy") return new Response("busy", { status: 503 });
    const parts = request.method === "POST" ? await request.json() : JSON.parse(searchParams.get("parts"));
    return new Response(bodyOf(parts), { status: 201, headers: { "content-type": "text/event-stream" } });
  },
};
