// Gives each test storage of its own: the binding `KV` becomes `KV#3` for test 3, with an identifier of its own.

const suffixed = (id, test) => `${id}-test-${test}`;

// How the value of a binding changes; what is not listed is shared.
const OWN = {
  kvNamespaces: (value, test) => identified(value, test),
  r2Buckets: (value, test) => identified(value, test),
  d1Databases: (value, test) => identified(value, test),
  queueProducers: (value, test) =>
    typeof value === "string" ? suffixed(value, test) : { ...value, queueName: suffixed(value.queueName, test) },
  durableObjects: (value, test) => classed(value, test),
  workflows: (value, test) => ({ ...classed(value, test), name: suffixed(value.name, test) }),
};

function identified(value, test) {
  return typeof value === "string" ? suffixed(value, test) : { ...value, id: suffixed(value.id, test) };
}

function classed(value, test) {
  const described = typeof value === "string" ? { className: value } : value;
  return described.scriptName ? described : { ...described, className: classOf(described.className, test) };
}

export const classOf = (name, test) => `${name}__test_${test}`;

// The options of a worker in which all of `tests` run, and the classes that it has to export.
export function separate(options, tests, exported) {
  const separated = { ...options, additionalUnboundDurableObjects: [] };
  const classes = new Set();
  for (const [kind, change] of Object.entries(OWN)) {
    const bindings = Object.entries(options[kind] ?? {}).filter(([, value]) => isServed(value, exported));
    bindings.filter(([, value]) => isLocal(value)).forEach(([, value]) => classes.add(value.className ?? value));
    separated[kind] = Object.fromEntries(
      bindings.flatMap(([name, value]) => tests.map((test) => [`${name}#${test}`, change(value, test)])),
    );
  }
  separated.queueConsumers = consumers(options.queueConsumers ?? {}, tests);
  return { options: separated, classes: [...classes].filter((name) => exported.includes(name)) };
}

const isLocal = (value) => value.className !== undefined && !value.scriptName;

// A class that this worker does not export cannot be bound.
const isServed = (value, exported) => !isLocal(value) || exported.includes(value.className);

function consumers(all, tests) {
  const described = Array.isArray(all) ? all.map((name) => [name, {}]) : Object.entries(all);
  const own = ([name, consumer], test) => {
    const { deadLetterQueue: dead } = consumer;
    return [suffixed(name, test), { ...consumer, ...(dead && { deadLetterQueue: suffixed(dead, test) }) }];
  };
  return Object.fromEntries(described.flatMap((consumer) => tests.map((test) => own(consumer, test))));
}
