// Workers that are loaded by name. What fails is kept, and gives undefined.
import { fail } from "./runtime.js";

function kept(act) {
  try {
    return act();
  } catch (e) {
    return fail(e);
  }
}

export const get_worker = (loader, name, code) => kept(() => loader.get(name, code));
export const load_worker = (loader, code) => kept(() => loader.load(code));
export const get_entrypoint = (worker, name, options) => kept(() => worker.getEntrypoint(name, options));
export const get_class = (worker, name, options) => kept(() => worker.getDurableObjectClass(name, options));
export const dispatch = (namespace, name, args, options) => kept(() => namespace.get(name, args, options));
