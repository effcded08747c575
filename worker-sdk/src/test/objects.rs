//! Durable Objects, from inside.

use std::cell::{Cell, RefCell};
use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;

use wasm_bindgen::JsValue;

use super::{kit, sys};
use crate::durable_objects::{Id, Namespace, State, Stub};
use crate::error::{Error, Result};
use crate::executor::{self, Id as Number, Outcome, Slab};
use crate::js::{self, Local};

type Work = Box<dyn FnOnce(State) -> Pin<Box<dyn Future<Output = Outcome>>>>;

thread_local! {
    /// What is to be done in an object, and has not begun.
    static WAITING: RefCell<Slab<Work>> = const { RefCell::new(Slab::new()) };
}

/// Runs `work` inside of an object, with its state: to look at its storage, or to change it.
///
/// The object is made if it is not in memory. It belongs to the crate's own worker, or to the test.
///
/// # Errors
///
/// Fails with the error of `work`, and when the object cannot be made.
///
/// # Panics
///
/// Panics outside of a [test](macro@crate::test).
///
/// # Examples
///
/// ```no_run
/// # mod tests {
/// use worker_sdk::{Env, Result, test};
///
/// #[worker_sdk::test]
/// async fn knows_its_name(env: Env) -> Result<()> {
///     let room = env.durable_object("ROOM")?.get_by_name("lobby");
///     let name = test::run_in_object(&room, async |state| Ok(state.id().name())).await?;
///     assert_eq!(name.as_deref(), Some("lobby"));
///     Ok(())
/// }
/// # }
/// ```
pub fn run_in_object<C, T: 'static, F: Future<Output = Result<T>> + 'static>(
    stub: &Stub<C>,
    work: impl FnOnce(State) -> F + 'static,
) -> impl Future<Output = Result<T>> + Send {
    let value = Arc::new(Local::new(Cell::new(None)));
    let done = value.clone();
    let work: Work = Box::new(move |state| {
        let work = work(state);
        Box::pin(async move {
            let output = work.await;
            done.set(Some(output.map_err(|error| js::error_to_js(&error))?));
            Ok(JsValue::UNDEFINED)
        })
    });
    let Number { index, generation } = WAITING.with_borrow_mut(|waiting| waiting.insert(work));
    let start = executor::callback(start);
    let promise = sys::run_in_object(&kit(), stub.as_raw(), start, index, generation);
    async move {
        js::settled(promise, "what a test did in an object").await?;
        value
            .take()
            .ok_or_else(|| Error::new("the work ended without a value"))
    }
}

/// The object has called.
fn start(index: i32, generation: i32, state: JsValue) -> JsValue {
    let id = Number::new(index, generation);
    match WAITING.with_borrow_mut(|waiting| waiting.remove(id)) {
        Some(work) => executor::start("test", work(State::from_raw(state))),
        None => JsValue::UNDEFINED,
    }
}

/// Runs the alarm of an object now, and not when it is due. Says whether there was one.
///
/// # Errors
///
/// Fails with what `alarm` failed with. It is not repeated.
///
/// # Panics
///
/// Panics outside of a [test](macro@crate::test).
///
/// # Examples
///
/// ```no_run
/// # mod tests {
/// use worker_sdk::{Env, Result, test};
///
/// #[worker_sdk::test]
/// async fn cleans_up_at_night(env: Env) -> Result<()> {
///     let room = env.durable_object("ROOM")?.get_by_name("lobby");
///     room.fetch("/close-at-night").await?;
///     assert!(test::run_alarm(&room).await?);
///     Ok(())
/// }
/// # }
/// ```
pub async fn run_alarm<C>(stub: &Stub<C>) -> Result<bool> {
    let promise = sys::run_alarm(&kit(), stub.as_raw());
    let ran = js::settled(promise, "running the alarm of an object").await?;
    Ok(ran.is_truthy())
}

/// Takes an object out of memory, as the platform does with one that nobody calls. The next call makes it anew, with what
/// it has stored. Its web sockets are closed. Use a new stub afterwards.
///
/// # Errors
///
/// Fails when the object cannot be made in the first place.
///
/// # Panics
///
/// Panics outside of a [test](macro@crate::test).
///
/// # Examples
///
/// ```no_run
/// # mod tests {
/// use worker_sdk::{Env, Result, test};
///
/// #[worker_sdk::test]
/// async fn remembers_its_members(env: Env) -> Result<()> {
///     let rooms = env.durable_object("ROOM")?;
///     rooms.get_by_name("lobby").fetch("/join/Ada").await?;
///     test::evict(&rooms.get_by_name("lobby")).await?;
///     let members = rooms.get_by_name("lobby").fetch("/members").await?;
///     assert_eq!(members.read_text().await?, "Ada");
///     Ok(())
/// }
/// # }
/// ```
pub async fn evict<C>(stub: &Stub<C>) -> Result<()> {
    let promise = sys::evict(&kit(), stub.as_raw());
    js::settled(promise, "evicting an object").await?;
    Ok(())
}

/// The objects of a namespace that were made in this test, in that order.
///
/// # Panics
///
/// Panics outside of a [test](macro@crate::test).
///
/// # Examples
///
/// ```no_run
/// # mod tests {
/// use worker_sdk::{Env, Result, test};
///
/// #[worker_sdk::test]
/// async fn opens_one_room(env: Env) -> Result<()> {
///     test::fetch("/rooms/lobby").await?;
///     let rooms = env.durable_object("ROOM")?;
///     assert_eq!(test::object_ids(&rooms), [rooms.id_from_name("lobby")?]);
///     Ok(())
/// }
/// # }
/// ```
#[must_use]
#[track_caller]
pub fn object_ids<C>(namespace: &Namespace<C>) -> Vec<Id> {
    let ids = sys::objects(&kit(), namespace.as_raw());
    js::items(&ids).map(Id::from_raw).collect()
}
