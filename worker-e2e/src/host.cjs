// Builds workers and runs them in Miniflare for the Rust side of this crate. The first line of stdin is the
// configuration; messages go to stdout, one JSON object per line. The end of stdin is the order to stop: it also
// comes when the test process is killed, so nothing is left behind.
//
// It is no ES module, because it is run with `--eval`: Miniflare's threads would inherit `--input-type=module`, and
// stop.
const fs = require("node:fs");
const os = require("node:os");
const path = require("node:path");
const readline = require("node:readline");
const { spawn, spawnSync } = require("node:child_process");
const { createRequire } = require("node:module");
const { stripVTControlCharacters } = require("node:util");

const OLDEST_NODE = [20, 3];
const WINDOWS = process.platform === "win32";
const MODULE_TYPES = { ".js": "ESModule", ".mjs": "ESModule", ".wasm": "CompiledWasm", ".txt": "Text", ".html": "Text", ".bin": "Data" };

const say = (message) => new Promise((written) => process.stdout.write(JSON.stringify(message) + "\n", written));
const drained = []; // One promise for each stream of the runtime.
let building;
let miniflare;
let addressInUse;
let wanted; // The address that a project asks for.

/** A failure whose message is made for the user; that of any other comes with what the runtime said. */
class Refusal extends Error {}

function checkNode() {
  const [major, minor] = process.versions.node.split(".").map(Number);
  const old = major < OLDEST_NODE[0] || (major === OLDEST_NODE[0] && minor < OLDEST_NODE[1]);
  if (old) throw new Refusal(`node ${process.versions.node} is too old; install Node.js ${OLDEST_NODE.join(".")} or later`);
}

function toolsFor(directory) {
  const requireHere = createRequire(path.join(directory, "package.json"));
  let entry;
  try {
    entry = requireHere.resolve("wrangler");
  } catch {
    throw new Refusal(`no npm package \`wrangler\` for \`${directory}\`; run \`npm install\` there, with \`wrangler\` among the \`devDependencies\` of its \`package.json\``);
  }
  return { ...miniflareOf(entry), wrangler: () => requireHere(entry) };
}

function miniflareOf(wrangler) {
  try {
    return createRequire(wrangler)("miniflare");
  } catch (error) {
    const [why] = String(error?.message ?? error).trim().split("\n");
    throw new Refusal(`could not load the npm package \`miniflare\` that comes with \`wrangler\`: ${why}; remove \`node_modules\` and run \`npm install\` again`);
  }
}

function readConfig(wrangler, { file, environment }) {
  if (!wrangler.unstable_readConfig || !wrangler.unstable_getMiniflareWorkerOptions) {
    throw new Refusal("the installed `wrangler` has no functions that read a configuration; install `wrangler` 4, of 4.86 or later");
  }
  let config;
  try {
    config = wrangler.unstable_readConfig({ config: file, env: environment ?? undefined });
  } catch (error) {
    throw new Refusal(`could not read \`${file}\`: ${error.message.trim()}`);
  }
  if (environment && !config.definedEnvironments?.includes(environment)) {
    throw new Refusal(`no environment named \`${environment}\` in \`${file}\``);
  }
  if (!config.main) throw new Refusal(`no \`main\` in \`${file}\`; it names the entry module, such as \`build/index.js\``);
  return config;
}

function build({ command, cwd }, { file, release }) {
  const directory = path.resolve(path.dirname(file), cwd ?? ".");
  return new Promise((resolve, reject) => {
    building = spawn(command, {
      shell: true,
      cwd: directory,
      detached: !WINDOWS, // A group of its own, which can be ended as a whole.
      stdio: ["ignore", "pipe", "pipe"],
      // Not `dev`: that lets worker-build go on with an older build after a failure.
      env: { ...process.env, WRANGLER_COMMAND: release ? "deploy" : "test" },
    });
    for (const stream of [building.stdout, building.stderr]) {
      readline.createInterface({ input: stream }).on("line", (text) => say({ type: "log", level: "build", text }));
    }
    building.on("error", (error) => reject(new Refusal(`could not run the build command \`${command}\` in \`${directory}\`: ${error.message}`)));
    building.on("close", (code, signal) => {
      building = undefined;
      if (code === 0) return resolve();
      const missing = code === (WINDOWS ? 9009 : 127) ? "; is it installed and on PATH?" : "";
      const failure = new Refusal(`the build command \`${command}\` failed in \`${directory}\` (${signal ?? `exit code ${code}`})${missing}`);
      reject(Object.assign(failure, { file }));
    });
  });
}

