export const new_list = () => [];
export const push = (list, value) => list.push(value);
// What JavaScript gives or throws may be anything: getters and proxies fail as they like.
export function property_of(object, name) {
  try {
    return object?.[name];
  } catch {
    return undefined;
  }
}
export const at = property_of;
export const length = (list) => {
  const length = property_of(list, "length");
  return typeof length === "number" ? length : 0;
};
// Milliseconds of a date, or of a text that says one; NaN of what is no time.
export function time_of(value) {
  try {
    return typeof value === "string" ? Date.parse(value) : typeof value?.getTime === "function" ? Number(value.getTime()) : NaN;
  } catch {
    return NaN;
  }
}
// NaN stands for what is not a number.
export const number_of = (value) => (typeof value === "number" ? value : NaN);
