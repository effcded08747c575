// Durable Objects. Functions that can fail return a promise, or keep the failure and return undefined.
import { attempt, callback } from "./promise.js";
import { X, dead, fail } from "./runtime.js";

function kept(make) {
  try {
    return make();
  } catch (e) {
    return fail(e);
  }
}

// ------------------------------------------------------------------------------------------------------ namespaces

export const id_from_name = (namespace, name) => kept(() => namespace.idFromName(name));
export const id_from_string = (namespace, text) => kept(() => namespace.idFromString(text));
export const new_unique_id = (namespace, options) => kept(() => namespace.newUniqueId(options));
export const in_jurisdiction = (namespace, name) => kept(() => namespace.jurisdiction(name));

export const get = (namespace, id, options) => kept(() => namespace.get(id, options));
export const get_by_name = (namespace, name, options) =>
  kept(() => (namespace.getByName ? namespace.getByName(name, options) : namespace.get(namespace.idFromName(name), options)));
export const get_existing = (namespace, id, options) =>
  kept(() => {
    if (namespace.getExisting) return namespace.getExisting(id, options);
    throw new Error("this runtime has no `getExisting`; use `get`");
  });

export const id_text = (id) => String(id);

// ----------------------------------------------------------------------------------------------------------- state

export const storage = (state) => state.storage;
export { wait_until } from "./context.js";

// It ends all code that runs, of Rust too, which would never clean up; so it comes behind that.
export function abort(state, reason, options) {
  Promise.resolve().then(() => state.abort(reason, options));
}

// The work begins when the platform says so, by the callback `start`.
export function block_concurrency_while(state, start, i, g) {
  const x = X;
  return attempt(() =>
    state.blockConcurrencyWhile(async () => {
      if (x !== X || dead !== null) throw dead ?? new Error("the instance has ended");
      return callback(start, i, g);
    }),
  );
}
