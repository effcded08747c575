// The modules of a harness worker: the test module, the crate's own worker, the harness, and an entry that joins them.
import fs from "node:fs";
import path from "node:path";
import { ITSELF, classOf } from "./bindings.mjs";

// A request to the default entrypoint of a worker with static assets would find these first.
export const ENTRYPOINT = "WorkerBuildTests";

const TYPES = { ".js": "ESModule", ".mjs": "ESModule", ".wasm": "CompiledWasm" };

export function modulesOf(job, tests) {
  const entry = { type: "ESModule", path: path.join(job.folder, "entry.js"), contents: entryText(job, tests) };
  const folders = ["harness", "test", ...(job.own ? ["own"] : [])];
  return [entry, ...folders.flatMap((folder) => filesIn(path.join(job.folder, folder)))];
}

function filesIn(folder) {
  return fs
    .readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((file) => file.isFile() && TYPES[path.extname(file.name)])
    .map((file) => ({ type: TYPES[path.extname(file.name)], path: path.join(file.parentPath ?? file.path, file.name) }));
}

function entryText(job, tests) {
  const runtime = (folder, file) => (file ? `import * as ${folder}Runtime from "./${folder}/${file}";` : `const ${folder}Runtime = null;`);
  const own = job.own
    ? [`import * as own from "./own/index.js";`, runtime("own", job.own.runtime)]
    : ["const own = null, ownRuntime = null;"];
  const classes = [
    ...(job.own ? [[ITSELF, "itself(own)"], ...job.own.classes.map((name) => [name, `own.${name}`])] : []),
    ...job.classes.map((name) => [name, `testClasses.${name}`]),
  ];
  const perTest = classes.flatMap(([name, value]) =>
    tests.map((test) => `export const ${classOf(name, test)} = classFor(${value}, ${test});`),
  );
  return [
    `import "./harness/globals.js";`,
    `import { classFor, harness, itself } from "./harness/harness.js";`,
    `import * as glue from "./test/glue.js";`,
    runtime("test", job.runtime),
    ...(job.classes.length > 0 ? [`import * as testClasses from "./test/classes.js";`] : ["const testClasses = null;"]),
    ...own,
    "if (testRuntime) testRuntime.boot(glue);",
    `const noOwn = ${JSON.stringify(job.no_own)};`,
    "const tests = harness({ glue, runtime: testRuntime, testClasses, own, ownRuntime, noOwn });",
    `export { tests as default, tests as ${ENTRYPOINT} };`,
    ...perTest,
    "",
  ].join("\n");
}
