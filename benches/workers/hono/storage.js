import { Hono } from "hono";

const app = new Hono();

app.get("/kv-get", async (c) => c.text((await c.env.KV.get("page")) ?? ""));

app.get("/kv-put", async (c) => {
  await c.env.KV.put("visits", "one more visit");
  return c.text("ok");
});

app.get("/d1-rows", async (c) => {
  const query = c.env.DB.prepare("SELECT id, name, price, stock FROM items WHERE id <= ? ORDER BY id");
  const { results } = await query.bind(50).all();
  return c.json(results);
});

app.get("/d1-insert", async (c) => {
  await c.env.DB.prepare("INSERT INTO visits (page, seconds) VALUES (?, ?)").bind("home", 1.5).run();
  return c.text("ok");
});

app.get("/r2-get", async (c) => {
  const object = await c.env.BUCKET.get("file");
  return c.body(object.body);
});

app.get("/rows", (c) => rows(c, c.env.ROWS));
app.get("/no-rows", (c) => rows(c, c.env.NO_ROWS));

async function rows(c, db) {
  const { results } = await db.prepare("SELECT").bind(50).all();
  let stock = 0;
  for (const item of results) stock += item.stock ?? 0;
  return c.text(String(stock));
}

export default app;
