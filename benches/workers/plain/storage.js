export default {
  async fetch(request, env) {
    const { url } = request;
    switch (url.slice(url.indexOf("/", 8))) {
      case "/kv-get":
        return new Response(await env.KV.get("page"));
      case "/kv-put":
        await env.KV.put("visits", "one more visit");
        return new Response("ok");
      case "/d1-rows":
        return d1_rows(env.DB);
      case "/d1-insert":
        await env.DB.prepare("INSERT INTO visits (page, seconds) VALUES (?, ?)").bind("home", 1.5).run();
        return new Response("ok");
      case "/r2-get": {
        const object = await env.BUCKET.get("file");
        return new Response(object.body);
      }
      case "/rows":
        return rows(env.ROWS);
      case "/no-rows":
        return rows(env.NO_ROWS);
      default:
        return new Response("no such scenario", { status: 404 });
    }
  },
};

async function d1_rows(db) {
  const query = db.prepare("SELECT id, name, price, stock FROM items WHERE id <= ? ORDER BY id");
  const { results } = await query.bind(50).all();
  return Response.json(results);
}

async function rows(db) {
  const { results } = await db.prepare("SELECT").bind(50).all();
  let stock = 0;
  for (const item of results) stock += item.stock ?? 0;
  return new Response(String(stock));
}
