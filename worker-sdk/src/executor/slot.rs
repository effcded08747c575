//! A future over a JavaScript promise.
//!
//! The promise's reaction settles a slot and polls the owning task right there, hence in the request that the
//! promise belongs to. A slot that is polled under another waker (inside `join!`, `select!`, `FuturesUnordered`,
//! or by another task) wakes that one first.
//!
//! A future may be shared by requests, and a promise never settles when its request has ended. A task of another
//! request that waits for it gets an error as soon as that is known: at once when the runtime says that the client
//! left and no task of the request is left, otherwise when the promise is collected: by the second collection of
//! garbage, as only those that outlive one are watched.

use std::cell::{Cell, RefCell};
use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll, Waker};

use wasm_bindgen::JsValue;

use super::slab::{Id, Slab};
use super::task::{Outcome, Task};
use super::{callback, sys};

thread_local! {
    static SLOTS: RefCell<Slab<Slot>> = const { RefCell::new(Slab::new()) };
    static CALLBACKS: Cell<Option<i32>> = const { Cell::new(None) };
}

struct Slot {
    owner: Option<Id>,
    /// The event that the promise belongs to.
    root: Option<Id>,
    state: State,
    waker: Option<Waker>,
    /// Whether a task of another event has polled it.
    foreign: bool,
}

enum State {
    /// The owner counts it among the promises that it waits for.
    Waiting,
    Settled(Option<Outcome>),
    /// It never settles. Its own event sees no more of that than JavaScript does.
    Ended,
}

impl Slot {
    fn new(owner: Option<&Arc<Task>>) -> Self {
        Self {
            owner: owner.map(|task| task.id()),
            root: owner.map(|task| task.root()),
            state: State::Waiting,
            waker: None,
            foreign: false,
        }
    }

    fn owner(&self) -> Option<Arc<Task>> {
        self.owner.and_then(Task::find)
    }

    /// Its task ended before it settled, and another one of the event waits for it now: the next chunk of a stream.
    fn adopt(&mut self, task: &Task) {
        let is_own = self.owner == Some(task.id());
        if !is_own && Some(task.root()) == self.root && self.owner().is_none() {
            self.owner = Some(task.id());
            task.add_slot();
        }
    }

    fn is_waiting(&self) -> bool {
        matches!(self.state, State::Waiting)
    }

    /// It never settles; gives the waker of a task of another event, which has to learn of it.
    fn end(&mut self) -> Option<Waker> {
        self.state = State::Ended;
        if self.foreign {
            self.waker.take()
        } else {
            None
        }
    }
}

/// Waits for a promise. `Send`, because it holds only a number.
#[derive(Debug)]
#[must_use = "a future does nothing until it is awaited"]
pub(crate) struct Promised(Id);

impl Promised {
    /// Starts to watch `promise`; anything that is not a promise counts as settled.
    pub(crate) fn new(promise: &JsValue) -> Self {
        Self::told(|callbacks, id| sys::watch(promise, callbacks, id.index, id.generation))
    }

    /// Waits for what `watch` passes to JavaScript, which calls the callbacks as `promise.js` does.
    pub(crate) fn told(watch: impl FnOnce(i32, Id)) -> Self {
        let promised = Self::waiting(Task::current().as_ref());
        watch(callbacks(), promised.0);
        promised
    }

    /// Tells `promise.js` the numbers of the callbacks before something else than a promise is waited for.
    pub(crate) fn introduce() {
        drop(Self::new(&JsValue::UNDEFINED));
    }

    fn waiting(owner: Option<&Arc<Task>>) -> Self {
        if let Some(task) = owner {
            task.add_slot();
        }
        Self(SLOTS.with_borrow_mut(|slots| slots.insert(Slot::new(owner))))
    }
}

/// The number of the first of three that `promise.js` calls: nobody else registers them, so they are neighbours.
fn callbacks() -> i32 {
    CALLBACKS.get().unwrap_or_else(|| {
        let first = callback(on_settled);
        callback(on_collected);
        callback(on_abandoned);
        CALLBACKS.set(Some(first));
        first
    })
}

/// The index of a promise that was rejected comes inverted.
fn on_settled(index: i32, generation: i32, value: JsValue) -> JsValue {
    if index < 0 {
        settle(Id::new(!index, generation), Err(value));
    } else {
        settle(Id::new(index, generation), Ok(value));
    }
    JsValue::UNDEFINED
}

fn on_collected(index: i32, generation: i32, _: JsValue) -> JsValue {
    collected(Id::new(index, generation));
    JsValue::UNDEFINED
}

/// The client of an event left, and its task was cancelled.
fn on_abandoned(index: i32, generation: i32, _: JsValue) -> JsValue {
    let root = Id::new(index, generation);
    if !Task::lives(root) {
        end_slots(root);
    }
    JsValue::UNDEFINED
}

