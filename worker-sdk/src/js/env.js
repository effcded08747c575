// Values on `env`. Never by constructor name: the platform and its simulators rename classes.
import { new_text } from "./text.js";

export const binding = (env, at, length) => {
  const name = new_text(at, length);
  return Object.hasOwn(env ?? {}, name) ? env[name] : undefined;
};

export const binding_names = (env) => {
  try {
    return Object.keys(env);
  } catch {
    return [];
  }
};

// What to say of a name that is not there; one that differs only in case and separators may be meant.
export const missing = (env, name, section) => {
  const plain = (text) => text.replace(/[^0-9a-z]/gi, "").toLowerCase();
  const near = binding_names(env).find((other) => plain(other) === plain(name));
  const hint = near === undefined ? "" : ` (there is \`${near}\`)`;
  const what = { vars: "variable", secrets: "secret" }[section] ?? "binding";
  const help =
    section === "secrets"
      ? `put it into \`.dev.vars\`, and deploy it with \`wrangler secret put ${name}\``
      : `add it to ${section && `\`${section}\` in `}the configuration file`;
  return `no ${what} named \`${name}\` in this environment; ${help}${hint}`;
};

const described = (value) => {
  if (value === null) return "null";
  if (Array.isArray(value)) return "an array";
  const type = typeof value;
  return type === "string" ? "text" : `${type === "object" ? "an" : "a"} ${type}`;
};

export const wrong_type = (name, expected, value) =>
  `\`${name}\` in this environment is ${described(value)}, not ${expected}; ` +
  "correct the configuration file, or ask for it as what it is";
