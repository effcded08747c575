// Runs the workers that need simulated bindings in Miniflare, as `wrangler dev` does. The first argument says what to
// run; all share one namespace, database and bucket. The end of stdin ends it.
import fs from "node:fs";
import path from "node:path";
import { execFileSync } from "node:child_process";
import { Miniflare } from "miniflare";

const { workers, date, flags } = JSON.parse(process.argv[2]);

const TYPES = { ".js": "ESModule", ".wasm": "CompiledWasm" };

function modules(folder, entry) {
  const others = fs.readdirSync(folder).filter((name) => name !== entry && TYPES[path.extname(name)]);
  return [entry, ...others].map((name) => ({ type: TYPES[path.extname(name)], path: path.join(folder, name) }));
}

// The batches of the broker, without the broker: five for each request, so that the request hardly counts.
const BROKER = `
const messages = Array.from({ length: 100 }, (_, id) => ({
  id: String(id), timestamp: new Date(0), attempts: 1, body: { id, item: "item number " + id, amount: id + 0.5, paid: id % 2 === 0 },
}));
export default {
  async fetch(request, env) {
    for (let k = 0; k < 5; k++) {
      const { outcome, ackAll, explicitAcks } = await env.CONSUMER.queue("jobs", messages);
      if (outcome !== "ok" || (!ackAll && explicitAcks.length !== 100)) throw new Error("the batch failed: " + outcome);
    }
    return new Response("done");
  },
};`;

const broker = ({ name }) => ({
  name: `broker-of-${name}`,
  modules: true,
  script: BROKER,
  compatibilityDate: date,
  compatibilityFlags: ["service_binding_extra_handlers"],
  serviceBindings: { CONSUMER: name },
});

function bindings({ name, objects, calls }) {
  if (!objects) return {};
  const called = { SELF: { name, entrypoint: "Desk" }, BROKER: `broker-of-${name}` };
  return { durableObjects: { SHOP: { className: "Shop", useSQLite: true } }, serviceBindings: calls ? called : {} };
}

const miniflare = new Miniflare({
  cf: false,
  workers: workers.map((worker) => ({
    name: worker.name,
    modules: modules(worker.folder, worker.entry),
    modulesRoot: worker.folder,
    compatibilityDate: date,
    compatibilityFlags: flags,
    kvNamespaces: { KV: "kv" },
    d1Databases: { DB: "db" },
    r2Buckets: { BUCKET: "bucket" },
    ...bindings(worker),
    unsafeDirectSockets: [{ host: "127.0.0.1", port: 0 }],
  })).concat(workers.filter(({ calls }) => calls).map(broker)),
});
await miniflare.ready;
await seed(workers[0].name);
for (const { name } of workers) {
  const { port } = await miniflare.unsafeGetDirectURL(name);
  console.log(JSON.stringify({ event: "listen", socket: name, port: Number(port) }));
}
const runtime = execFileSync("pgrep", ["-P", String(process.pid), "workerd"], { encoding: "utf8" });
console.log(JSON.stringify({ runtime: Number(runtime.trim()) }));

process.stdin.resume();
process.stdin.on("end", async () => {
  await miniflare.dispose();
  process.exit(0);
});

async function seed(name) {
  const kv = await miniflare.getKVNamespace("KV", name);
  await kv.put("page", "<p>words of a page</p>".repeat(46));
  const bucket = await miniflare.getR2Bucket("BUCKET", name);
  await bucket.put("file", new Uint8Array(64 << 10).map((_, i) => i * 31));
  const db = await miniflare.getD1Database("DB", name);
  await db.exec("CREATE TABLE items (id INTEGER PRIMARY KEY, name TEXT NOT NULL, price REAL NOT NULL, stock INTEGER)");
  await db.exec("CREATE TABLE visits (page TEXT NOT NULL, seconds REAL NOT NULL)");
  const insert = db.prepare("INSERT INTO items (name, price, stock) VALUES (?, ?, ?)");
  const rows = Array.from({ length: 200 }, (_, i) => [`item number ${i + 1}`, i * 7 + 0.25, i % 7 === 0 ? null : i * 3]);
  await db.batch(rows.map((row) => insert.bind(...row)));
}
