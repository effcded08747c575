// Vectorize.
import { attempt } from "./promise.js";
import { fail } from "./runtime.js";
import { read_value, write_arguments } from "./tape.js";
import { text_encoder } from "./text.js";

const floats = (bytes) => new Float32Array(bytes.buffer);
const json_length = (value) => text_encoder().encode(JSON.stringify(value)).length;

export const describe = (index) => attempt(() => index.describe());

// What is too large is not sent: the answer is the length of the filter, or a list of the vector's id and the length of
// its metadata.
export const query = (index, most, at, live) =>
  attempt(() => {
    const [subject, options] = read_value(at, live);
    const length = options.filter === undefined ? 0 : json_length(options.filter);
    if (length > most) return length;
    return typeof subject === "string" ? index.queryById(subject, options) : index.query(floats(subject), options);
  });

export const write_vectors = (index, method, most, at, live) =>
  attempt(() => {
    const vectors = read_value(at, live);
    for (const vector of vectors) {
      vector.values = floats(vector.values);
      const length = vector.metadata === undefined ? 0 : json_length(vector.metadata);
      if (length > most) return [vector.id, length];
    }
    return index[method](vectors);
  });

export const with_ids = (index, method, at, live) => attempt(() => index[method](read_value(at, live)));

const or_null = (value, convert) => (value === undefined || value === null ? null : convert(value));

function put(list, at) {
  try {
    const values = list();
    return write_arguments(values, values.length, 0, at);
  } catch (e) {
    fail(e);
    return 0;
  }
}

// How many there are, and of each its id, namespace, values as bytes, and what else was asked for.
export const put_found = (found, is_scored, has_metadata, at) =>
  put(() => {
    const values = [found.length];
    for (const { id, namespace, values: numbers, score, metadata } of found) {
      values.push(id, namespace, or_null(numbers, Float32Array.from.bind(Float32Array)));
      if (is_scored) values.push(score);
      if (has_metadata) values.push(metadata);
    }
    return values;
  }, at);

const date_of = (time) => {
  const date = new Date(time);
  return isNaN(date) ? null : date;
};

// Of version 1 of the product, too, which said nothing of mutations.
export const put_details = (details, at) =>
  put(
    () => [
      details.vectorCount ?? details.vectorsCount,
      details.dimensions ?? details.config?.dimensions,
      or_null(details.processedUpToDatetime, date_of),
      or_null(details.processedUpToMutation, String),
    ],
    at,
  );
