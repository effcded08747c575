// Runs workers in Miniflare for the Rust side of this crate. The first line of stdin is the configuration;
// messages go to stdout, one JSON object per line. The end of stdin is the order to stop: it also comes when
// the test process is killed, so nothing is left behind.
import fs from "node:fs";
import path from "node:path";
import readline from "node:readline";
import { createRequire } from "node:module";

const require = createRequire(path.join(process.cwd(), "package.json"));
const say = (message) => process.stdout.write(JSON.stringify(message) + "\n");
let miniflare;

const MODULE_TYPES = { ".js": "ESModule", ".mjs": "ESModule", ".wasm": "CompiledWasm", ".txt": "Text", ".html": "Text", ".bin": "Data" };

function modulesOf(directory, entry) {
  const files = fs.readdirSync(directory, { recursive: true, withFileTypes: true })
    .filter((file) => file.isFile() && MODULE_TYPES[path.extname(file.name)])
    .map((file) => path.join(file.parentPath ?? file.path, file.name))
    .filter((file) => file !== entry);
  return [entry, ...files].map((file) => ({ type: MODULE_TYPES[path.extname(file)], path: file }));
}

function sourceOf({ build, script, wrangler }) {
  if (script) return { modules: [{ type: "ESModule", path: script }], modulesRoot: path.dirname(script) };
  if (build) return { modules: modulesOf(build, path.join(build, "index.js")), modulesRoot: build };
  const { workerOptions, main } = require("wrangler").unstable_getMiniflareWorkerOptions(wrangler.file, wrangler.environment ?? undefined);
  const { modulesRules, ...options } = workerOptions;
  const directory = path.dirname(main);
  return { ...options, modules: modulesOf(directory, main), modulesRoot: directory };
}

function workerOf(worker) {
  const source = sourceOf(worker.source);
  return {
    compatibilityDate: worker.compatibilityDate,
    ...source,
    name: worker.name,
    compatibilityFlags: [...(source.compatibilityFlags ?? []), ...worker.compatibilityFlags],
    bindings: { ...source.bindings, ...worker.vars },
    serviceBindings: { ...source.serviceBindings, ...worker.services },
    outboundService: worker.outbound ?? undefined,
    unsafeDirectSockets: [{ host: "127.0.0.1", port: 0 }],
  };
}

function logFrom(stream) {
  readline.createInterface({ input: stream }).on("line", (line) => {
    let log = { level: "runtime", message: line };
    try { log = JSON.parse(line); } catch {}
    say({ type: "log", level: String(log.level ?? "runtime"), text: String(log.message ?? line) });
  });
}

async function start(config) {
  const { Miniflare, Log, LogLevel } = createRequire(require.resolve("wrangler"))("miniflare");
  miniflare = new Miniflare({
    host: "127.0.0.1",
    port: 0,
    cf: config.cf ?? false,
    log: new Log(LogLevel.NONE),
    structuredWorkerdLogs: true,
    handleRuntimeStdio: (stdout, stderr) => { logFrom(stdout); logFrom(stderr); },
    unsafeTriggerHandlers: true,
    workers: config.workers.map(workerOf),
  });
  const entry = await miniflare.ready;
  const workers = {};
  for (const { name } of config.workers) workers[name] = (await miniflare.unsafeGetDirectURL(name)).host;
  say({ type: "ready", entry: entry.host, workers });
}

async function stop() {
  await miniflare?.dispose().catch(() => {});
  process.exit(0);
}

async function fail(error) {
  await new Promise((drained) => setTimeout(drained, 100)); // The runtime's own message is still in the pipe.
  say({ type: "failed", text: error?.stack ?? String(error) });
  await stop();
}

process.on("uncaughtException", fail);
process.on("unhandledRejection", fail);
readline.createInterface({ input: process.stdin })
  .once("line", (line) => start(JSON.parse(line)).catch(fail))
  .on("close", stop);
