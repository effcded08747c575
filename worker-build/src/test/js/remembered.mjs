// Wrangler takes longer to load than all else that a small run needs, so what it said about a configuration is kept.
import { createHash } from "node:crypto";
import fs from "node:fs";
import path from "node:path";
import { isDeepStrictEqual } from "node:util";
import { configuration, filesOf } from "./wrangler.mjs";

export function rememberedConfiguration(tools, job) {
  if (!job.config || process.env.CLOUDFLARE_INCLUDE_PROCESS_ENV) return configuration(tools, job.config, job.environment);
  const store = path.join(job.folder, "configuration.json");
  const key = keyOf(tools, job);
  const kept = read(store);
  if (isDeepStrictEqual(kept?.key, key)) return kept.value;
  const { value, isQuiet } = overheard(() => configuration(tools, job.config, job.environment));
  if (isQuiet && isData(value)) fs.writeFileSync(store, JSON.stringify({ key, value }), { mode: 0o600 }); // It may hold secrets.
  return value;
}

// Calls `f`, and tells whether anything was printed: warnings belong to each run.
function overheard(f) {
  const { write } = process.stderr;
  let isQuiet = true;
  process.stderr.write = process.stdout.write = (...text) => {
    isQuiet = false;
    return write(...text);
  };
  try {
    return { value: f(), isQuiet };
  } finally {
    process.stderr.write = process.stdout.write = write;
  }
}

function keyOf(tools, job) {
  const state = (file) => {
    const found = fs.statSync(file, { throwIfNoEntry: false });
    return found ? `${file} ${found.size} ${found.mtimeMs}` : file;
  };
  return [tools.version, readers(), job.environment, variables(), ...filesOf(job.config, job.environment).map(state)];
}

// Another version of this program may make something else of the same configuration.
function readers() {
  return createHash("sha256").update(fs.readFileSync(new URL("./wrangler.mjs", import.meta.url))).digest("hex");
}

// A hash of those that wrangler reads: they may hold passwords of databases.
function variables() {
  const read = Object.entries(process.env).filter(([name]) => /^(CLOUDFLARE|WRANGLER)_/.test(name));
  return createHash("sha256").update(JSON.stringify(read.sort())).digest("hex");
}

function read(store) {
  try {
    return JSON.parse(fs.readFileSync(store, "utf8"));
  } catch {
    return undefined;
  }
}

// Whether nothing is lost in JSON. Some bindings are functions, and those are set up anew.
function isData(value) {
  if (value === null || ["string", "number", "boolean", "undefined"].includes(typeof value)) return true;
  if (Array.isArray(value)) return value.every(isData);
  return Object.getPrototypeOf(value) === Object.prototype && Object.values(value).every(isData);
}
