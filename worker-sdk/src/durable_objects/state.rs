//! What an object knows of itself.

use std::error::Error as StdError;
use std::fmt;
use std::future::{Future, IntoFuture};
use std::panic::Location;

use wasm_bindgen::JsValue;

use super::block;
use super::id::Id;
use super::storage::Storage;
use super::sys;
use crate::error::Result;
use crate::executor;
use crate::exports::Exports;
use crate::js::{self, Options};
use crate::task::TaskOutput;

/// What the platform gives an object when it is made: its id, its storage, its hold on events. Cheap to clone.
///
/// # Examples
///
/// ```no_run
/// # mod worker {
/// use worker_sdk::durable_objects::State;
/// use worker_sdk::{IntoResponse, durable_object};
///
/// struct Room {
///     state: State,
/// }
///
/// #[durable_object]
/// impl Room {
///     fn new(state: State) -> Self {
///         Self { state }
///     }
///
///     async fn fetch(&self) -> impl IntoResponse {
///         format!("I am {}", self.state.id())
///     }
/// }
/// # }
/// # fn main() {}
/// ```
///
/// See <https://developers.cloudflare.com/durable-objects/api/state/>.
#[derive(Clone)]
pub struct State(JsValue);

impl State {
    /// Wraps a JavaScript `DurableObjectState`.
    #[must_use]
    pub fn from_raw(raw: JsValue) -> Self {
        Self(raw)
    }

    /// The JavaScript `DurableObjectState`.
    #[must_use]
    pub fn as_raw(&self) -> &JsValue {
        &self.0
    }

    /// The JavaScript `DurableObjectState`.
    #[must_use]
    pub fn into_raw(self) -> JsValue {
        self.0
    }

    /// The id of the object, with the name that it is called by.
    #[must_use]
    pub fn id(&self) -> Id {
        Id::from_raw(js::property(&self.0, "id"))
    }

    /// What the object keeps.
    #[must_use]
    pub fn storage(&self) -> Storage {
        Storage::from_raw(sys::storage(&self.0))
    }

    /// Lets `future` go on beside the events of the object, which stays in memory while it waits for something.
    ///
    /// The future is polled for the first time after the current poll. An `Err` is logged as an uncaught exception.
    ///
    /// # Examples
    ///
    /// ```no_run
    /// # use std::time::Duration;
    /// # fn run(state: worker_sdk::durable_objects::State) {
    /// state.wait_until(async {
    ///     worker_sdk::sleep(Duration::from_secs(1)).await;
    ///     worker_sdk::console_log!("a second later");
    /// });
    /// # }
    /// ```
    #[track_caller]
    pub fn wait_until<F>(&self, future: F)
    where
        F: IntoFuture + 'static,
        F::Output: TaskOutput,
    {
        let work = async move { future.await.into_outcome() };
        sys::wait_until(&self.0, &executor::run_detached(Location::caller(), work));
    }

    /// Runs `work` while the object gets no other events, and gives its value.
    ///
    /// An object that is made does without: its `new` can be `async`. The platform begins the work when this is called, and
    /// gives it 30 seconds.
    ///
    /// # Errors
    ///
    /// When `work` fails or takes too long, the platform resets the object: all calls that wait for it fail, this one
    /// with the error, and the next call makes the object anew. What can be mended is better part of the value.
    ///
    /// # Examples
    ///
    /// ```no_run
    /// # use worker_sdk::durable_objects::State;
    /// # async fn run(state: State) -> worker_sdk::Result<()> {
    /// let rates: String = state
    ///     .block_concurrency_while(async {
    ///         let response = worker_sdk::fetch("https://example.com/rates").await?;
    ///         response.read_text().await
    ///     })
    ///     .await?;
    /// # drop(rates);
    /// # Ok(())
    /// # }
    /// ```
    pub fn block_concurrency_while<T, E, F>(
        &self,
        work: F,
    ) -> impl Future<Output = Result<T>> + Send + use<T, E, F>
    where
        F: IntoFuture<Output = Result<T, E>> + 'static,
        T: 'static,
        E: Into<Box<dyn StdError + Send + Sync>> + 'static,
    {
        let work = async move {
            let output = work.await;
            output.map_err(|error| js::error_to_js(&*error.into()))
        };
        block::block(&self.0, work)
    }

    /// Resets the object: all calls that wait for it fail with `reason`, and the next call makes the object anew. What it
    /// stored stays, unless the platform had no time to confirm it.
    ///
    /// It happens when the code that runs now waits or returns; what that returns is lost.
    pub fn abort(&self, reason: impl AsRef<str>) {
        sys::abort(
            &self.0,
            &js::new_error_of(reason.as_ref()),
            &JsValue::UNDEFINED,
        );
    }

    /// As [`abort`](Self::abort); says whether an alarm that runs is tried again.
    pub fn abort_alarm(&self, reason: impl AsRef<str>, retry: bool) {
        let options = Options::new().flag("retryAlarm", retry).into_js();
        sys::abort(&self.0, &js::new_error_of(reason.as_ref()), &options);
    }

    /// The worker's own classes and entrypoints.
    #[must_use]
    pub fn exports(&self) -> Exports {
        Exports::of(&self.0)
    }

    /// The properties that the object was made with.
    ///
    /// # Errors
    ///
    /// Fails when the properties do not have the shape of `T`; the error [is malformed](crate::Error::is_malformed).
    #[cfg(feature = "serde")]
    pub fn props<T: serde::de::DeserializeOwned>(&self) -> Result<T> {
        js::codec::from_js_of(&self.raw_props(), "the properties of the object")
    }

    /// The properties that the object was made with, as JavaScript has them.
    #[must_use]
    pub fn raw_props(&self) -> JsValue {
        js::property(&self.0, "props")
    }
}

impl fmt::Debug for State {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("State { .. }")
    }
}
