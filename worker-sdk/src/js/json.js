// JSON text of any value that a variable can have; undefined for what JSON does not know.
export const to_json = (value) => {
  try {
    return JSON.stringify(value);
  } catch {
    return undefined;
  }
};

export const parse_json = (text) => {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
};
