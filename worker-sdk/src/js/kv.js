// Workers KV. A time of 0 is none, and so is metadata of undefined.

const read_options = (type, cacheTtl) => (cacheTtl > 0 ? { type, cacheTtl } : type);

export function get(namespace, key, type, cacheTtl) {
  try {
    return namespace.get(key, read_options(type, cacheTtl));
  } catch (e) {
    return Promise.reject(e);
  }
}

export function get_with_metadata(namespace, key, type, cacheTtl) {
  try {
    return namespace.getWithMetadata(key, read_options(type, cacheTtl));
  } catch (e) {
    return Promise.reject(e);
  }
}

// What the map of a bulk read has for each of the keys; null for a key without a value.
export const in_order = (keys, map) => keys.map((key) => map.get(key) ?? null);

export function put(namespace, key, value, expiration, expirationTtl, metadata) {
  try {
    if (expiration + expirationTtl === 0 && metadata === undefined) return namespace.put(key, value);
    const options = { metadata };
    if (expiration > 0) options.expiration = expiration;
    if (expirationTtl > 0) options.expirationTtl = expirationTtl;
    return namespace.put(key, value, options);
  } catch (e) {
    return Promise.reject(e);
  }
}

export function list(namespace, prefix, limit, cursor) {
  try {
    const options = { prefix, cursor };
    if (limit > 0) options.limit = limit;
    return namespace.list(options);
  } catch (e) {
    return Promise.reject(e);
  }
}

export function delete_key(namespace, key) {
  try {
    return namespace.delete(key);
  } catch (e) {
    return Promise.reject(e);
  }
}

// The platform has `deleteBulk` behind a flag.
export async function delete_keys(namespace, keys) {
  if (typeof namespace.deleteBulk === "function") return namespace.deleteBulk(keys);
  await Promise.all(keys.map((key) => namespace.delete(key)));
}

export const is_namespace = (value) => {
  try {
    return ["get", "getWithMetadata", "put", "list", "delete"].every((name) => typeof value?.[name] === "function") ? 1 : 0;
  } catch {
    return 0;
  }
};
