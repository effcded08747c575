// Values on `env`. Never by constructor name: the platform and its simulators rename classes.

export const binding = (env, name) => env?.[name];

export const binding_names = (env) => {
  try {
    return Object.keys(env);
  } catch {
    return [];
  }
};

// A name that differs only in case and separators.
export const near_name = (env, name) => {
  const plain = (text) => text.replace(/[^0-9a-z]/gi, "").toLowerCase();
  return binding_names(env).find((other) => other !== name && plain(other) === plain(name));
};

export const has_method = (value, name) => {
  try {
    return typeof value?.[name] === "function" ? 1 : 0;
  } catch {
    return 0;
  }
};

export const describe = (value) => {
  if (value === null) return "null";
  if (Array.isArray(value)) return "an array";
  switch (typeof value) {
    case "string":
      return "text";
    case "object":
      return "an object";
    default:
      return `a ${typeof value}`;
  }
};
