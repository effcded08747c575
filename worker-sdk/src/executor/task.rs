//! One task for each event, spawned future and `wait_until`.

use std::cell::{Cell, RefCell};
use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll, Wake, Waker};

use wasm_bindgen::JsValue;

use super::hop::Hop;
use super::label::Label;
use super::panics;
use super::slab::{Id, Slab};
use super::sys;
use crate::js::Local;

/// What a task hands to JavaScript: the value of its promise, or the reason of its rejection.
pub(crate) type Outcome = Result<JsValue, JsValue>;

type Work = Pin<Box<dyn Future<Output = Outcome>>>;

/// Polls in a row before a task that keeps waking itself lets the event loop run.
const MAX_ROUNDS: u32 = 32;

/// What becomes of a task's promise, as in `runtime.js`.
pub(super) const REJECT: i32 = 0;
pub(super) const RESOLVE: i32 = 1;
pub(super) const FORGET: i32 = 2;

/// References to a task while it runs that are not wakers: the table's and the runner's.
const OWN_REFERENCES: usize = 2;

thread_local! {
    static TASKS: RefCell<Slab<Arc<Task>>> = const { RefCell::new(Slab::new()) };
    static CURRENT: Cell<Option<Arc<Task>>> = const { Cell::new(None) };
}

/// A copy of what a cell holds.
fn peek<T: Clone>(cell: &Cell<Option<T>>) -> Option<T> {
    let value = cell.take();
    cell.set(value.clone());
    value
}

fn is_none<T>(cell: &Cell<Option<T>>) -> bool {
    let value = cell.take();
    let none = value.is_none();
    cell.set(value);
    none
}

pub(crate) struct Task(Local<State>);

struct State {
    id: Cell<Id>,
    /// The task of the event that this one belongs to: its own for an event.
    root: Cell<Id>,
    label: Label,
    work: Cell<Option<Work>>,
    hop: Cell<Option<Hop>>,
    /// Number of the newest hop: what is said of an older one is out of date.
    hops: Cell<i32>,
    /// The event loop will run the task.
    queued: Cell<bool>,
    keep_alive: Cell<Option<JsValue>>,
    /// Promises that the task waits for.
    slots: Cell<i32>,
    running: Cell<bool>,
    again: Cell<bool>,
    woken: Cell<bool>,
}

impl Wake for Task {
    fn wake(self: Arc<Self>) {
        self.wake_by_ref();
    }

    fn wake_by_ref(self: &Arc<Self>) {
        let state = &self.0;
        if state.running.get() {
            state.again.set(true);
        } else if !state.woken.replace(true)
            && let Some(hop) = state.hop.take()
        {
            hop.call();
        }
    }
}

impl Task {
    pub(crate) fn new(label: Label, work: impl Future<Output = Outcome> + 'static) -> Arc<Self> {
        Self::of_event(None, label, work)
    }

    /// As [`new`](Self::new), for a part of the event `root` that JavaScript asks for later.
    pub(crate) fn of_event(
        root: Option<Id>,
        label: Label,
        work: impl Future<Output = Outcome> + 'static,
    ) -> Arc<Self> {
        let task = Arc::new(Self(Local::new(State {
            id: Cell::new(Id::new(0, 0)),
            root: Cell::new(Id::new(0, 0)),
            label,
            work: Cell::new(Some(Box::pin(work))),
            hop: Cell::new(None),
            hops: Cell::new(0),
            queued: Cell::new(false),
            keep_alive: Cell::new(None),
            slots: Cell::new(0),
            running: Cell::new(false),
            again: Cell::new(false),
            woken: Cell::new(false),
        })));
        let id = TASKS.with_borrow_mut(|tasks| tasks.insert(task.clone()));
        let root = root.or_else(|| Self::current().map(|parent| parent.root()));
        task.0.id.set(id);
        task.0.root.set(root.unwrap_or(id));
        task
    }

    pub(crate) fn id(&self) -> Id {
        self.0.id.get()
    }

    pub(crate) fn root(&self) -> Id {
        self.0.root.get()
    }

    /// Whether a task of the event `root` is left.
    pub(crate) fn lives(root: Id) -> bool {
        TASKS.with_borrow_mut(|tasks| tasks.values_mut().any(|task| task.root() == root))
    }

    #[inline(never)]
    pub(crate) fn find(id: Id) -> Option<Arc<Self>> {
        TASKS.with_borrow(|tasks| tasks.get(id).cloned())
    }

    pub(crate) fn current() -> Option<Arc<Self>> {
        CURRENT.with(peek)
    }

    pub(crate) fn current_index() -> Option<i32> {
        Self::current().map(|task| task.id().index)
    }

    pub(crate) fn live() -> usize {
        TASKS.with_borrow(Slab::len)
    }

    pub(crate) fn add_slot(&self) {
        self.0.slots.set(self.0.slots.get() + 1);
    }

    pub(crate) fn remove_slot(&self) {
        self.0
            .slots
            .set(self.0.slots.get().saturating_sub(1).max(0));
    }

    pub(crate) fn slots(&self) -> i32 {
        self.0.slots.get()
    }

    /// Wakes `waker` from inside this task's own request; tells whether that woke this task.
    pub(crate) fn wakes_me(&self, waker: Waker) -> bool {
        self.0.again.set(false);
        self.0.running.set(true);
        waker.wake();
        self.0.running.set(false);
        self.0.again.replace(false)
    }

