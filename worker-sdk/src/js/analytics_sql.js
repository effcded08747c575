// Analytics SQL.
import { attempt } from "./promise.js";

// A parameter is text, a number, a boolean or null: a date becomes text, as in JSON. Where JSON would have null or an object
// without a word, this fails.
function checked(params) {
  for (const [name, value] of Object.entries(params)) {
    const number = value instanceof Date ? value.getTime() : value;
    const problem = typeof number === "number" && !Number.isFinite(number) ? "is no finite number" : value instanceof Uint8Array ? "is bytes" : undefined;
    if (problem !== undefined) throw new TypeError(`the parameter \`$${Array.isArray(params) ? Number(name) + 1 : name}\` ${problem}`);
  }
  return JSON.parse(JSON.stringify(params));
}

export const query = (analytics, query, params) =>
  attempt(() => analytics.query(params === undefined ? { query } : { query, params: checked(params) }));
