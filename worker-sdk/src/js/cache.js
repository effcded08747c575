// The Cache API. Keys are text, or requests.

export const default_cache = () => caches.default;

export function open_cache(name) {
  try {
    return caches.open(name);
  } catch (e) {
    return Promise.reject(e);
  }
}

const query = (ignoreMethod) => (ignoreMethod ? { ignoreMethod: true } : undefined);

export function cache_match(cache, key, ignoreMethod) {
  try {
    return cache.match(key, query(ignoreMethod));
  } catch (e) {
    return Promise.reject(e);
  }
}

export function cache_put(cache, key, response) {
  try {
    return cache.put(key, response);
  } catch (e) {
    return Promise.reject(e);
  }
}

export function cache_delete(cache, key, ignoreMethod) {
  try {
    return cache.delete(key, query(ignoreMethod));
  } catch (e) {
    return Promise.reject(e);
  }
}
