import { Hono } from "hono";

const app = new Hono();

app.get("/headers", (c) => {
  const language = c.req.header("accept-language") ?? "en";
  const agent = c.req.header("user-agent") ?? "";
  const id = c.req.header("x-request-id") ?? "";
  const tenant = c.req.header("x-tenant") ?? "";
  const tag = c.req.header("if-none-match") ?? "";
  return c.text("ok", 200, {
    "cache-control": "private, max-age=60",
    "content-language": language,
    etag: tag,
    "referrer-policy": "no-referrer",
    "x-content-type-options": "nosniff",
    "x-request-id": id,
    "x-served-by": agent,
    "x-tenant": tenant,
  });
});

app.post("/json", async (c) => {
  const order = await c.req.json();
  order.status = "confirmed";
  return c.json(order);
});

app.post("/json-200k", async (c) => {
  const measurements = await c.req.json();
  measurements.source = "checked";
  return c.json(measurements);
});

app.get("/html", (c) => c.body(page(), 200, { "content-type": "text/html;charset=UTF-8" }));

// Fifty routes: five for each name.
for (const name of ["users", "teams", "orders", "items", "invoices", "products", "carts", "reviews", "shops", "coupons"]) {
  app.get(`/api/${name}`, (c) => c.text(`all ${name}`));
  app.post(`/api/${name}`, (c) => c.text(`new ${name}`));
  app.get(`/api/${name}/:id`, (c) => c.text(`number ${c.req.param("id")}`));
  app.delete(`/api/${name}/:id`, (c) => c.text(`no ${c.req.param("id")}`));
  app.get(`/api/${name}/:id/notes/:note`, (c) => c.text(`note ${c.req.param("note")} of ${c.req.param("id")}`));
}

app.post("/passthrough", (c) => c.body(c.req.raw.body));

app.get("/stream", () => stream());
app.get("/proxy", (c) => proxy(c.req.raw, c.env));
app.post("/digest", (c) => digest(c.req.raw));
app.get("/rewrite", () => rewrite());
app.get("/events", () => events());

app.get("/await", async (c) => {
  const count = Number(c.req.header("x-count") ?? 0);
  for (let i = 0; i < count; i++) await c.env.READY.fetch(c.req.raw);
  return c.text("done");
});

function stream() {
  let left = 128;
  const pull = (controller) => {
    if (left === 0) return controller.close();
    controller.enqueue(new Uint8Array(8192).fill(--left));
  };
  return new Response(new ReadableStream({ pull }));
}

function proxy(request, env) {
  const headers = new Headers(request.headers);
  headers.set("x-forwarded-by", "bench");
  return env.UPSTREAM.fetch(new Request(request, { headers }));
}

async function digest(request) {
  const hash = await crypto.subtle.digest("SHA-256", await request.arrayBuffer());
  return new Response(new Uint8Array(hash));
}

const PAGE = `<!doctype html><title>page</title>${'<p class="a">some words, <a href="http://example.com/page">a link</a> and more</p>\n'.repeat(100)}`;

function rewrite() {
  const page = new Response(PAGE, { headers: { "content-type": "text/html" } });
  return new HTMLRewriter()
    .on("a[href]", {
      element(a) {
        a.setAttribute("href", a.getAttribute("href").replace("http:", "https:"));
      },
    })
    .on("title", {
      element(title) {
        title.append(" of the bench");
      },
    })
    .transform(page);
}

function events() {
  const encoder = new TextEncoder();
  let left = 100;
  const pull = (controller) => {
    if (left === 0) return controller.close();
    controller.enqueue(encoder.encode(`data: ${JSON.stringify({ left: --left })}\n\n`));
  };
  const headers = { "content-type": "text/event-stream", "cache-control": "no-cache" };
  return new Response(new ReadableStream({ pull }), { headers });
}

// A table of 60 rows, about 10 KB.
function page() {
  let html = "<!doctype html><title>Stock</title><table>";
  for (let row = 1; row <= 60; row++) {
    const name = `article ${row} <"small" & round>`;
    html += `<tr id="row-${row}"><td>${row}</td><td>${escape(name)}</td><td>${(row * 37) % 101}</td><td><a href="/articles/${row}?from=stock">show</a></td></tr>`;
  }
  return html + "</table>";
}

const ESCAPES = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;" };

const escape = (text) => text.replace(/[&<>"]/g, (char) => ESCAPES[char]);

export default app;
