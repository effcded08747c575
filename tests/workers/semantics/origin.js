// What stands behind a worker: the server that its failed requests are passed to, and the internet.
const GZIPPED = new Uint8Array([
  31, 139, 8, 0, 0, 0, 0, 0, 2, 3, 203, 72, 205, 201, 201, 7, 0, 134, 166, 16, 54, 5, 0, 0, 0,
]);

export default {
  async fetch(request) {
    const { pathname } = new URL(request.url);
    if (pathname === "/lost") throw new Error("unreachable on purpose");
    if (pathname === "/gzipped") {
      return new Response(GZIPPED, { encodeBody: "manual", headers: { "content-encoding": "gzip" } });
    }
    return new Response(`${request.method} ${request.url} ${await request.text()}`, { headers: { "x-origin": "yes" } });
  },
};
