// What the bindings of the crate's worker become in a worker with several tests: `KV` becomes `KV#3` for test 3, and is
// another namespace. What cannot be bound here is left out, or says so when it is used.

const suffixed = (id, test) => `${id}-test-${test}`;
export const classOf = (name, test) => `${name}__test_${test}`;

// The class through which the crate's own worker is bound to itself.
export const ITSELF = "itself";

// The kinds of bindings that each test has for itself. All others are shared.
const KINDS = {
  kvNamespaces: identified,
  r2Buckets: identified,
  d1Databases: identified,
  queueProducers: (value, test) =>
    typeof value === "string" ? suffixed(value, test) : { ...value, queueName: suffixed(value.queueName, test) },
  durableObjects: classed,
  workflows: (value, test) => ({ ...classed(value, test), name: suffixed(value.name, test) }),
};

function identified(value, test) {
  return typeof value === "string" ? suffixed(value, test) : { ...value, id: suffixed(value.id, test) };
}

function classed(value, test) {
  const described = typeof value === "string" ? { className: value } : value;
  return described.scriptName ? described : { ...described, className: classOf(described.className, test) };
}

const perTest = (bindings, tests, change) =>
  bindings.flatMap(([name, value]) => tests.map((test) => [`${name}#${test}`, change(value, test)]));

// The options of a worker with `tests`. `own` describes the crate's own worker, if it is loaded; `classes` are its own and
// those of the tests; `others` run beside it.
export function bindingsOf(options, tests, { own, classes, others, itself, absent }) {
  const names = new Set(others.map(({ name }) => name));
  const exported = new Set(classes);
  const isThere = (value) => (value.scriptName ? names.has(value.scriptName) : !value.className || exported.has(value.className));
  const changed = Object.entries(KINDS).map(([kind, change]) => {
    const bindings = Object.entries(options[kind] ?? {}).filter(([, value]) => isThere(value));
    return [kind, Object.fromEntries(perTest(bindings, tests, change))];
  });
  return {
    ...options,
    ...Object.fromEntries(changed),
    additionalUnboundDurableObjects: [],
    queueConsumers: own ? consumersOf(options.queueConsumers ?? {}, tests) : {},
    serviceBindings: servicesOf(options.serviceBindings ?? {}, tests, { own, names, exported, itself, absent }),
    tails: [],
    streamingTails: [],
  };
}

function consumersOf(consumers, tests) {
  const own = ([name, consumer], test) => {
    const { deadLetterQueue: dead } = consumer;
    return [suffixed(name, test), { ...consumer, ...(dead && { deadLetterQueue: suffixed(dead, test) }) }];
  };
  return Object.fromEntries(Object.entries(consumers).flatMap((consumer) => tests.map((test) => own(consumer, test))));
}

function servicesOf(services, tests, { own, names, exported, itself, absent }) {
  const bound = Object.entries(services).flatMap(([binding, service]) => {
    const { name, entrypoint = ITSELF } = service;
    if (name === itself && own && (entrypoint === ITSELF || exported.has(entrypoint))) {
      return perTest([[binding, service]], tests, (value, test) => ({ ...value, entrypoint: classOf(entrypoint, test) }));
    }
    const isThere = typeof service === "function" || (name !== itself && names.has(name));
    return [[binding, isThere ? service : absent(binding, name === itself ? undefined : name)]];
  });
  return Object.fromEntries(bound);
}
