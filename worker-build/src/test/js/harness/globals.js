// What tests must not share: the console, the cache, outbound requests. Loaded before any other module, and one test
// runs at a time.

// The running test: see `harness.js`.
export const running = { test: null };

// A test that freezes the clock and does not come to its end leaves it frozen.
export const { setTimeout, clearTimeout } = globalThis;
const { now } = Date;

export function begin(test) {
  Object.assign(globalThis, { setTimeout, clearTimeout });
  Date.now = now;
  running.test = test;
}

const shown = (value) => {
  if (typeof value === "string") return value;
  if (value instanceof Error) return value.stack ?? String(value);
  try {
    return JSON.stringify(value) ?? String(value);
  } catch {
    return String(value);
  }
};

// What wasm-bindgen's test runtime says about itself.
const isNoise = (text) => /^Invoking test: \S+$/.test(text);

// Panics have long stacks.
Error.stackTraceLimit = 50;

for (const level of ["debug", "log", "info", "warn", "error"]) {
  const original = console[level].bind(console);
  console[level] = (...values) => {
    if (!running.test) return original(...values);
    const text = values.map(shown).join(" ");
    if (!isNoise(text)) running.test.print(level, text);
  };
}

const network = globalThis.fetch;

globalThis.fetch = (input, init) => {
  const stubs = running.test?.stubs;
  return stubs?.size > 0 ? stubbed(stubs, new Request(input, init)) : network(input, init);
};

async function stubbed(stubs, request) {
  const { host } = new URL(request.url);
  const answer = stubs.get(host);
  if (answer) return answer(request);
  const hosts = [...stubs.keys()].map((name) => `\`${name}\``).join(", ");
  throw new Error(`no stub for \`${host}\` (\`${request.method} ${request.url}\`); the stubbed hosts are ${hosts}`);
}

const caches = globalThis.caches;
const cache = (name) => caches.open(`test-${running.test?.index}-${name}`);
const call = (method) => async (...args) => (await cache("default"))[method](...args);

Object.defineProperty(globalThis, "caches", {
  configurable: true,
  value: { open: (name) => cache(`named-${name}`), default: { match: call("match"), put: call("put"), delete: call("delete") } },
});
