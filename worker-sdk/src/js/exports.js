import { fail } from "./runtime.js";

export const names_of = (exports) => Object.keys(exports ?? {}).sort();

export function with_props(entrypoint, props) {
  try {
    return entrypoint({ props });
  } catch (e) {
    return fail(e);
  }
}