    /// Polls the task; on completion hands back the outcome and forgets the task.
    pub(crate) fn run(self: &Arc<Self>) -> Option<Outcome> {
        let state = &self.0;
        let Some(mut work) = state.work.take() else {
            state.again.set(true);
            return None;
        };
        state.woken.set(false);
        state.queued.set(false);
        let previous = CURRENT.replace(Some(self.clone()));
        state.running.set(true);
        let polled = self.poll(&mut work);
        state.running.set(false);
        CURRENT.set(previous);
        match polled {
            Poll::Ready(outcome) => {
                let live = self.remove();
                panics::guard_drop(work);
                // Cancelled while it ran: its place may belong to another task by now.
                live.then_some(outcome)
            }
            Poll::Pending => {
                self.park(work);
                None
            }
        }
    }

    fn poll(self: &Arc<Self>, work: &mut Work) -> Poll<Outcome> {
        let waker = Waker::from(self.clone());
        let mut context = Context::from_waker(&waker);
        // Hidden from the compiler, which would write the loop out as often as it may run.
        for _ in 0..std::hint::black_box(MAX_ROUNDS) {
            self.0.again.set(false);
            let polled = panics::guard(|| work.as_mut().poll(&mut context));
            match polled {
                Ok(Poll::Pending) if self.0.again.get() => {}
                Ok(polled) => return polled,
                Err(panic) => return Poll::Ready(Err(panic)),
            }
        }
        self.0.woken.set(true);
        self.0.queued.set(true);
        let id = self.id();
        sys::later(id.index, id.generation);
        Poll::Pending
    }

    #[inline(never)]
    fn park(self: &Arc<Self>, work: Work) {
        if Self::find(self.id()).is_none() {
            panics::guard_drop(work);
            return;
        }
        let state = &self.0;
        state.work.set(Some(work));
        let kept = Arc::strong_count(self) > OWN_REFERENCES;
        if kept && !state.woken.get() && is_none(&state.hop) {
            let number = state.hops.get().wrapping_add(1);
            state.hops.set(number);
            state.hop.set(Some(Hop::arm(self.id(), number)));
        }
        self.update_keep_alive();
    }

    /// A task that waits for wakers alone needs something pending in its request.
    fn update_keep_alive(&self) {
        let state = &self.0;
        let needed = state.slots.get() == 0 && !is_none(&state.hop);
        if !needed {
            self.release_keep_alive();
        } else if is_none(&state.keep_alive) {
            let id = self.id();
            state.keep_alive.set(Some(sys::keep_alive(
                id.index,
                id.generation,
                state.hops.get(),
            )));
        }
    }

    #[inline(never)]
    fn release_keep_alive(&self) {
        if let Some(keeper) = self.0.keep_alive.take() {
            sys::call(&keeper);
        }
    }

    #[inline(never)]
    fn remove(&self) -> bool {
        let found = TASKS.with_borrow_mut(|tasks| tasks.remove(self.id()));
        self.0.hop.take();
        self.release_keep_alive();
        found.is_some()
    }

    /// Runs the task and settles the promise that JavaScript holds.
    pub(crate) fn resume(self: &Arc<Self>) {
        let index = self.id().index;
        match self.run() {
            Some(Ok(value)) => sys::finish(index, &value, RESOLVE),
            Some(Err(error)) => sys::finish(index, &error, REJECT),
            None => {}
        }
    }

    /// Drops the future. Its destructors may wake any task, this one included.
    pub(crate) fn cancel(self: &Arc<Self>) {
        let work = self.0.work.take();
        if self.remove() {
            sys::finish(self.id().index, &JsValue::UNDEFINED, FORGET);
        }
        if let Some(work) = work {
            let previous = CURRENT.replace(Some(self.clone()));
            panics::guard_drop(work);
            CURRENT.set(previous);
        }
    }

    /// Its keep-alive, which began with hop number `hop`, ended; another one begins if the task was woken since. Else the runtime ends a request in which
    /// nothing is pending, without a word: from now on each collection of garbage asks whether the request is still there, by
    /// [`cancel_if_stranded`](Self::cancel_if_stranded).
    pub(crate) fn starve(&self, hop: i32) {
        if hop != self.0.hops.get() {
            self.release_keep_alive();
            return self.update_keep_alive();
        }
        let (name, line) = self.0.label.parts();
        let id = self.id();
        sys::starved(&name, line, id.index, id.generation);
    }

    /// Nothing that JavaScript still holds can run this task, or may be able to.
    pub(crate) fn cancel_if_stranded(self: &Arc<Self>) {
        if self.0.slots.get() > 0 || self.0.woken.get() || self.0.queued.get() {
            return;
        }
        match self.0.hop.take() {
            // Either its request is alive and polls the task again, or the reaction is collected in turn.
            Some(hop) => {
                self.0.woken.set(true);
                hop.call();
            }
            None => self.cancel(),
        }
    }

    /// The reaction of hop number `hop` was collected, after it ran or because it never can.
    pub(crate) fn hop_gone(self: &Arc<Self>, hop: i32) {
        let state = &self.0;
        let newest = hop == state.hops.get() && is_none(&state.hop);
        if !newest || state.queued.get() || state.running.get() {
            return;
        }
        // A wake that never arrives: the last promise to be collected has to find the task stranded.
        state.woken.set(false);
        if state.slots.get() == 0 {
            self.cancel();
        }
    }
}
