import { Hono } from "hono";

const app = new Hono();

app.get("/", (c) => c.text("Hello, world!"));

app.get("/guests/:id", (c) => {
  c.header("cache-control", "max-age=60");
  return c.json({ id: Number(c.req.param("id")), name: "Ada Lovelace", note: c.req.query("note") ?? null });
});

app.post("/guests", async (c) => {
  const guest = await c.req.json();
  guest.id += 1;
  return c.json(guest);
});

export default app;
