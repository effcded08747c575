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

app.post("/passthrough", (c) => c.body(c.req.raw.body));

app.get("/await", async (c) => {
  const count = Number(c.req.header("x-count") ?? 0);
  for (let i = 0; i < count; i++) await c.env.READY.fetch(c.req.raw);
  return c.text("done");
});

export default app;
