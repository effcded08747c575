// SQL in a Durable Object.
import { fail } from "./runtime.js";
import { write_some_rows } from "./tape.js";

export function exec(sql, query, values) {
  try {
    return values === undefined ? sql.exec(query) : sql.exec(query, ...values);
  } catch (e) {
    return fail(e);
  }
}

// Rows as lists are faster than rows as objects, and may have several columns of one name.
export function open(cursor) {
  try {
    return { names: cursor.columnNames, rows: cursor.raw() };
  } catch (e) {
    return fail(e);
  }
}

export const next_rows = (open, most, at) => write_some_rows(open.names, open.rows, most, at);

// -1 when there is no SQL.
export function database_size(sql) {
  try {
    return sql.databaseSize ?? -1;
  } catch (e) {
    fail(e);
    return -1;
  }
}

// What a cursor says of itself; `undefined` when its statement is gone.
export function told(cursor, name) {
  try {
    return cursor[name];
  } catch {
    return undefined;
  }
}
