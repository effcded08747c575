// Runs tests in the simulator for `worker-build test`. The first line of stdin is the job; events go to stdout, one JSON
// object per line. The end of stdin is the order to stop: it also comes when the test runner is killed, so nothing
// is left behind.
import readline from "node:readline";
import { Problem } from "./problem.mjs";
import { rememberedConfiguration } from "./remembered.mjs";
import { Server } from "./server.mjs";
import { servicesOf } from "./services.mjs";
import { load } from "./wrangler.mjs";

const write = process.stdout.write.bind(process.stdout);
// Whatever wrangler prints must not come between events; it uses colours wherever it prints.
const plain = (text) => (process.stderr.isTTY ? text : String(text).replace(/\x1b\[[0-9;]*m/g, ""));
const complain = process.stderr.write.bind(process.stderr);
process.stdout.write = process.stderr.write = (text, ...rest) => complain(plain(text), ...rest);
const say = (event) => stopping || write(`${JSON.stringify(event)}\n`);
// A pipe takes so much at once; what waits for the other side to read would be lost with this process.
const heard = () => new Promise((resolve) => write("", resolve));

// Workers are configured and compiled as a whole, which takes more than linear time.
const TESTS_PER_SERVER = 50;
const ISOLATES_PER_SERVER = 10;

// The simulator is killed with this process, if it does not end before.
const STOP_MS = 5_000;

const servers = new Set();
let stopping = false;

async function boot(context, tests) {
  const workers = context.job.isolate ? tests.map((test) => [test]) : [tests];
  const server = await Server.boot(context, workers);
  if (stopping) await server.dispose();
  servers.add(server);
  return server;
}

async function release(server) {
  await server.dispose();
  servers.delete(server);
}

async function run(tools, job) {
  const configured = rememberedConfiguration(tools, job);
  const context = { tools, job, configuration: configured, services: servicesOf(tools, job, configured) };
  const size = job.isolate ? ISOLATES_PER_SERVER : TESTS_PER_SERVER;
  const parts = Array.from({ length: Math.ceil(job.tests.length / size) }, (_, i) => job.tests.slice(i * size, (i + 1) * size));
  let next = boot(context, parts[0]);
  for (const [i, tests] of parts.entries()) {
    const server = await next;
    if (parts[i + 1]) {
      next = boot(context, parts[i + 1]);
      next.catch(() => {}); // It is awaited later.
    }
    await runAll(context, server, tests);
  }
  say({ t: "done" });
  await heard();
}

async function runAll(context, first, tests) {
  let server = first;
  for (const [i, test] of tests.entries()) {
    say({ t: "begin", test: test.index });
    const usable = await server.run(test, say);
    const rest = tests.slice(i + 1);
    if (!usable && rest.length > 0) {
      release(server);
      server = await boot(context, rest);
    }
  }
  release(server);
}

async function stop() {
  if (stopping) return;
  stopping = true;
  setTimeout(() => process.exit(1), STOP_MS).unref();
  await Promise.all([heard(), ...[...servers].map((server) => server.dispose())]);
  process.exit(0);
}

function fail(error) {
  const failed = { t: "failed", what: "the test host failed", notes: [error?.stack ?? String(error)], fixes: [] };
  say(error instanceof Problem ? error.event : failed);
  stop();
}

process.stdout.on("error", stop); // Nobody listens any more.
process.on("uncaughtException", fail);
process.on("unhandledRejection", fail);

const input = readline.createInterface({ input: process.stdin }).on("close", stop);
const job = new Promise((resolve) => input.once("line", (line) => resolve(JSON.parse(line))));
try {
  // Loading takes longer than the other side needs to prepare the job.
  const tools = load(process.cwd());
  await run(tools, await job);
} catch (error) {
  fail(error);
}
await stop();
