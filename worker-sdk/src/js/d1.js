// D1. Functions that give a promise never throw.
import { attempt } from "./promise.js";
import { fail } from "./runtime.js";

export function prepare(database, sql) {
  try {
    return database.prepare(sql);
  } catch (e) {
    return fail(e);
  }
}

export function bind(statement, values) {
  try {
    return statement.bind(...values);
  } catch (e) {
    return fail(e);
  }
}

export function with_session(database, start) {
  try {
    return database.withSession(start);
  } catch (e) {
    return fail(e);
  }
}

export function bookmark(session) {
  try {
    return session.getBookmark();
  } catch {
    return undefined;
  }
}

// The first row has the names of the columns.
export const raw = (statement) => attempt(() => statement.raw({ columnNames: true }));
export const all = (statement) => attempt(() => statement.all());
export const run = (statement) => attempt(() => statement.run());
export const batch = (database, statements) => attempt(() => database.batch(statements));
export const exec = (database, sql) => attempt(() => database.exec(sql));

export const head = (rows, length) => (rows?.length > length ? rows.slice(0, length) : rows);
