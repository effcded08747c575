// What JavaScript throws may be anything: `throw null`, a proxy that throws when asked.

export function error_name(value) {
  try {
    return value instanceof Error || typeof value?.name === "string" ? String(value.name) : "";
  } catch {
    return "";
  }
}

export function described_error(value) {
  try {
    const name = error_name(value);
    const message = typeof value?.message === "string" ? value.message : String(value);
    return name === "" ? message : `${name}: ${message}`;
  } catch {
    return "a value that has no text";
  }
}

export function error_flag(value, name) {
  try {
    return value?.[name] === true ? 1 : 0;
  } catch {
    return 0;
  }
}

export function new_error(message, cause) {
  return cause === undefined ? new Error(message) : new Error(message, { cause });
}
