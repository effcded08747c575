//! What a test of a worker needs, inside of the Workers runtime.
//!
//! A function under [`#[worker_sdk::test]`](macro@crate::test) runs in the real runtime, with simulators of the
//! bindings in the crate's own configuration, and with storage that no other test sees. This module is the rest:
//!
//! - [`env()`]: the environment, where no parameter reaches;
//! - [`fetch`], [`scheduled`], [`queue()`], [`email()`] and [`tail()`]: events for the crate's own worker, through its real entrypoint;
//! - [`stub`]: answers for the requests that it sends to others;
//! - [`migrate`]: the schema of a D1 database, from the migrations of the configuration;
//! - [`run_in_object`], [`run_alarm`], [`evict`], [`object_ids`]: Durable Objects, from inside;
//! - [`settled`]: the end of what was left to `wait_until`;
//! - [`logs`]: what was written to the console;
//! - [`freeze`]: a clock that moves when the test says so.
//!
//! Logic that needs no binding is tested faster on the host, with Rust's own `#[test]`. Redirects, TLS and what else
//! belongs to the network is tested from outside, with the crate `worker-e2e`.
//!
//! ```no_run
//! # mod tests {
//! use worker_sdk::{Env, Result, test};
//!
//! #[worker_sdk::test]
//! async fn greets(env: Env) -> Result<()> {
//!     let response = test::fetch("/greeting").await?;
//!     assert_eq!(response.read_text().await?, env.var("GREETING")?);
//!     Ok(())
//! }
//! # }
//! ```
//!
//! Everything here panics outside of a test. Nothing of it becomes part of a worker that is no test.

mod clock;
mod email;
mod fetch;
mod host;
mod logs;
mod migrate;
mod objects;
mod queue;
mod scheduled;
mod settled;
mod stub;
mod sys;
mod tail;
#[cfg(feature = "serde")]
mod workflow;

use std::cell::RefCell;

use wasm_bindgen::JsValue;

use crate::Env;

pub use clock::{Advance, Clock, freeze};
pub use email::{Email, Forwarded, Handled, Replied, email};
pub use fetch::fetch;
#[doc(hidden)]
pub use host::host;
pub use logs::{Log, logs};
pub use migrate::migrate;
pub use objects::{evict, object_ids, run_alarm, run_in_object};
pub use queue::{Delivered, Fate, Queue, queue};
pub use scheduled::{Completed, Scheduled, scheduled};
pub use settled::settled;
pub use stub::{Received, Recorded, Stub, stub};
pub use tail::{Trace, tail};
#[cfg(feature = "serde")]
pub use workflow::{finished, skip_time};

thread_local! {
    static CURRENT: RefCell<Option<Current>> = const { RefCell::new(None) };
}

/// What the runner passed to the test of this instance.
struct Current {
    env: JsValue,
    kit: JsValue,
}

/// Remembers what belongs to the test that begins.
pub(crate) fn begin(env: JsValue, kit: JsValue) {
    CURRENT.set(Some(Current { env, kit }));
}

fn current(part: impl FnOnce(&Current) -> &JsValue) -> Option<JsValue> {
    CURRENT.with_borrow(|current| current.as_ref().map(|current| part(current).clone()))
}

#[cold]
#[inline(never)]
#[track_caller]
fn outside() -> ! {
    panic!(
        "`worker_sdk::test` works inside of a test alone; put `#[worker_sdk::test]` on the function, and run it with \
         `cargo test --target wasm32-unknown-unknown`"
    )
}

/// The runner's side of the running test.
#[track_caller]
fn kit() -> JsValue {
    match current(|current| &current.kit) {
        Some(kit) => kit,
        None => outside(),
    }
}

/// The environment of the running test, for helpers that no parameter reaches.
///
/// # Panics
///
/// Panics outside of a [test](macro@crate::test).
///
/// # Examples
///
/// ```no_run
/// # mod tests {
/// fn greeting() -> worker_sdk::Result<String> {
///     worker_sdk::test::env().var("GREETING")
/// }
///
/// #[worker_sdk::test]
/// fn greets() -> worker_sdk::Result<()> {
///     assert_eq!(greeting()?, "hello");
///     Ok(())
/// }
/// # }
/// ```
#[must_use]
#[track_caller]
pub fn env() -> Env {
    match current(|current| &current.env) {
        Some(env) => Env::from_raw(env),
        None => outside(),
    }
}

#[cfg(test)]
mod tests {
    #[test]
    #[should_panic(expected = "put `#[worker_sdk::test]` on the function")]
    fn the_environment_belongs_to_a_test() {
        let _ = super::env();
    }
}
