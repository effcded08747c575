// APIs that the examples ask: one of items, one of the weather, one of pages.
let now = 0;
let most = 0;
const asked = {};
let isDown = false;

const wait = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

const JSON_TYPE = { "content-type": "application/json" };
const items = {
  "/items/broken": () => new Response("{", { headers: JSON_TYPE }),
  "/items/gone": () => new Response(null, { status: 204 }),
  "/items/page": () => new Response("<p>not here</p>", { status: 404, headers: { "content-type": "text/html", "server": "secret" } }),
  "/items/known": ({ headers }) => new Response(null, { status: headers.get("if-none-match") === "\"1\"" ? 304 : 200, headers: { ...JSON_TYPE, "etag": "\"1\"" } }),
};

async function item(request, path) {
  now += 1;
  most = Math.max(most, now);
  try {
    await wait(50);
    if (path === "/items/lost") throw new Error("it went away");
    if (path in items) return items[path](request);
    const { headers } = request;
    const seen = Object.fromEntries(["accept", "cookie", "authorization", "x-forwarded-host"].map((name) => [name, headers.get(name)]));
    return Response.json(
      { path, method: request.method, seen, body: await request.text() },
      { status: 201, headers: { "etag": "\"1\"", "server": "secret", "set-cookie": "id=1" } },
    );
  } finally {
    now -= 1;
  }
}

function weather(city) {
  asked[city] = (asked[city] ?? 0) + 1;
  if (isDown) return new Response("down", { status: 500 });
  if (city === "atlantis") return new Response("unknown", { status: 404 });
  return Response.json({ temperature: 11.5, sky: `rain ${asked[city]}` });
}

// The second half comes half a second after the first.
function page(path) {
  const head = path === "/described" ? "<meta name=description content=old>" : "<title>t</title>";
  const first = `<!doctype html><html><head>${head}</head><body><!-- secret --><script>1</script>`;
  const scripts = ["<script src=/app.js></script>", "<script src=//evil.example/app.js></script>"];
  const svg = "<svg><script src=/app.js>2</script></svg>";
  const parts = [first, `${scripts.join("")}${svg}</body></html>`];
  const encoder = new TextEncoder();
  const body = new ReadableStream({
    async pull(controller) {
      if (parts.length === 1) await wait(500);
      controller.enqueue(encoder.encode(parts.shift()));
      if (parts.length === 0) controller.close();
    },
  });
  return new Response(body, { headers: { "content-type": "text/html; charset=utf-8" } });
}

export default {
  fetch(request) {
    const url = new URL(request.url);
    const path = url.pathname;
    if (path === "/most") return new Response(`${most}`);
    if (path === "/asked") return Response.json(asked);
    if (path === "/down") return new Response(`${(isDown = url.search === "?yes")}`);
    if (path.startsWith("/items/")) return item(request, path + url.search);
    if (url.searchParams.has("city")) return weather(url.searchParams.get("city"));
    if (path === "/plain") return new Response("<!-- kept -->");
    if (path === "/shouted") return new Response("<!-- secret -->", { headers: { "content-type": "Text/HTML" } });
    if (path === "/drawing") return new Response("<svg/>", { headers: { "content-type": "image/svg+xml" } });
    return page(path);
  },
};
