//! Runs futures in the request that owns them.
//!
//! The runtime ties every promise, timer and stream to the request that made it, and ends a request without a word
//! when its client leaves. A queue shared by requests would poll one request's future inside another one, and a
//! future whose promise never settles would stay, with every lock that it holds. So:
//!
//! * Each event is a task, polled at once. Ready: its value goes back directly. Pending: JavaScript makes one promise.
//! * A promise resumes its task in its own reaction, hence in the right request ([`slot`]).
//! * A waker called from anywhere else resolves a promise that the owning request made; the runtime runs that
//!   reaction in the owner. Only tasks that keep a clone of their waker pay for it.
//! * Cancelling is dropping: through `request.signal`, or when the garbage collector finds that the reaction of a
//!   promise is unreachable. To listen to the signal costs as much as all the rest of a wait, so that begins when it
//!   can be noticed: when a task waits for a waker, which an abandoned future may hold, and after some more events.
//! * A task that waits for wakers alone is kept alive by a timer, for 30 s, and then named in the log. From then on
//!   each collection of garbage finds out whether its request is still there, and drops the future if it is not.
//! * A promise belongs to one request. A task of another one may wait for it, and gets an error when that request
//!   has ended.

mod deferred;
mod exports;
#[cfg(debug_assertions)]
mod help;
mod hop;
mod label;
mod panics;
mod slab;
mod slot;
mod spawn;
mod sys;
mod task;

pub(crate) use deferred::Deferred;
pub use exports::register;
pub(crate) use exports::{Callback, callback, tell};
pub(crate) use panics::{guard, guard_drop};
pub(crate) use slab::{Id, Slab};
pub(crate) use slot::{Promised, is_left};
pub use spawn::{JoinError, JoinHandle, live, spawn};
pub(crate) use spawn::{run_detached, run_kept};
pub(crate) use task::Outcome;

use std::future::Future;
use std::sync::Arc;

use wasm_bindgen::JsValue;

use hop::Hop;
use label::Label;
use task::Task;

/// Runs an event's future: returns its value if one poll is enough, else a promise of it.
pub(crate) fn start(event: &'static str, work: impl Future<Output = Outcome> + 'static) -> JsValue {
    run(&Task::new(Label::Event(event), work), sys::NO_CLIENT)
}

/// As [`start`], for a part of the event `root` that JavaScript asks for later.
pub(crate) fn start_in(
    root: Option<Id>,
    event: &'static str,
    work: impl Future<Output = Outcome> + 'static,
) -> JsValue {
    run(
        &Task::of_event(root, Label::Event(event), work),
        sys::NO_CLIENT,
    )
}

/// As [`start`], directly under the shim: when the platform passed a request, its abort signal cancels the task.
pub(crate) fn start_event(
    event: &'static str,
    work: impl Future<Output = Outcome> + 'static,
) -> JsValue {
    run(&Task::new(Label::Event(event), work), sys::CLIENT)
}

/// As [`start_event`], for what goes on when its client leaves. The body of its answer does not.
pub(crate) fn start_served(
    event: &'static str,
    work: impl Future<Output = Outcome> + 'static,
) -> JsValue {
    run(&Task::new(Label::Event(event), work), sys::SERVED)
}

fn run(task: &Arc<Task>, client: i32) -> JsValue {
    match task.run() {
        Some(outcome) => into_js(outcome),
        None => {
            let id = task.id();
            let client = match client {
                sys::CLIENT => sys::CLIENT + i32::from(Hop::is_any_armed()),
                other => other,
            };
            sys::pend(id.index, id.generation, client)
        }
    }
}

/// The task that is polled now.
pub(crate) fn current() -> Option<Id> {
    Task::current().map(|task| task.id())
}

/// The event whose task, or task of a task, is polled now.
pub(crate) fn current_root() -> Option<Id> {
    Task::current().map(|task| task.root())
}

/// What the platform passed to the event whose task is polled now, or `undefined`.
pub(crate) fn current_source() -> JsValue {
    sys::source_of(Task::current_index().unwrap_or(-1))
}

/// Drops a task's future; its promise stays unsettled.
pub(crate) fn cancel(id: Id) {
    if let Some(task) = Task::find(id) {
        task.cancel();
    }
}

/// Runs a handler that is not async.
pub(crate) fn start_sync(work: impl FnOnce() -> Outcome) -> JsValue {
    into_js(guard(work).unwrap_or_else(Err))
}

fn into_js(outcome: Outcome) -> JsValue {
    match outcome {
        Ok(value) => value,
        Err(error) => sys::reject(&error),
    }
}
