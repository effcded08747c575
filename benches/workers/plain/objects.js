import { DurableObject, WorkerEntrypoint } from "cloudflare:workers";

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

export class Desk extends WorkerEntrypoint {
  fetch(request) {
    return new Response(request.method === "GET" ? "at your service" : "not now");
  }

  add(a, b) {
    return a + b;
  }

  price({ id, item, amount }) {
    return { id, item, amount, price: amount * 3 };
  }
}

export default {
  async fetch(request, env) {
    const { url } = request;
    switch (url.slice(url.indexOf("/", 8))) {
      case "/object":
      case "/object-sql":
        return env.SHOP.getByName("one").fetch(request);
      case "/service":
        return env.SELF.fetch(request);
      case "/rpc": {
        const sum = await env.SELF.add(2, 40);
        const bill = await env.SELF.price({ id: 7, item: "tea", amount: 2.5 });
        return Response.json({ sum, bill });
      }
      case "/queue":
        return env.BROKER.fetch(request);
      case "/websocket":
        return echo();
      default:
        return new Response("no such scenario", { status: 404 });
    }
  },

  async queue(batch) {
    let sum = 0;
    for (const message of batch.messages) {
      const { item, amount, paid } = message.body;
      if (!paid && item.length > 0) sum += amount;
      message.ack();
    }
    if (sum !== 2525) throw new Error("the batch is incomplete");
  },
};

function echo() {
  const [client, server] = Object.values(new WebSocketPair());
  server.accept();
  server.addEventListener("message", ({ data }) => server.send(data));
  server.addEventListener("close", ({ code, reason }) => server.close(code, reason));
  return new Response(null, { status: 101, webSocket: client });
}