/** The modules as they are now: the next build may be of another kind. */
function modulesOf(directory, entry) {
  const files = fs.readdirSync(directory, { recursive: true, withFileTypes: true })
    .filter((file) => file.isFile() && MODULE_TYPES[path.extname(file.name)])
    .map((file) => path.join(file.parentPath ?? file.path, file.name))
    .filter((file) => file !== entry);
  const module = (file) => ({ type: MODULE_TYPES[path.extname(file)], path: file, contents: fs.readFileSync(file) });
  return { modules: [entry, ...files].map(module), modulesRoot: directory };
}

function checkEntry(main, file) {
  if (!fs.existsSync(main)) throw new Refusal(`no file \`${main}\`, which \`${file}\` names as \`main\`; build the worker first`);
  if (MODULE_TYPES[path.extname(main)] !== "ESModule") {
    throw new Refusal(`\`${main}\`, which \`${file}\` names as \`main\`, is not a JavaScript module; name the one that the build writes`);
  }
}

async function projectOf(project, tools) {
  const wrangler = tools.wrangler();
  const config = readConfig(wrangler, project);
  if (project.build && config.build?.command) await build(config.build, project);
  checkEntry(config.main, project.file);
  const { workerOptions, externalWorkers } = wrangler.unstable_getMiniflareWorkerOptions(config, project.environment ?? undefined);
  const { modulesRules, ...options } = workerOptions;
  for (const { binding, service, props } of config.services ?? []) {
    const bound = options.serviceBindings[binding];
    if (!bound) continue;
    // Older ones say so themselves. The worker may run under another name.
    if (service === config.name) bound.name = tools.kCurrentWorker;
    // These get lost on the way.
    if (props) bound.props = props;
  }
  const migrations = (binding) => migrationsOf(binding, config.d1_databases, project.file, wrangler.unstable_splitSqlQuery);
  return { name: config.name, options: { ...options, ...modulesOf(path.dirname(config.main), config.main) }, others: externalWorkers ?? [], migrations };
}

function migrationsOf(binding, databases, file, split) {
  const database = databases?.find((candidate) => candidate.binding === binding);
  if (!database) throw new Refusal(`no database is bound as \`${binding}\`; add it to \`d1_databases\` in \`${file}\``);
  const folder = path.resolve(path.dirname(file), database.migrations_dir || "migrations");
  if (!fs.existsSync(folder)) throw new Refusal(`no folder \`${folder}\` with the migrations of \`${binding}\`; create it, or name another as \`migrations_dir\``);
  const names = fs.readdirSync(folder).filter((name) => name.endsWith(".sql"));
  const list = inOrder(names).map((name) => ({ name, queries: split(fs.readFileSync(path.join(folder, name), "utf8")) }));
  return { binding, table: database.migrations_table || "d1_migrations", list };
}

/** As wrangler: by number, those of the same number by name. Names without a number stay where they are. */
const inOrder = (names) => names.sort().sort((a, b) => Number.parseInt(a, 10) - Number.parseInt(b, 10) || 0);

