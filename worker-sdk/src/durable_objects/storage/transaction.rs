//! Transactions.

use std::fmt;
use std::panic::{AssertUnwindSafe, catch_unwind, resume_unwind};

use wasm_bindgen::JsValue;

use super::sys;
use crate::error::{Error, Result};
use crate::executor::Deferred;
use crate::js;

/// The storage inside of a [`transaction`](super::Storage::transaction).
///
/// It is for the time of the transaction: when that has ended, every operation is an error.
///
/// With SQLite, what is done through [`Storage`](super::Storage), [`Kv`](super::Kv) and [`Sql`](super::Sql) meanwhile is
/// part of the transaction as well.
pub struct Transaction(pub(super) JsValue);

impl Transaction {
    /// Wraps a JavaScript `DurableObjectTransaction`.
    #[must_use]
    pub fn from_raw(raw: JsValue) -> Self {
        Self(raw)
    }

    /// The JavaScript `DurableObjectTransaction`.
    #[must_use]
    pub fn as_raw(&self) -> &JsValue {
        &self.0
    }

    /// The JavaScript `DurableObjectTransaction`.
    #[must_use]
    pub fn into_raw(self) -> JsValue {
        self.0
    }

    /// Undoes what the transaction has done, whatever its closure returns. Nothing more can be done in it.
    ///
    /// An `Err` of the closure does so as well.
    ///
    /// # Errors
    ///
    /// Fails when the transaction has ended.
    pub fn rollback(&self) -> Result<()> {
        match sys::rollback(&self.0) {
            0 => Err(Error::last_failure("rolling back a transaction")),
            _ => Ok(()),
        }
    }
}

impl fmt::Debug for Transaction {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Transaction { .. }")
    }
}

/// The closure runs in the task that waits for the transaction, so it may borrow. The platform gets a promise of its end,
/// which is rejected when the closure fails, panics, or is dropped.
pub(super) async fn run<T, E: From<Error>>(
    storage: JsValue,
    work: impl AsyncFnOnce(Transaction) -> Result<T, E>,
) -> Result<T, E> {
    let (end, ended) = Deferred::new("transaction");
    let begun = sys::begin_transaction(&storage, &ended);
    let state = js::settled(begun, "beginning a transaction").await?;
    let open = Open {
        txn: js::property(&state, "txn"),
        end,
    };
    let outcome = work(Transaction(open.txn.clone())).await;
    match &outcome {
        Ok(_) => open.commit(),
        Err(_) => drop(open),
    }
    let done = js::settled(js::property(&state, "done"), "committing a transaction").await;
    let value = outcome?;
    done?;
    Ok(value)
}

/// A transaction that has not ended; dropped, it is rolled back at once.
struct Open {
    txn: JsValue,
    end: Deferred,
}

impl Open {
    fn commit(mut self) {
        self.end.resolve(&JsValue::UNDEFINED);
    }
}

impl Drop for Open {
    fn drop(&mut self) {
        if self.end.is_open() {
            sys::rollback(&self.txn);
        }
    }
}

pub(super) fn run_sync<T, E: From<Error>>(
    storage: &JsValue,
    work: impl FnOnce() -> Result<T, E>,
) -> Result<T, E> {
    let mut work = Some(work);
    let mut outcome = None;
    let answer = js::scoped(
        &mut || {
            let Some(work) = work.take() else {
                return JsValue::FALSE;
            };
            // A panic goes around the platform, which sees a rollback.
            let ran = catch_unwind(AssertUnwindSafe(work));
            let commits = matches!(ran, Ok(Ok(_)));
            outcome = Some(ran);
            JsValue::from_bool(commits)
        },
        |callback, number| sys::transaction_sync(storage, callback, number),
    );
    match (outcome, answer) {
        (Some(Err(panic)), _) => resume_unwind(panic),
        (Some(Ok(Ok(value))), 1) => Ok(value),
        (Some(Ok(Err(error))), _) => Err(error),
        _ => Err(Error::last_failure("a transaction").into()),
    }
}
