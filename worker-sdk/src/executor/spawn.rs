//! Tasks beside the handler: `spawn` and `wait_until`.

use std::cell::{Cell, RefCell};
use std::fmt;
use std::future::Future;
use std::panic::Location;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll, Waker};

use wasm_bindgen::prelude::*;

use super::label::Label;
use super::slab::Id;
use super::sys;
use super::task::{Outcome, RESOLVE, Task};
use crate::js::Local;

#[wasm_bindgen(module = "/src/js/spawn.js")]
extern "C" {
    fn wait_until_globally(promise: &JsValue);
}

/// Number of tasks that this instance holds: running handlers, spawned futures, `wait_until` futures.
///
/// Meant for tests and diagnostics; a number that only grows means that futures wait for something that
/// never comes.
///
/// # Examples
///
/// ```no_run
/// worker_sdk::console_log!("{} live tasks", worker_sdk::task::live());
/// ```
#[must_use]
pub fn live() -> usize {
    Task::live()
}

/// Runs `future` beside the current handler, and keeps the request's context alive until it ends.
///
/// The future is polled for the first time after the current poll, in the request that called `spawn`. When the
/// response is sent before the future ends, the platform lets it go on for up to 30 seconds. Dropping the handle
/// detaches the task.
///
/// # Examples
///
/// ```no_run
/// # async fn run() -> Result<(), worker_sdk::task::JoinError> {
/// let sum = worker_sdk::spawn(async { 20 + 22 });
/// assert_eq!(sum.await?, 42);
/// # Ok(())
/// # }
/// ```
///
/// See <https://developers.cloudflare.com/workers/runtime-apis/context/>.
#[track_caller]
pub fn spawn<F>(future: F) -> JoinHandle<F::Output>
where
    F: Future + 'static,
    F::Output: 'static,
{
    let shared = Arc::new(Local::new(Shared::new()));
    let completion = Completion(shared.clone());
    let work = async move {
        let value = future.await;
        completion.0.value.set(Some(value));
        Ok(JsValue::UNDEFINED)
    };
    let (task, promise) = begin(Location::caller(), work);
    wait_until_globally(&promise);
    JoinHandle { task, shared }
}

/// Starts a task of its own and returns the promise of its outcome.
pub(crate) fn run_detached(
    location: &'static Location<'static>,
    work: impl Future<Output = Outcome> + 'static,
) -> JsValue {
    begin(location, work).1
}

/// As [`run_detached`], and keeps the request's context alive until it ends.
pub(crate) fn run_kept(
    location: &'static Location<'static>,
    work: impl Future<Output = Outcome> + 'static,
) -> JsValue {
    let promise = run_detached(location, work);
    wait_until_globally(&promise);
    promise
}

fn begin(
    location: &'static Location<'static>,
    work: impl Future<Output = Outcome> + 'static,
) -> (Id, JsValue) {
    let id = Task::new(Label::Spawned(location), work).id();
    sys::soon(id.index, id.generation);
    (id, sys::pend(id.index, id.generation, sys::NO_CLIENT))
}

struct Shared<T> {
    value: Cell<Option<T>>,
    ended: Cell<bool>,
    panicked: Cell<bool>,
    waker: RefCell<Option<Waker>>,
}

impl<T> Shared<T> {
    const fn new() -> Self {
        Self {
            value: Cell::new(None),
            ended: Cell::new(false),
            panicked: Cell::new(false),
            waker: RefCell::new(None),
        }
    }
}

/// Lives in the spawned future: however that ends, the handle learns of it.
struct Completion<T>(Arc<Local<Shared<T>>>);

impl<T> Drop for Completion<T> {
    fn drop(&mut self) {
        self.0.ended.set(true);
        self.0.panicked.set(std::thread::panicking());
        if let Some(waker) = self.0.waker.take() {
            waker.wake();
        }
    }
}

/// Waits for a spawned task; dropping it detaches the task, which then runs to its end.
///
/// # Errors
///
/// Resolves to [`JoinError`] when the task panicked, was aborted, or was dropped with its request.
pub struct JoinHandle<T> {
    task: Id,
    shared: Arc<Local<Shared<T>>>,
}

