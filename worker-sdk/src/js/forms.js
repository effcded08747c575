// Forms. Functions that can fail return a promise.
import { attempt } from "./promise.js";

export const new_form = () => new FormData();
export const form_get = (form, name) => form.get(name);
export const form_get_all = (form, name) => form.getAll(name);
export const form_has = (form, name) => (form.has(name) ? 1 : 0);
export const form_append = (form, name, value) => form.append(name, value);
export const form_set = (form, name, value) => form.set(name, value);
export const form_delete = (form, name) => form.delete(name);

// Names and values in turn.
export const form_entries = (form) => [...form].flat();

// Text fields alone, urlencoded.
export const form_text = (form) => new URLSearchParams([...form].filter(([, value]) => typeof value === "string")).toString();

export const read_form = (message) => attempt(() => message.formData());

export const read_form_as = (body, type) =>
  attempt(() => new Response(body, { headers: { "content-type": type } }).formData());
