// Patterns of URLs. Functions that can fail keep the failure and return undefined.
import { fail } from "./runtime.js";

const PARTS = ["protocol", "username", "password", "hostname", "port", "pathname", "search", "hash"];

export function new_pattern(input, base, options) {
  try {
    return base === undefined ? new URLPattern(input, options) : new URLPattern(input, base, options);
  } catch (e) {
    return fail(e);
  }
}

export const pattern_test = (pattern, url, base) => (pattern.test(url, base) ? 1 : 0);

// For each part its text, how many groups there are, and their names and texts in turn; nothing without a match.
export function pattern_exec(pattern, url, base) {
  const found = pattern.exec(url, base);
  return PARTS.flatMap((part) => {
    if (found === null) return [];
    const { input, groups } = found[part];
    const entries = Object.entries(groups);
    return [input, entries.length, ...entries.flat()];
  });
}

export const has_groups = (pattern) => (pattern.hasRegExpGroups ? 1 : 0);
