// Values on `env`. Never by constructor name: the platform and its simulators rename classes.

export const binding = (env, name) => (Object.hasOwn(env ?? {}, name) ? env[name] : undefined);

export const binding_names = (env) => {
  try {
    return Object.keys(env);
  } catch {
    return [];
  }
};

const SECTIONS = {
  vars: ["variable", "add it to `vars` in the configuration file"],
  secrets: ["secret", "put it into `.dev.vars`, and deploy it with `wrangler secret put NAME`"],
  services: ["binding", "add it to `services` in the configuration file"],
};

// What to say of a name that is not there; one that differs only in case and separators may be meant.
export const missing = (env, name, section) => {
  const [what, help] = SECTIONS[section] ?? ["binding", "add it to the configuration file"];
  const plain = (text) => text.replace(/[^0-9a-z]/gi, "").toLowerCase();
  const near = binding_names(env).find((other) => plain(other) === plain(name));
  const hint = near === undefined ? "" : ` (there is \`${near}\`)`;
  return `no ${what} named \`${name}\` in this environment; ${help.replace("NAME", name)}${hint}`;
};

export const has_method = (value, name) => {
  try {
    return typeof value?.[name] === "function" ? 1 : 0;
  } catch {
    return 0;
  }
};

const described = (value) => {
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

export const wrong_type = (name, expected, value) =>
  `\`${name}\` in this environment is ${described(value)}, not ${expected}; ` +
  "correct the configuration file, or ask for it as what it is";
