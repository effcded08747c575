// The cache in front of the worker.
import { attempt } from "./promise.js";

export const purge_cache = (cache, options) =>
  attempt(async () => {
    if (typeof cache?.purge === "function") return cache.purge(options);
    throw new Error(
      'there is no cache in front of this worker; deploy it with `"cache": { "enabled": true }` in the configuration, the simulator has none',
    );
  });
