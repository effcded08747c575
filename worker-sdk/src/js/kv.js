// Workers KV. A time of 0 is none, and so is metadata of undefined.
import { content_of } from "./blob.js";
import { attempt } from "./promise.js";

const read_options = (type, cacheTtl) => (cacheTtl > 0 ? { type, cacheTtl } : type);

export const get = (namespace, key, type, cacheTtl) => attempt(() => namespace.get(key, read_options(type, cacheTtl)));

export const get_with_metadata = (namespace, key, type, cacheTtl) =>
  attempt(() => namespace.getWithMetadata(key, read_options(type, cacheTtl)));

// The map of a bulk read is made of an object's properties, so that it lacks keys such as "42", which would be indices,
// and "__proto__". They are read one by one.
const is_special = (key) => (String(key >>> 0) === key && key !== "4294967295") || key === "__proto__";

async function in_order(keys, options, read) {
  const map = await read(keys, options);
  return Promise.all(keys.map((key) => (map.has(key) || !is_special(key) ? map.get(key) : read(key, options))));
}

// The values in the order of their keys.
export const get_many = (namespace, keys, type, cacheTtl) =>
  in_order(keys, read_options(type, cacheTtl), (key, options) => namespace.get(key, options));

export const get_many_with_metadata = (namespace, keys, type, cacheTtl) =>
  in_order(keys, read_options(type, cacheTtl), (key, options) => namespace.getWithMetadata(key, options));

export const put = (namespace, key, value, expiration, expirationTtl, metadata) =>
  attempt(() => {
    // null would be stored as the text "null".
    const content = content_of(value, false);
    if (expiration + expirationTtl === 0 && metadata === undefined) return namespace.put(key, content);
    const options = { metadata };
    if (expiration > 0) options.expiration = expiration;
    if (expirationTtl > 0) options.expirationTtl = expirationTtl;
    return namespace.put(key, content, options);
  });

export const list = (namespace, prefix, limit, cursor) =>
  attempt(() => {
    const options = { prefix, cursor };
    if (limit > 0) options.limit = limit;
    return namespace.list(options);
  });

export const delete_key = (namespace, key) => attempt(() => namespace.delete(key));

// `deleteBulk` is behind a flag of the runtime, and the simulator has nothing behind it.
export async function delete_keys(namespace, keys) {
  try {
    if (typeof namespace.deleteBulk === "function") return await namespace.deleteBulk(keys);
  } catch (e) {
    if (!String(e?.message).includes("does not implement the method")) throw e;
  }
  await Promise.all(keys.map((key) => namespace.delete(key)));
}
