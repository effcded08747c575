// Stands in for an index of Vectorize: compares by cosine, in memory, and has changes done at once.
import { WorkerEntrypoint } from "cloudflare:workers";

const DIMENSIONS = 64;
const vectors = new Map();
let changed = { processedUpToDatetime: null, processedUpToMutation: null };

function done() {
  const mutationId = crypto.randomUUID();
  changed = { processedUpToDatetime: new Date().toISOString(), processedUpToMutation: mutationId };
  return { mutationId };
}

const sum = (numbers) => numbers.reduce((a, b) => a + b, 0);
const dot = (a, b) => sum(a.map((value, k) => value * b[k]));
const cosine = (a, b) => dot(a, b) / Math.sqrt(dot(a, a) * dot(b, b));

const OPERATORS = {
  $eq: (value, other) => value === other,
  $ne: (value, other) => value !== other,
  $in: (value, others) => others.includes(value),
  $nin: (value, others) => !others.includes(value),
  $lt: (value, other) => value < other,
  $lte: (value, other) => value <= other,
  $gt: (value, other) => value > other,
  $gte: (value, other) => value >= other,
};

const property = (metadata, path) => path.split(".").reduce((value, name) => value?.[name], metadata) ?? null;

const meets = (metadata, filter) =>
  Object.entries(filter).every(([path, conditions]) =>
    Object.entries(conditions).every(([operator, operand]) => OPERATORS[operator](property(metadata, path), operand)),
  );

function checked(values, operation) {
  const length = values.length;
  if (length === DIMENSIONS) return Array.from(values);
  throw new Error(`${operation}_ERROR (code = 40012): invalid vector, expected ${DIMENSIONS} dimensions, and got ${length}`);
}

function nearest(values, { topK = 5, namespace, returnValues, returnMetadata = "none", filter = {} } = {}) {
  const matches = [...vectors.values()]
    .filter((vector) => namespace === undefined || vector.namespace === namespace)
    .filter((vector) => meets(vector.metadata, filter))
    .map((vector) => ({ vector, score: cosine(values, vector.values) }))
    .sort((a, b) => b.score - a.score)
    .slice(0, topK)
    .map(({ vector: { id, namespace, values, metadata }, score }) => {
      const match = { id, score };
      if (namespace !== undefined) match.namespace = namespace;
      if (returnValues) match.values = values;
      if (returnMetadata !== "none") match.metadata = metadata;
      return match;
    });
  return { count: matches.length, matches };
}

function put(list, operation, replaces) {
  for (const vector of list) {
    const values = checked(vector.values, operation);
    if (replaces || !vectors.has(vector.id)) vectors.set(vector.id, { ...vector, values });
  }
  return done();
}

export default class extends WorkerEntrypoint {
  async fetch() {
    return Response.json(await this.describe());
  }

  describe() {
    return { vectorCount: vectors.size, dimensions: DIMENSIONS, ...changed };
  }

  query(values, options) {
    return nearest(checked(values, "VECTOR_QUERY"), options);
  }

  queryById(id, options) {
    const vector = vectors.get(id);
    if (vector === undefined) throw new Error(`VECTOR_QUERY_ERROR (code = 40011): there is no vector ${id}`);
    return nearest(vector.values, options);
  }

  insert(list) {
    return put(list, "VECTOR_INSERT", false);
  }

  upsert(list) {
    return put(list, "VECTOR_UPSERT", true);
  }

  deleteByIds(ids) {
    for (const id of ids) vectors.delete(id);
    return done();
  }

  getByIds(ids) {
    return ids.filter((id) => vectors.has(id)).map((id) => vectors.get(id));
  }
}
