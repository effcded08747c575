// What an object can do says what it is; its constructor's name does not.
export const has_method = (value, name) => {
  try {
    return typeof value?.[name] === "function" ? 1 : 0;
  } catch {
    return 0;
  }
};
