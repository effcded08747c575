import { DurableObject } from "cloudflare:workers";
import { Hono } from "hono";

export class Shop extends DurableObject {
  constructor(ctx, env) {
    super(ctx, env);
    this.visits = 0;
    this.sql = ctx.storage.sql;
    this.sql.exec("CREATE TABLE IF NOT EXISTS visits (page TEXT NOT NULL, seconds REAL NOT NULL)");
    this.sql.exec(
      "CREATE TABLE IF NOT EXISTS items (id INTEGER PRIMARY KEY, name TEXT NOT NULL, price REAL NOT NULL, stock INTEGER)",
    );
    for (let id = 1; id <= 50; id++) {
      const stock = id % 7 === 0 ? null : id * 3;
      this.sql.exec("INSERT OR REPLACE INTO items VALUES (?, ?, ?, ?)", id, `item number ${id}`, id * 7 + 0.25, stock);
    }
  }

  async fetch(request) {
    const { url } = request;
    if (url.endsWith("/object")) {
      this.visits++;
      return new Response(this.visits > 0 ? "visited" : "new");
    }
    this.sql.exec("INSERT INTO visits (page, seconds) VALUES (?, ?)", "home", 1.5);
    const items = this.sql.exec("SELECT id, name, price, stock FROM items WHERE id <= ? ORDER BY id", 50).toArray();
    return Response.json(items);
  }
}

const app = new Hono();

const to_object = (c) => c.env.SHOP.getByName("one").fetch(c.req.raw);
app.get("/object", to_object);
app.get("/object-sql", to_object);
app.get("/websocket", echo);

function echo() {
  const [client, server] = Object.values(new WebSocketPair());
  server.accept();
  server.addEventListener("message", ({ data }) => server.send(data));
  server.addEventListener("close", ({ code, reason }) => server.close(code, reason));
  return new Response(null, { status: 101, webSocket: client });
}

export default app;
