// Everything that depends on wrangler's and miniflare's insides stands in this file.
import fs from "node:fs";
import path from "node:path";
import readline from "node:readline";
import { createRequire } from "node:module";
import { Problem } from "./problem.mjs";

const MAJOR = 4;

// The project's own wrangler, and the simulator that belongs to it.
export function load(folder) {
  const require = createRequire(path.join(folder, "package.json"));
  let file;
  try {
    file = require.resolve("wrangler/package.json");
  } catch {
    throw missing(folder);
  }
  const { version } = JSON.parse(fs.readFileSync(file, "utf8"));
  if (Number.parseInt(version, 10) !== MAJOR) throw unknown(version);
  const fromWrangler = createRequire(file);
  const miniflare = fromWrangler("miniflare");
  const { Miniflare, Response, Log, LogLevel, kCurrentWorker, convertV4MiniflareOptions } = miniflare;
  const wrangler = () => {
    const loaded = require("wrangler");
    if (typeof loaded.unstable_getMiniflareWorkerOptions !== "function") throw unknown(version);
    return loaded;
  };
  const log = new Log(LogLevel.NONE);
  const newestDate = miniflare.supportedCompatibilityDate ?? createRequire(fromWrangler.resolve("miniflare"))("workerd").compatibilityDate;
  return { wrangler, version, Miniflare, Response, newestDate, itself: kCurrentWorker, log, convert: convertV4MiniflareOptions };
}

// Starts the simulator; `said` is called with each line of the runtime.
export function simulator({ Miniflare, convert, log }, workers, said) {
  const options = { host: "127.0.0.1", port: 0, cf: false, log, workers };
  if (!convert) return new Miniflare({ ...options, handleRuntimeStdio: (...streams) => streams.forEach((stream) => lines(stream, said)) });
  return new Miniflare(convert({ ...options, handleStructuredLogs: ({ message }) => said(message) }));
}

function lines(stream, said) {
  readline.createInterface({ input: stream }).on("line", said);
}

function missing(folder) {
  const has_manifest = ancestors(folder).some((parent) => fs.existsSync(path.join(parent, "package.json")));
  const command = has_manifest ? "npm install" : "npm install --save-dev wrangler@4";
  return new Problem(
    `cannot find wrangler in \`${folder}\` or above`,
    ["tests run in the runtime that comes with it"],
    [`run \`${command}\``],
  );
}

function unknown(version) {
  return new Problem(
    `wrangler ${version} is not supported`,
    [`tests need wrangler ${MAJOR}`],
    [`run \`npm install --save-dev wrangler@${MAJOR}\``],
  );
}

function ancestors(folder) {
  const parent = path.dirname(folder);
  return parent === folder ? [folder] : [folder, ...ancestors(parent)];
}

// What the configuration says: the worker's options for the simulator, workers that it stands beside, and where
// the migrations of its databases are.
export function configuration({ wrangler, newestDate, itself }, file, environment) {
  if (!file) return { options: { compatibilityDate: newestDate }, others: [], databases: [] };
  try {
    const { unstable_readConfig, unstable_getMiniflareWorkerOptions } = wrangler();
    const config = unstable_readConfig({ config: file, env: environment });
    const { workerOptions, externalWorkers } = unstable_getMiniflareWorkerOptions(config, environment);
    for (const { binding, service, props } of config.services ?? []) {
      const bound = workerOptions.serviceBindings[binding];
      if (!bound) continue;
      // Older ones say so themselves.
      if (service === config.name) bound.name = itself;
      // These get lost on the way.
      if (props) bound.props = props;
    }
    // Each test has classes of its own names, and several workers cannot listen at one port.
    const { modulesRules, workflowExports, connectHandlers, ...options } = workerOptions;
    options.compatibilityDate ??= newestDate;
    return { options, others: externalWorkers ?? [], databases: config.d1_databases ?? [] };
  } catch (error) {
    throw unreadable(file, error);
  }
}

// The files that `configuration` reads: with the environment, all that its result depends on.
export function filesOf(file, environment) {
  const suffixes = ["", ".local", ...(environment ? [`.${environment}`, `.${environment}.local`] : [])];
  const secrets = suffixes.flatMap((suffix) => [`.dev.vars${suffix}`, `.env${suffix}`]);
  return [file, ...secrets.map((name) => path.join(path.dirname(file), name))];
}

function unreadable(file, error) {
  const at = error.location?.line === undefined ? "" : `:${error.location.line}`;
  const said = [error.text ?? error.message, ...(error.notes ?? []).map((note) => note.text)];
  const plain = said.join("\n").replace(/\x1b\[[0-9;]*m/g, "").trim();
  return new Problem(`cannot use the configuration \`${file}${at}\``, [plain], ["correct the file"]);
}

// The migrations of the database that is bound as `binding`, in any order.
export function migrations(file, databases, binding) {
  const database = databases.find((candidate) => candidate.binding === binding);
  const name = file ? path.basename(file) : "wrangler.jsonc";
  if (!database) throw new Error(`no database is bound as \`${binding}\`; add it to \`d1_databases\` in \`${name}\``);
  const directory = database.migrations_dir || "migrations";
  const folder = path.resolve(path.dirname(file), directory);
  if (!fs.existsSync(folder)) {
    throw new Error(`no folder \`${directory}\` beside \`${name}\`; create it, or set \`migrations_dir\` of \`${binding}\``);
  }
  const files = fs.readdirSync(folder).filter((entry) => entry.endsWith(".sql"));
  const read = (entry) => fs.readFileSync(path.join(folder, entry), "utf8");
  return {
    table: database.migrations_table || "d1_migrations",
    migrations: files.map((entry) => ({ name: entry, sql: read(entry) })),
  };
}
