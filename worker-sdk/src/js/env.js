// Values on `env`. Never by constructor name: the platform and its simulators rename classes.

export const binding = (env, name) => env?.[name];

export const binding_names = (env) => {
  try {
    return Object.keys(env);
  } catch {
    return [];
  }
};

// JSON text of any value that a variable can have; undefined for what JSON does not know.
export const to_json = (value) => {
  try {
    return JSON.stringify(value);
  } catch {
    return undefined;
  }
};

export const parse_json = (text) => JSON.parse(text);

export const has_method = (value, name) => {
  try {
    return typeof value?.[name] === "function";
  } catch {
    return false;
  }
};
