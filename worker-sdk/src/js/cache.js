// The Cache API. Keys are text, or requests.
import { attempt } from "./promise.js";

export const default_cache = () => caches.default;

export const open_cache = (name) => attempt(() => caches.open(name));

const query = (ignoreMethod) => (ignoreMethod ? { ignoreMethod: true } : undefined);

export const cache_match = (cache, key, ignoreMethod) => attempt(() => cache.match(key, query(ignoreMethod)));

export const cache_put = (cache, key, response) => attempt(() => cache.put(key, response));

export const cache_delete = (cache, key, ignoreMethod) => attempt(() => cache.delete(key, query(ignoreMethod)));
