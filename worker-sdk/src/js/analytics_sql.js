// Analytics SQL.
import { attempt } from "./promise.js";

// A parameter is text, a number, a boolean or null: a date becomes text, as in JSON.
export const query = (analytics, query, params) =>
  attempt(() => analytics.query(params === undefined ? { query } : { query, params: JSON.parse(JSON.stringify(params)) }));
