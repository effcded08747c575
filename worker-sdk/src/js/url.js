// URLs and their parameters, by the rules of the platform.
import { fail } from "./runtime.js";

// A base of undefined is none.
export function parse_url(text, base) {
  try {
    return new URL(text, base);
  } catch (e) {
    return fail(e);
  }
}

export const can_parse_url = (text, base) => (URL.canParse(text, base) ? 1 : 0);

export function set_url_part(url, part, value) {
  try {
    url[part] = value;
    return 1;
  } catch (e) {
    fail(e);
    return 0;
  }
}

// Of text or of other parameters.
export const new_params = (init) => new URLSearchParams(init);
export const params_text = (params) => params.toString();
export const params_get = (params, name) => params.get(name);
export const params_get_all = (params, name) => params.getAll(name);
export const params_append = (params, name, value) => params.append(name, value);
export const params_set = (params, name, value) => params.set(name, value);
export const params_sort = (params) => params.sort();

// A value of undefined is any.
export const params_has = (params, name, value) => (params.has(name, value) ? 1 : 0);
export const params_delete = (params, name, value) => params.delete(name, value);

// Names and values in turn.
export const params_entries = (params) => [...params].flat();