/** As `wrangler d1 migrations apply` does, its table included. */
async function migrate(worker, { binding, table, list }) {
  const database = await miniflare.getD1Database(binding, worker);
  await database.prepare(`CREATE TABLE IF NOT EXISTS ${table} (id INTEGER PRIMARY KEY AUTOINCREMENT, name TEXT UNIQUE, applied_at TIMESTAMP DEFAULT CURRENT_TIMESTAMP NOT NULL)`).run();
  const { results } = await database.prepare(`SELECT name FROM ${table}`).all();
  const applied = new Set(results.map(({ name }) => name));
  for (const { name, queries } of list.filter(({ name }) => !applied.has(name))) {
    const done = database.prepare(`INSERT INTO ${table} (name) VALUES (?)`).bind(name);
    try {
      await database.batch([...queries.map((query) => database.prepare(query)), done]);
    } catch (error) {
      throw new Refusal(`could not apply the migration \`${name}\` to \`${binding}\`: ${error.message}`);
    }
  }
}

async function sourceOf({ project, built, script }, tools) {
  if (project) return projectOf(project, tools);
  if (built) checkEntry(path.join(built, "index.js"), built);
  const options = built
    ? modulesOf(built, path.join(built, "index.js"))
    : { modules: [{ type: "ESModule", path: script }], modulesRoot: path.dirname(script) };
  const migrations = (binding) => { throw new Refusal(`no migrations of \`${binding}\` without a configuration; use \`Project::at\``); };
  return { options, others: [], migrations };
}

/** Takes a binding away, whatever it is. */
function remove(options, binding) {
  for (const [kind, group] of Object.entries(options)) {
    if (!group || Object.getPrototypeOf(group) !== Object.prototype) continue;
    // Of some kinds there is one at most.
    if (group.binding === binding) delete options[kind];
    delete group[binding];
  }
  const { email } = options;
  if (email?.send_email) email.send_email = email.send_email.filter(({ name }) => name !== binding);
}

async function workerOf(worker, tools) {
  const { name, options, others, migrations } = await sourceOf(worker.source, tools);
  const replaced = [worker.vars, worker.services, worker.databases].flatMap(Object.keys);
  for (const binding of [...worker.without, ...replaced]) remove(options, binding);
  const own = {
    ...options,
    compatibilityDate: options.compatibilityDate ?? worker.compatibilityDate,
    name: worker.name ?? name,
    compatibilityFlags: [...(options.compatibilityFlags ?? []), ...worker.compatibilityFlags],
    bindings: { ...options.bindings, ...worker.vars },
    serviceBindings: { ...options.serviceBindings, ...worker.services },
    hyperdrives: { ...options.hyperdrives, ...worker.databases },
    outboundService: worker.outbound ?? undefined,
    tails: [...(options.tails ?? []), ...worker.tails],
    streamingTails: [...(options.streamingTails ?? []), ...worker.streamingTails],
    unsafeDirectSockets: [{ host: "127.0.0.1", port: worker.port ?? 0 }],
  };
  return { own, others, migrations: worker.migrations.map(migrations) };
}

function checkNames(workers) {
  const names = new Set();
  for (const { name } of workers) {
    if (!name) throw new Refusal("a worker has no `name` in its configuration; give it one there or with `Project::name`");
    if (names.has(name)) throw new Refusal(`two workers are named \`${name}\`; rename one with \`Project::name\``);
    names.add(name);
  }
  for (const { name, serviceBindings, outboundService, tails, streamingTails } of workers) {
    for (const tail of [...(tails ?? []), ...(streamingTails ?? [])]) {
      if (typeof tail !== "string" || names.has(tail)) continue;
      throw new Refusal(`the worker \`${name}\` has the tail worker \`${tail}\`, which is not started with it; start both with \`Runtime::start\``);
    }
    for (const [binding, service] of Object.entries({ ...serviceBindings, outbound: outboundService })) {
      const target = typeof service === "string" ? service : service?.name;
      if (typeof target !== "string" || names.has(target)) continue;
      const what = service === outboundService ? "sends its requests to" : `binds as \`${binding}\``;
      throw new Refusal(`the worker \`${name}\` ${what} the worker \`${target}\`, which is not started with it; start both with \`Runtime::start\`, or take another with \`Project::service\``);
    }
  }
}

/** A worker runs without those that its configuration wants to be told. */
function removeAbsentTails(worker, workers) {
  const isThere = (tail) => workers.some(({ name }) => name === (tail?.name ?? tail));
  for (const kind of ["tails", "streamingTails"]) worker[kind] = worker[kind]?.filter(isThere);
}

