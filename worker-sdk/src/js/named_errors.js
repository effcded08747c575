// Errors with a name and properties.
const OWN = { EvalError, RangeError, ReferenceError, SyntaxError, TypeError, URIError };

export function new_named_error(name, message, properties) {
  const error = Object.hasOwn(OWN, name) ? new OWN[name](message) : new Error(message);
  if (error.name !== name) error.name = name;
  return Object.assign(error, Object.fromEntries(properties));
}

export const error_property = (error, name) => {
  try {
    return error?.[name];
  } catch {}
};
