import { constant } from "./text.js";

// What an object can do says what it is; its constructor's name does not.
export const has_method = (value, at, length) => {
  try {
    return typeof value?.[constant(at, length)] === "function" ? 1 : 0;
  } catch {
    return 0;
  }
};