/** Miniflare reads the certificates that workers trust from the file of this variable, when it is loaded. */
function trust(files) {
  if (files.length === 0) return;
  const own = process.env.NODE_EXTRA_CA_CERTS;
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), "worker-e2e-"));
  const all = path.join(folder, "trusted.pem");
  try {
    fs.writeFileSync(all, [...(own ? [own] : []), ...files].map((file) => fs.readFileSync(file, "utf8")).join("\n"));
  } catch (error) {
    throw new Refusal(`could not read the certificates to trust: ${error.message}`);
  }
  process.env.NODE_EXTRA_CA_CERTS = all;
  process.on("exit", () => fs.rmSync(folder, { recursive: true, force: true }));
}

/** The simulators have one folder for all workers. */
function storageOf(projects) {
  const [folder, other] = new Set(projects.map(({ persist }) => persist).filter(Boolean));
  if (other) throw new Refusal(`the workers of one runtime have one storage, not \`${folder}\` and \`${other}\`; name one folder with \`Project::persist\``);
  return folder;
}

/** Texts of exceptions that no answer of the runtime has come from yet. */
const uncaught = [];

/**
 * What a user can use of a line. Of the runtime's own lines, what nobody caught is told by its isolate, with the stack of JavaScript, and told again without it where an answer fails. The rest of `info` is there
 * because an exception in work after the answer is written nowhere else.
 */
function said({ level, text }, isOwn) {
  if (!isOwn) return { level, text };
  text = text.replace(/\nstack:(?: \S+@[0-9a-f]+)+$/, "");
  if (level === "info") return exceptionOf(text);
  text = text.replace(/^(Uncaught exception: )\S+: \w+: (?:remote\.)*(?:broken\.\w+; )?jsg\./, "$1");
  const [, message] = /^Uncaught exception: (?:Error: )?([^]+)$/.exec(text) ?? [];
  const known = uncaught.findIndex((told) => message !== undefined && told.includes(message));
  return known < 0 ? { level, text } : (uncaught.splice(known, 1), {});
}

function exceptionOf(text) {
  const [, how, what] = /^uncaught exception; (?:source = ([^;]*); (?:stack|exception)|desc) = ([^]*)$/.exec(text) ?? [];
  if (what === undefined) return {};
  if (uncaught.push(what) > 100) uncaught.shift();
  return { level: "error", text: `${how ?? "Uncaught"} ${what}` };
}

/** Lines of the runtime's own, by their level: Miniflare 5 does not say whose one is. */
const OWN = { info: /^(uncaught exception; (source|desc|exception) = |PWD environment variable )/, error: /^Uncaught exception: / };
const isOwn = ({ level, message, source }) => source !== undefined || OWN[level]?.test(message);

function tell(log) {
  const { level, text } = said({ level: String(log.level ?? "runtime"), text: String(log.message) }, isOwn(log));
  if (text !== undefined) say({ type: "log", level, text });
  addressInUse ??= /Address already in use; toString\(\) = (\S+)/.exec(log.message)?.[1];
}

function logFrom(stream) {
  const lines = readline.createInterface({ input: stream }).on("line", (line) => {
    let log;
    try { log = JSON.parse(line); } catch {}
    tell(log?.message === undefined ? { message: line } : log);
  });
  drained.push(new Promise((done) => lines.on("close", done)));
}

/** What the simulator of mail says became of one; the rest of Miniflare's own log is for people at a terminal. */
function logOf({ Log, LogLevel }) {
  class Mail extends Log {
    logWithLevel(level, message) {
      const text = stripVTControlCharacters(message);
      if (text.startsWith("Email handler ")) say({ type: "log", level: "runtime", text });
    }
  }
  return new Mail(LogLevel.NONE);
}