/// Whether a slot is there still: a callback for JavaScript that keeps a list of them.
pub(crate) fn is_left(index: i32, generation: i32, _: JsValue) -> JsValue {
    let slot = Id::new(index, generation);
    SLOTS.with_borrow(|slots| slots.get(slot).is_some()).into()
}

impl Future for Promised {
    type Output = Outcome;

    fn poll(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Outcome> {
        let current = Task::current();
        let mut replaced = None;
        let polled = SLOTS.with_borrow_mut(|slots| {
            let Some(slot) = slots.get_mut(self.0) else {
                return Poll::Pending;
            };
            let task = current.as_ref();
            let foreign = task.is_some_and(|task| Some(task.root()) != slot.root);
            match &mut slot.state {
                State::Settled(outcome) => {
                    return outcome.take().map_or(Poll::Pending, Poll::Ready);
                }
                State::Ended if foreign => return Poll::Ready(Err(sys::ended())),
                State::Waiting => {
                    if let Some(task) = task {
                        slot.adopt(task);
                    }
                }
                State::Ended => {}
            }
            slot.foreign |= foreign;
            let waker = context.waker();
            let is_owner = task.is_some_and(|task| is_owner(task, slot.owner, waker));
            let waker = (!is_owner).then(|| waker.clone());
            replaced = std::mem::replace(&mut slot.waker, waker);
            Poll::Pending
        });
        // Not before: it may be the last that holds another promise.
        drop(replaced);
        polled
    }
}

/// Whether `waker` belongs to the task that owns the slot and is polled now: it needs no waker then.
fn is_owner(task: &Arc<Task>, owner: Option<Id>, waker: &Waker) -> bool {
    Some(task.id()) == owner && std::ptr::eq(Arc::as_ptr(task).cast(), waker.data())
}

/// A task that is being cancelled cannot be found any more.
fn being_cancelled(slot: &Slot) -> Option<Arc<Task>> {
    Task::current().filter(|task| Some(task.id()) == slot.owner)
}

impl Drop for Promised {
    fn drop(&mut self) {
        let slot = SLOTS.with_borrow_mut(|slots| slots.remove(self.0));
        if let Some(slot) = slot
            && slot.is_waiting()
            && let Some(task) = slot.owner().or_else(|| being_cancelled(&slot))
        {
            task.remove_slot();
        }
    }
}

/// The promise settled. Runs in its reaction.
fn settle(id: Id, outcome: Outcome) {
    let found = SLOTS.with_borrow_mut(|slots| {
        let slot = slots.get_mut(id).filter(|slot| slot.is_waiting())?;
        slot.state = State::Settled(Some(outcome));
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
fn collected(id: Id) {
    let found = SLOTS.with_borrow_mut(|slots| {
        let slot = slots.get_mut(id).filter(|slot| slot.is_waiting())?;
        Some((slot.owner(), slot.end()))
    });
    let Some((owner, waker)) = found else { return };
    if let Some(task) = owner {
        task.remove_slot();
        task.cancel_if_stranded();
    }
    if let Some(waker) = waker {
        waker.wake();
    }
}

/// What tasks of other events still hold of an event that is over.
fn end_slots(root: Id) {
    let wakers: Vec<_> = SLOTS.with_borrow_mut(|slots| {
        let ended = |slot: &&mut Slot| slot.root == Some(root) && slot.is_waiting();
        slots
            .values_mut()
            .filter(ended)
            .filter_map(Slot::end)
            .collect()
    });
    wakers.into_iter().for_each(Waker::wake);
}

#[cfg(test)]
mod tests {
    use std::future::pending;

    use super::super::label::Label;
    use super::*;

    /// A promise that the task `owner` waits for.
    fn promised(owner: Id) -> Promised {
        Promised::waiting(Task::find(owner).as_ref())
    }

    fn poll(promised: &mut Promised, waker: &Waker) -> Poll<Outcome> {
        Pin::new(promised).poll(&mut Context::from_waker(waker))
    }

    fn waits_for(task: Id) -> Option<i32> {
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

    #[test]
    fn a_task_adopts_the_promise_of_one_that_is_done() {
        let task =
            |root| Task::of_event(root, Label::Event("test"), async { Ok(JsValue::UNDEFINED) });
        let (first, others) = (task(None), task(None));
        let second = task(Some(first.root()));
        let mut slot = Slot::new(Some(&first));
        slot.adopt(&second);
        assert_eq!((slot.owner, second.slots()), (Some(first.id()), 0));
        assert!(first.run().is_some());
        slot.adopt(&others);
        assert_eq!((slot.owner, others.slots()), (Some(first.id()), 0));
        slot.adopt(&second);
        slot.adopt(&second);
        assert_eq!((slot.owner, second.slots()), (Some(second.id()), 1));
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
