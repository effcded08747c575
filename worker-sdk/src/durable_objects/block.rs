//! Work during which an object gets no events.

use std::cell::{Cell, RefCell};
use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;

use wasm_bindgen::JsValue;

use super::sys;
use crate::error::{Error, Result};
use crate::executor::{self, Id, Outcome, Slab};
use crate::js::{self, Local};

type Work = Pin<Box<dyn Future<Output = Outcome>>>;

thread_local! {
    /// What the platform has been asked to begin, and has not yet.
    static WAITING: RefCell<Slab<Work>> = const { RefCell::new(Slab::new()) };
}

/// Asks the platform to run `work` at once, whether the returned future is polled or not, and waits for its value.
pub(super) fn block<T: 'static, W: Future<Output = Result<T, JsValue>> + 'static>(
    state: &JsValue,
    work: W,
) -> impl Future<Output = Result<T>> + Send + use<T, W> {
    let value = Arc::new(Local::new(Cell::new(None)));
    let done = value.clone();
    let work = async move {
        done.set(Some(work.await?));
        Ok(JsValue::UNDEFINED)
    };
    let (id, promise) = ask(state, work);
    async move {
        if let Err(error) = js::settled(promise, DOING).await {
            // A platform that refuses never begins.
            WAITING.with_borrow_mut(|waiting| waiting.remove(id));
            return Err(error);
        }
        value
            .take()
            .ok_or_else(|| Error::new("the work ended without a value"))
    }
}

const DOING: &str = "work that blocks a Durable Object";

/// Asks the platform to run `work`; gives the promise of its outcome.
pub(crate) fn begin(state: &JsValue, work: impl Future<Output = Outcome> + 'static) -> JsValue {
    ask(state, work).1
}

fn ask(state: &JsValue, work: impl Future<Output = Outcome> + 'static) -> (Id, JsValue) {
    let id = WAITING.with_borrow_mut(|waiting| waiting.insert(Box::pin(work)));
    let start = executor::callback(start);
    let promise = sys::block_concurrency_while(state, start, id.index, id.generation);
    (id, promise)
}

/// The platform says that the object gets no events from now on.
fn start(index: i32, generation: i32, _: JsValue) -> JsValue {
    let id = Id::new(index, generation);
    let work = WAITING.with_borrow_mut(|waiting| waiting.remove(id));
    work.map_or(JsValue::UNDEFINED, |work| {
        executor::start("blockConcurrencyWhile", work)
    })
}
