export default {
  async fetch(request, env) {
    const { url } = request;
    switch (url.slice(url.indexOf("/", 8))) {
      case "/headers":
        return headers(request);
      case "/json":
        return json(request);
      case "/json-200k":
        return largeJson(request);
      case "/html":
        return new Response(page(), { headers: { "content-type": "text/html;charset=UTF-8" } });
      case "/passthrough":
        return new Response(request.body);
      case "/stream":
        return stream();
      case "/proxy":
        return proxy(request, env);
      case "/digest":
        return digest(request);
      case "/rewrite":
        return rewrite();
      case "/events":
        return events();
      case "/await":
        return awaits(request, env);
      default:
        if (url.startsWith("/api/", url.indexOf("/", 8))) return route(request);
        return new Response("no such scenario", { status: 404 });
    }
  },
};

function headers(request) {
  const incoming = request.headers;
  const language = incoming.get("accept-language") ?? "en";
  const agent = incoming.get("user-agent") ?? "";
  const id = incoming.get("x-request-id") ?? "";
  const tenant = incoming.get("x-tenant") ?? "";
  const tag = incoming.get("if-none-match") ?? "";
  return new Response("ok", {
    headers: {
      "cache-control": "private, max-age=60",
      "content-language": language,
      etag: tag,
      "referrer-policy": "no-referrer",
      "x-content-type-options": "nosniff",
      "x-request-id": id,
      "x-served-by": agent,
      "x-tenant": tenant,
    },
  });
}

async function json(request) {
  const order = await request.json();
  order.status = "confirmed";
  return Response.json(order);
}

async function largeJson(request) {
  const measurements = await request.json();
  measurements.source = "checked";
  return Response.json(measurements);
}

async function awaits(request, env) {
  const count = Number(request.headers.get("x-count") ?? 0);
  for (let i = 0; i < count; i++) await env.READY.fetch(request);
  return new Response("done");
}

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

// Fifty routes: five for each name.
const NAMES = new Set(["users", "teams", "orders", "items", "invoices", "products", "carts", "reviews", "shops", "coupons"]);

function route({ url, method }) {
  const start = url.indexOf("/", 8);
  const query = url.indexOf("?", start);
  const [, , name, id, notes, note, more] = url.slice(start, query < 0 ? undefined : query).split("/");
  if (NAMES.has(name) && more === undefined) {
    if (id === undefined) {
      if (method === "GET") return new Response(`all ${name}`);
      if (method === "POST") return new Response(`new ${name}`);
    } else if (notes === undefined) {
      if (method === "GET") return new Response(`number ${decodeURIComponent(id)}`);
      if (method === "DELETE") return new Response(`no ${decodeURIComponent(id)}`);
    } else if (notes === "notes" && note && method === "GET") {
      return new Response(`note ${decodeURIComponent(note)} of ${decodeURIComponent(id)}`);
    }
  }
  return new Response("there is nothing", { status: 404 });
}
