export const new_list = () => [];
export const push = (list, value) => list.push(value);
export const length = (list) => list?.length ?? 0;
export const at = (list, index) => list[index];
export const property_of = (object, name) => object?.[name];
// Milliseconds of a date, or of a text that says one; NaN of what is no time.
export const time_of = (value) => (typeof value === "string" ? Date.parse(value) : typeof value?.getTime === "function" ? value.getTime() : NaN);
// NaN stands for what is not a number.
export const number_of = (value) => (typeof value === "number" ? value : NaN);
