//! A future over a JavaScript promise.
//!
//! The promise's reaction settles a slot and polls the owning task right there, hence in the request that the
//! promise belongs to. A slot that is polled under another waker (inside `join!`, `select!`, `FuturesUnordered`,
//! or by another task) wakes that one first.

use std::cell::RefCell;
use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll, Waker};

use wasm_bindgen::JsValue;

use super::slab::{Id, Slab};
use super::sys;
use super::task::{Outcome, Task};

thread_local! {
    static SLOTS: RefCell<Slab<Slot>> = const { RefCell::new(Slab::new()) };
}

struct Slot {
    owner: Option<Id>,
    outcome: Option<Outcome>,
    waker: Option<Waker>,
    /// Whether the owner counts it among the promises that it waits for.
    waiting: bool,
}

impl Slot {
    fn owner(&self) -> Option<Arc<Task>> {
        self.owner.and_then(Task::find)
    }
}

/// Waits for a promise. `Send`, because it holds only a number.
#[derive(Debug)]
#[must_use = "a future does nothing until it is awaited"]
pub(crate) struct Promised(Id);

impl Promised {
    /// Starts to watch `promise`; anything that is not a promise counts as settled.
    pub(crate) fn new(promise: &JsValue) -> Self {
        let owner = Task::current();
        if let Some(task) = &owner {
            task.add_slot();
        }
        let id = SLOTS.with_borrow_mut(|slots| {
            slots.insert(Slot {
                owner: owner.map(|task| task.id()),
                outcome: None,
                waker: None,
                waiting: true,
            })
        });
        sys::watch(promise, id.index, id.generation);
        Self(id)
    }
}

impl Future for Promised {
    type Output = Outcome;

    fn poll(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Outcome> {
        let mut replaced = None;
        let polled = SLOTS.with_borrow_mut(|slots| {
            let Some(slot) = slots.get_mut(self.0) else {
                return Poll::Pending;
            };
            if let Some(outcome) = slot.outcome.take() {
                return Poll::Ready(outcome);
            }
            let waker = (!is_owner(slot.owner, context.waker())).then(|| context.waker().clone());
            replaced = std::mem::replace(&mut slot.waker, waker);
            Poll::Pending
        });
        // Not before: it may be the last that holds another promise.
        drop(replaced);
        polled
    }
}

/// Whether `waker` belongs to the task that owns the slot and is polled now: it needs no waker then.
fn is_owner(owner: Option<Id>, waker: &Waker) -> bool {
    match Task::current() {
        Some(task) => {
            Some(task.id()) == owner && std::ptr::eq(Arc::as_ptr(&task).cast(), waker.data())
        }
        None => false,
    }
}

impl Drop for Promised {
    fn drop(&mut self) {
        let slot = SLOTS.with_borrow_mut(|slots| slots.remove(self.0));
        if let Some(slot) = slot
            && slot.waiting
            && let Some(task) = slot.owner()
        {
            task.remove_slot();
        }
    }
}

/// The promise settled. Runs in its reaction.
pub(crate) fn settle(id: Id, outcome: Outcome) {
    let found = SLOTS.with_borrow_mut(|slots| {
        let slot = slots.get_mut(id).filter(|slot| slot.waiting)?;
        slot.waiting = false;
        slot.outcome = Some(outcome);
        Some((slot.owner(), slot.waker.take()))
    });
    let Some((owner, waker)) = found else { return };
    let Some(task) = owner else {
        if let Some(waker) = waker {
            waker.wake();
        }
        return;
    };
    task.remove_slot();
    let run = waker.is_none_or(|waker| task.wakes_me(waker));
    if run {
        task.resume();
    }
}

/// The promise's reaction was collected: it can never settle.
pub(crate) fn collected(id: Id) {
    let owner = SLOTS.with_borrow_mut(|slots| {
        let slot = slots.get_mut(id).filter(|slot| slot.waiting)?;
        slot.waiting = false;
        slot.owner()
    });
    if let Some(task) = owner {
        task.remove_slot();
        task.cancel_if_stranded();
    }
}

#[cfg(test)]
mod tests {
    use std::future::pending;

    use super::super::label::Label;
    use super::*;

    /// A promise that the task `owner` waits for.
    fn promised(owner: Id) -> Promised {
        if let Some(task) = Task::find(owner) {
            task.add_slot();
        }
        Promised(SLOTS.with_borrow_mut(|slots| {
            slots.insert(Slot {
                owner: Some(owner),
                outcome: None,
                waker: None,
                waiting: true,
            })
        }))
    }

    fn poll(promised: &mut Promised, waker: &Waker) -> Poll<Outcome> {
        Pin::new(promised).poll(&mut Context::from_waker(waker))
    }

    fn waits_for(task: Id) -> Option<u32> {
        Task::find(task).map(|task| task.slots())
    }

    #[test]
    fn a_promise_that_is_done_does_not_count_twice() {
        let task = Task::new(Label::Event("test"), pending()).id();
        let (mut first, second) = (promised(task), promised(task));
        settle(first.0, Ok(JsValue::UNDEFINED));
        assert_eq!(waits_for(task), Some(1));
        assert!(poll(&mut first, Waker::noop()).is_ready());
        collected(first.0);
        assert_eq!(waits_for(task), Some(1));
        drop(first);
        assert_eq!(waits_for(task), Some(1));
        drop(second);
        assert_eq!(waits_for(task), Some(0));
    }

    /// Holds a promise, as a task of another executor does.
    struct Holder(#[allow(dead_code, reason = "held")] Promised);

    impl std::task::Wake for Holder {
        fn wake(self: Arc<Self>) {}
    }

    #[test]
    fn a_replaced_waker_may_drop_a_promise() {
        let task = Task::new(Label::Event("test"), pending()).id();
        let mut first = promised(task);
        let holder = Arc::new(Holder(promised(task)));
        assert!(poll(&mut first, &Waker::from(holder)).is_pending());
        assert!(poll(&mut first, Waker::noop()).is_pending());
        assert_eq!(waits_for(task), Some(1));
    }
}
