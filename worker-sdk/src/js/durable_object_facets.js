// Objects inside of an object. What fails is kept, and gives undefined.
import { fail } from "./runtime.js";

export const exported_class = (state, name) => state.exports?.[name];

// The platform asks how the facet starts when it does.
export function get_facet(state, name, startup) {
  try {
    return state.facets.get(name, () => startup);
  } catch (e) {
    return fail(e);
  }
}

function done(act) {
  try {
    act();
    return 1;
  } catch (e) {
    fail(e);
    return 0;
  }
}

export const abort_facet = (state, name, reason) => done(() => state.facets.abort(name, reason));
export const delete_facet = (state, name) => done(() => state.facets.delete(name));
export const clone_facet = (state, from, to) => done(() => state.facets.clone(from, to));