impl<T> JoinHandle<T> {
    /// Drops the task's future at once, wherever it waits, and lets go of its request.
    ///
    /// Awaiting the handle afterwards gives a [`JoinError`], unless the task had ended before: then nothing happens,
    /// and the value stays. A task that aborts itself goes on until it waits the next time.
    ///
    /// # Examples
    ///
    /// ```no_run
    /// # use std::time::Duration;
    /// # async fn run() {
    /// let task = worker_sdk::spawn(worker_sdk::sleep(Duration::from_secs(20)));
    /// task.abort();
    /// assert!(task.await.is_err());
    /// # }
    /// ```
    pub fn abort(&self) {
        if let Some(task) = Task::find(self.task) {
            // The platform waits for this promise, and would go on when the future is gone.
            sys::finish(self.task.index, &JsValue::UNDEFINED, RESOLVE);
            task.cancel();
            // It may be that whoever aborts it panics.
            self.shared.panicked.set(false);
        }
    }

    /// Whether the task has ended: with a value, by a panic, aborted, or with its request.
    ///
    /// # Examples
    ///
    /// ```no_run
    /// # async fn run() -> Result<(), worker_sdk::task::JoinError> {
    /// let task = worker_sdk::spawn(async { 20 + 22 });
    /// if task.is_finished() {
    ///     worker_sdk::console_log!("the answer is {}", task.await?);
    /// }
    /// # Ok(())
    /// # }
    /// ```
    #[must_use]
    pub fn is_finished(&self) -> bool {
        self.shared.ended.get()
    }
}

impl<T> fmt::Debug for JoinHandle<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("JoinHandle")
            .field("ended", &self.is_finished())
            .finish()
    }
}

impl<T> Future for JoinHandle<T> {
    type Output = Result<T, JoinError>;

    fn poll(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Self::Output> {
        if !self.is_finished() {
            self.shared.waker.replace(Some(context.waker().clone()));
            return Poll::Pending;
        }
        let panicked = self.shared.panicked.get();
        Poll::Ready(self.shared.value.take().ok_or(JoinError { panicked }))
    }
}

/// A spawned task ended without a value: it panicked, was aborted, or its request was ended by the platform.
#[derive(Debug)]
pub struct JoinError {
    panicked: bool,
}

impl JoinError {
    /// Whether the task panicked.
    ///
    /// # Examples
    ///
    /// ```no_run
    /// # async fn run() {
    /// let task = worker_sdk::spawn(async { u8::from_str_radix("what a client sent", 10).unwrap() });
    /// if task.await.is_err_and(|error| error.is_panic()) {
    ///     worker_sdk::console_error!("this client is not answered");
    /// }
    /// # }
    /// ```
    #[must_use]
    pub const fn is_panic(&self) -> bool {
        self.panicked
    }

    /// Whether the task was aborted, or its request ended by the platform.
    #[must_use]
    pub const fn is_cancelled(&self) -> bool {
        !self.panicked
    }
}

impl fmt::Display for JoinError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self.panicked {
            true => "the spawned task panicked; the log has the message of the panic",
            false => "the spawned task was aborted, or its request was ended by the platform",
        })
    }
}

impl std::error::Error for JoinError {}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_task_that_panicked_is_told_from_one_that_was_dropped() {
        let end = |panics: bool| {
            let shared = Arc::new(Local::new(Shared::<()>::new()));
            let completion = Completion(shared.clone());
            let work = std::panic::AssertUnwindSafe(move || {
                let _completion = completion;
                assert!(!panics, "on purpose");
            });
            let outcome = std::panic::catch_unwind(work);
            assert_eq!(outcome.is_err(), panics);
            (shared.ended.get(), shared.panicked.get())
        };
        assert_eq!([end(true), end(false)], [(true, true), (true, false)]);
    }

    #[test]
    fn both_ends_say_what_happened() {
        for panicked in [true, false] {
            let error = JoinError { panicked };
            assert_eq!(error.is_panic(), panicked);
            assert_eq!(error.is_cancelled(), !panicked);
            assert_eq!(error.to_string().contains("panicked"), panicked);
        }
    }
}
