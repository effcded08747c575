// The storage of a Durable Object. Functions that give a promise never throw.
import { attempt } from "./promise.js";
import { X, fail } from "./runtime.js";
import { write_some_entries, write_value } from "./tape.js";

// Where there is no SQLite the platform may refuse the part itself; then everything that it can do fails.
export function part(storage, name) {
  try {
    return storage[name];
  } catch (e) {
    const refuse = () => {
      throw e;
    };
    return { exec: refuse, get: refuse, put: refuse, delete: refuse, list: refuse };
  }
}

export const get = (storage, key, options) => attempt(() => storage.get(key, options));
export const put = (storage, key, value, options) => attempt(() => storage.put(key, value, options));
export const put_many = (storage, entries, options) => attempt(() => storage.put(entries, options));
export const delete_keys = (storage, key, options) => attempt(() => storage.delete(key, options));
export const delete_all = (storage, options) => attempt(() => storage.deleteAll(options));
export const list = (storage, options) => attempt(() => storage.list(options));
export const sync = (storage) => attempt(() => storage.sync());

export const get_alarm = (storage, options) => attempt(() => storage.getAlarm(options));
export const set_alarm = (storage, ms, options) => attempt(() => storage.setAlarm(ms, options));
export const delete_alarm = (storage, options) => attempt(() => storage.deleteAlarm(options));

export const current_bookmark = (storage) => attempt(() => storage.getCurrentBookmark());
export const bookmark_for_time = (storage, ms) => attempt(() => storage.getBookmarkForTime(ms));
export const restore_bookmark = (storage, bookmark) => attempt(() => storage.onNextSessionRestoreBookmark(bookmark));

// ------------------------------------------------------------------------------------------------ transactions

// Gives the transaction when the platform has begun it. It ends with `ended`: a rejection rolls it back.
export const begin_transaction = (storage, ended) =>
  new Promise((begun, failed) => {
    const state = {};
    ended.catch(() => {});
    state.done = storage.transaction((txn) => {
      state.txn = txn;
      begun(state);
      return ended;
    });
    state.done.catch(failed);
  });

export function rollback(txn) {
  try {
    txn.rollback();
    return 1;
  } catch (e) {
    fail(e);
    return 0;
  }
}

const ROLLED_BACK = new Error("the transaction was rolled back");

// Calls Rust inside of a transaction: 1 when that was committed, 2 when Rust asked for a rollback, 0 when the platform
// failed. What escapes from Rust ends the instance.
export function transaction_sync(storage, callback, number) {
  let inside = false;
  try {
    storage.transactionSync(() => {
      inside = true;
      const is_done = X.__worker_sdk_callback(callback, number, 0);
      inside = false;
      if (is_done !== true) throw ROLLED_BACK;
    });
    return 1;
  } catch (e) {
    if (inside) throw e;
    if (e === ROLLED_BACK) return 2;
    fail(e);
    return 0;
  }
}

// ------------------------------------------------------------------------------------------ synchronous values

// 0 on failure, 1 with the value on the tape, 2 when there is none.
export function kv_get(kv, key, at) {
  let value;
  try {
    value = kv.get(key);
  } catch (e) {
    fail(e);
    return 0;
  }
  return write_value(value, at) && (value === undefined ? 2 : 1);
}

export function kv_put(kv, key, value) {
  try {
    kv.put(key, value);
    return 1;
  } catch (e) {
    fail(e);
    return 0;
  }
}

// 1 when it was there, 2 when it was not.
export function kv_delete(kv, key) {
  try {
    return kv.delete(key) ? 1 : 2;
  } catch (e) {
    fail(e);
    return 0;
  }
}

export function kv_list(kv, options) {
  try {
    return kv.list(options);
  } catch (e) {
    return fail(e);
  }
}

export const kv_entries = write_some_entries;
