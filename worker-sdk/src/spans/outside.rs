//! Wakes of a future that is polled inside of a span.
//!
//! The reaction of a promise runs in the span that was active where it was registered, and the executor polls the task right
//! there: what follows the future in its task, or stands beside it, would be inside of the span, too. So such a future wakes
//! its task behind that reaction, which takes the executor the long way: through a reaction that the task registered itself.

use std::cell::RefCell;
use std::sync::Arc;
use std::task::{Wake, Waker};

use wasm_bindgen::JsValue;

use super::sys;
use crate::executor::{self, Id, Slab};

thread_local! {
    static SOON: RefCell<Slab<Waker>> = const { RefCell::new(Slab::new()) };
}

/// The waker for the inside that was made last, and the one of the outside that it is for.
#[derive(Default)]
pub(super) struct Outside(Option<(Waker, Waker)>);

impl Outside {
    /// The waker for a future inside of a span, in place of `waker`.
    pub(super) fn waker(&mut self, waker: &Waker) -> Waker {
        match &self.0 {
            Some((outer, inner)) if outer.will_wake(waker) => inner.clone(),
            _ => {
                let inner = Waker::from(Arc::new(Inner(waker.clone())));
                self.0 = Some((waker.clone(), inner.clone()));
                inner
            }
        }
    }
}

struct Inner(Waker);

impl Wake for Inner {
    fn wake(self: Arc<Self>) {
        self.wake_by_ref();
    }

    fn wake_by_ref(self: &Arc<Self>) {
        // A task that runs polls again by itself, where it began.
        if executor::current().is_some() {
            return self.0.wake_by_ref();
        }
        let id = SOON.with_borrow_mut(|soon| soon.insert(self.0.clone()));
        sys::call_soon(executor::callback(wake), id.index, id.generation);
    }
}

fn wake(index: i32, generation: i32, _: JsValue) -> JsValue {
    let waker = SOON.with_borrow_mut(|soon| soon.remove(Id::new(index, generation)));
    if let Some(waker) = waker {
        waker.wake();
    }
    JsValue::UNDEFINED
}
