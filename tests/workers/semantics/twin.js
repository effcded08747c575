// What the Rust worker beside it has to be indistinguishable from. Same routes, same answers.
const json = (value, init) => Response.json(value, init);

const routes = {
  "/echo": (request, url) => json({
    method: request.method,
    path: url.pathname,
    query: [...url.searchParams],
    header: request.headers.get("x-test"),
    url: url.origin + url.pathname,
  }),
  "/headers": (request) => json([...request.headers]),
  "/json": async (request) => {
    const { name, count } = await request.json();
    return json({ name, count: count + 1 });
  },
  "/json-caught": async (request) => {
    try {
      await request.json();
      return new Response("fine");
    } catch {
      return new Response("malformed JSON", { status: 400 });
    }
  },
  "/text": async (request) => new Response(await request.text()),
  "/bytes": async (request) => new Response(await request.arrayBuffer()),
  "/length": async (request) => new Response(String((await request.arrayBuffer()).byteLength)),
  "/form": async (request) => {
    const fields = [];
    for (const [name, value] of await request.formData()) {
      if (typeof value === "string") fields.push([name, value]);
      else fields.push([name, value.name, value.type, String(value.size), await value.text()]);
    }
    return json(fields);
  },
  "/through": (request) => new Response(request.body),
  "/twice": async (request) => {
    await request.text();
    await request.text();
    return new Response("not reached");
  },
  "/status": (request, url) => new Response(null, { status: Number(url.searchParams.get("code")) }),
  "/status-body": (request, url) => new Response("body", { status: Number(url.searchParams.get("code")) }),
  "/redirect": (request, url) => Response.redirect("https://example.com/a?b=c", Number(url.searchParams.get("code"))),
  "/empty": () => new Response(null),
  "/empty-text": () => new Response(""),
  "/html": () => new Response("<p>ä</p>", { headers: { "content-type": "text/html;charset=UTF-8" } }),
  "/out": () => {
    const response = new Response("out");
    response.headers.set("x-one", "1");
    response.headers.append("x-many", "a");
    response.headers.append("X-Many", "b");
    response.headers.set("x-latin", "caf\u00e9");
    response.headers.set("x-empty", "");
    response.headers.set("cache-control", "no-store");
    response.headers.set("etag", '"abc"');
    return response;
  },
  "/cookies": () => {
    const response = new Response("cookies");
    response.headers.append("set-cookie", "a=1; Path=/; HttpOnly");
    response.headers.append("set-cookie", "b=2; Secure");
    response.headers.append("set-cookie", "c=x%2Cy; Expires=Wed, 21 Oct 2026 07:28:00 GMT");
    return response;
  },
  "/alike": (request, url) => {
    const kind = url.search.slice(1);
    const names = { names: ["x-second", "x-first"], owned: ["x-one", "x-two"], "owned-too": ["x-six", "x-ten"] };
    const [first, second] = names[kind] ?? ["x-first", "x-second"];
    const body = kind === "bytes" ? new TextEncoder().encode("bytes") : kind.startsWith("long") ? "long ".repeat(200) : "short";
    return new Response(body, { headers: { [first]: "after 1 s", [second]: "private" }, status: kind === "long-404" ? 404 : 200 });
  },
  "/repeated": (request, { searchParams }) => {
    const text = searchParams.get("unit").repeat(Number(searchParams.get("count")));
    const bytes = new TextEncoder().encode(text);
    if (searchParams.get("as") === "text") return new Response(text);
    return new Response(bytes, searchParams.get("as") === "bytes" ? {} : { headers: { "content-type": "text/css" } });
  },
  "/throw": () => {
    throw new Error("on purpose");
  },
  "/throw-late": async () => {
    await scheduler.wait(1);
    throw new Error("on purpose, late");
  },
  "/late": async () => {
    await scheduler.wait(1);
    return new Response("late");
  },
  "/chunks": () => {
    const encoder = new TextEncoder();
    let i = 0;
    return new Response(new ReadableStream({
      pull(controller) {
        if (i === 3) controller.close();
        else controller.enqueue(encoder.encode(`chunk ${i++}\n`));
      },
    }));
  },
};

const GZIPPED = new Uint8Array([
  31, 139, 8, 0, 0, 0, 0, 0, 2, 3, 203, 72, 205, 201, 201, 7, 0, 134, 166, 16, 54, 5, 0, 0, 0,
]);

const contextRoutes = {
  "/props": (request, ctx) => json(ctx.props),
  "/console": () => {
    console.debug("written: first line");
    console.log("written: 100 percent: %s");
    console.info("written: values", 1, 1.5, true, "text", 2, "ä");
    console.info("written: integers", 3, -4, 2 ** 53, 2n ** 53n + 1n, -(2n ** 63n), -(2 ** 53));
    console.info("written: optional", "some", null, ["a", "b"]);
    console.info("written: 1 of 2, first, 3", true, "four");
    console.warn("written: a tree", { list: [1, { deep: null }], text: "ä" });
    console.error("written: of %d parts, %s", 3, "formatted");
    return new Response("ok");
  },
  "/pass-then-fail": (request, ctx) => {
    ctx.passThroughOnException();
    throw new Error("on purpose");
  },
  "/pass-then-fail-late": async (request, ctx) => {
    ctx.passThroughOnException();
    await scheduler.wait(1);
    throw new Error("on purpose, late");
  },
  "/pass-then-answer": (request, ctx) => {
    ctx.passThroughOnException();
    return new Response("answered");
  },
};

const bodyRoutes = {
  "/gzipped": () => new Response(GZIPPED, { encodeBody: "manual", headers: { "content-encoding": "gzip" } }),
  "/gzip-it": () => new Response("hello hello hello", { headers: { "content-encoding": "gzip" } }),
  "/part": (request) => new Response("lo", {
    status: 206,
    headers: { "accept-ranges": "bytes", "content-range": "bytes 3-4/5", "x-range": request.headers.get("range") },
  }),
  "/fetched": (request, url) => fetch(url.searchParams.get("url")),
  "/handed-on": async (request, url) => {
    const identity = url.search === "?identity";
    const asked = `http://a.example/${identity ? "plain" : "gzipped"}`;
    const { headers, body } = await fetch(asked, { encodeResponseBody: "manual" });
    const encodeBody = identity ? "automatic" : "manual";
    const response = new Response(body, { status: url.search === "?status" ? 404 : 200, headers, encodeBody });
    if (identity) response.headers.set("content-encoding", "gzip");
    response.headers.set("x-added", "1");
    return response;
  },
};

export default {
  fetch(request, env, ctx) {
    const url = new URL(request.url);
    const route = routes[url.pathname] ?? bodyRoutes[url.pathname];
    if (route) return route(request, url);
    if (contextRoutes[url.pathname]) return contextRoutes[url.pathname](request, ctx);
    if (url.pathname.startsWith("/echo")) return routes["/echo"](request, url);
    return new Response("not found", { status: 404 });
  },

  scheduled(controller) {
    if (controller.cron.endsWith("1")) controller.noRetry();
    if (controller.cron.startsWith("1")) throw new Error("on purpose");
  },
};