function simulator(tools, folder, workers) {
  const { Miniflare, convertV4MiniflareOptions: convert } = tools;
  const options = { host: "127.0.0.1", port: 0, cf: false, log: logOf(tools), verbose: true, unsafeTriggerHandlers: true, workers };
  // Miniflare 5 has other options.
  if (convert) return new Miniflare(convert({ ...options, resourcePersistencePath: folder, handleStructuredLogs: tell }));
  const handleRuntimeStdio = (stdout, stderr) => { logFrom(stdout); logFrom(stderr); };
  return new Miniflare({ ...options, defaultPersistRoot: folder, structuredWorkerdLogs: true, handleRuntimeStdio });
}

/** What the runtime reads of Access. Miniflare adds it at its own entrance, past which workers are asked here. */
const accessOf = ({ access }) => access && JSON.stringify({ app_aud: access.aud, jwt_claims: access.identity });

async function start({ directory, projects }) {
  checkNode();
  trust(projects.flatMap((project) => project.trusted));
  const defaultPersistRoot = storageOf(projects);
  const tools = toolsFor(directory);
  const started = [];
  for (const project of projects) started.push(await workerOf(project, tools));
  const workers = started.flatMap(({ own, others }) => [own, ...others]);
  checkNames(workers);
  for (const worker of workers) removeAbsentTails(worker, workers);
  say({ type: "built" });
  wanted = projects.map(({ port }) => port && `127.0.0.1:${port}`).find(Boolean);
  miniflare = simulator(tools, defaultPersistRoot, workers);
  const entry = await miniflare.ready;
  for (const { own, migrations } of started) for (const one of migrations) await migrate(own.name, one);
  const addresses = [];
  for (const { own } of started) addresses.push({ name: own.name, address: (await miniflare.unsafeGetDirectURL(own.name)).host, access: accessOf(own) });
  const events = tools.convertV4MiniflareOptions ? "/cdn-cgi/local" : "/cdn-cgi/handler";
  say({ type: "ready", entry: entry.host, events, workers: addresses });
}

function endBuild() {
  if (!building?.pid) return;
  if (WINDOWS) return spawnSync("taskkill", ["/pid", String(building.pid), "/t", "/f"]);
  try { process.kill(-building.pid, "SIGKILL"); } catch {}
}

async function stop() {
  endBuild();
  setTimeout(() => process.exit(1), 3000); // Miniflare ends the runtime when the process exits, too.
  await miniflare?.dispose().catch(() => {});
  process.exit(0);
}

/** Miniflare 5 has the streams for itself. */
const heard = () => (drained.length > 0 ? Promise.all(drained) : new Promise((done) => setTimeout(done, 100)));

async function fail(error) {
  // A runtime that gave up says why; that may still be on its way.
  if (error?.code?.startsWith?.("ERR_")) await Promise.race([heard(), new Promise((late) => setTimeout(late, 2000))]);
  await say({ type: "failed", ...failure(error) });
  await stop();
}

function failure(error) {
  if (error instanceof Refusal) return { why: error.file ? "build" : "refusal", text: error.message, file: error.file };
  if (error?.code === "ERR_ADDRESS_IN_USE") addressInUse ??= wanted;
  if (addressInUse) {
    return { why: "refusal", text: `could not listen on \`${addressInUse}\`: another program does; end it, or leave \`Project::port\` out to get a free port` };
  }
  if (error?.code === "ERR_RUNTIME_FAILURE") return { why: "runtime", text: "the runtime says" };
  return { why: "runtime", text: error?.message ?? String(error) };
}

/** The simulator of Hyperdrive does not listen to what becomes of its connections. */
const isLostConnection = (error) => miniflare && ["ECONNRESET", "EPIPE", "ECONNREFUSED", "ETIMEDOUT"].includes(error?.code);

process.on("uncaughtException", (error) =>
  isLostConnection(error) ? say({ type: "log", level: "runtime", text: `a connection was lost: ${error.message}` }) : fail(error),
);
process.on("unhandledRejection", fail);
readline.createInterface({ input: process.stdin })
  .once("line", (line) => start(JSON.parse(line)).catch(fail))
  .on("close", stop);
