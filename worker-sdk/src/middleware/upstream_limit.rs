//! A limit on what goes on at the same time.

use std::cell::{Cell, RefCell};
use std::collections::VecDeque;
use std::future::Future;
use std::pin::Pin;
use std::rc::Rc;
use std::task::{Context, Poll, Waker};
use std::time::Duration;

use http::StatusCode;

use super::{Middleware, Next};
use crate::error::Result;
use crate::http::{HttpError, IntoResponse};
use crate::js::Local;
use crate::{Request, Response, time};

/// How many of those that wait are told of one free place: some may have lost their client, and do not come.
const TOLD_AT_ONCE: usize = 3;

/// Lets so many requests ask a server behind the worker at the same time, and others wait.
///
/// Who finds no place waits for one, at most [`wait`](Self::wait). Who waits too long, and who comes when
/// [`queue`](Self::queue) others wait already, is answered with 503 and `retry-after`. Clones share their places, so that
/// several routes can go to the same server.
///
/// A place is free again when the handler has answered or failed, panicked (where panics unwind), or was dropped because
/// its client went away. A body that is passed on may still be on its way then.
///
/// The requests of one instance of the worker are counted. There are many instances, so this keeps one from having
/// too much to do, and not the whole world from a server: the platform lets an event wait for six connections at a time.
///
/// # Examples
///
/// ```no_run
/// use worker_sdk::middleware::UpstreamLimit;
/// use worker_sdk::router::{Router, get};
/// use worker_sdk::{Response, Result, fetch};
///
/// async fn prices() -> Result<Response> {
///     fetch("https://prices.example/today").await
/// }
///
/// let router: Router = Router::new().route("/prices", get(prices)).layer(UpstreamLimit::new(4));
/// ```
#[must_use = "a middleware is added with `Router::layer`"]
pub struct UpstreamLimit {
    places: usize,
    queue: usize,
    patience: Duration,
    gate: Local<Rc<Gate>>,
}

impl UpstreamLimit {
    /// Lets `places` requests go on at the same time; 100 others wait for five seconds at most.
    pub fn new(places: usize) -> Self {
        Self {
            places,
            queue: 100,
            patience: Duration::from_secs(5),
            gate: Local::new(Rc::default()),
        }
    }

    /// How many requests may wait for a place.
    pub fn queue(mut self, length: usize) -> Self {
        self.queue = length;
        self
    }

    /// How long a request waits for a place.
    pub fn wait(mut self, patience: Duration) -> Self {
        self.patience = patience;
        self
    }

    async fn place(&self) -> Option<Place> {
        if let Some(place) = self.gate.enter(self.places) {
            return Some(place);
        }
        if self.gate.waiting.borrow().len() >= self.queue {
            return None;
        }
        let turn = Turn::new(self.gate.clone(), self.places);
        time::timeout(self.patience, turn).await.ok()
    }

    async fn answer(&self, request: Request, next: Next) -> Result<Response> {
        match self.place().await {
            Some(_place) => next.run(request).await,
            None => busy(self.patience),
        }
    }
}

#[cold]
fn busy(patience: Duration) -> Result<Response> {
    let detail = "there is too much to do at the moment; ask again later";
    HttpError::new(StatusCode::SERVICE_UNAVAILABLE, detail)
        .with_header("retry-after", seconds(patience).max(1).to_string())
        .into_response()
}

/// Whole seconds, no fewer than there are.
pub(super) fn seconds(duration: Duration) -> u64 {
    duration
        .as_secs()
        .saturating_add(u64::from(duration.subsec_nanos() > 0))
}

/// Who goes on, and who waits.
#[derive(Default)]
struct Gate {
    taken: Cell<usize>,
    waiting: RefCell<VecDeque<Rc<Ticket>>>,
}

impl Gate {
    fn enter(self: &Rc<Self>, places: usize) -> Option<Place> {
        (self.taken.get() < places).then(|| {
            self.taken.set(self.taken.get() + 1);
            Place(self.clone())
        })
    }

    fn leave(&self) {
        self.taken.set(self.taken.get() - 1);
        let told: Vec<Waker> = self
            .waiting
            .borrow()
            .iter()
            .filter_map(|ticket| ticket.0.take())
            .take(TOLD_AT_ONCE)
            .collect();
        told.into_iter().for_each(Waker::wake);
    }
}

/// A place, until it is dropped.
struct Place(Rc<Gate>);

impl Drop for Place {
    fn drop(&mut self) {
        self.0.leave();
    }
}

/// Whom to tell of a free place; nobody, when that has happened and no answer has come.
#[derive(Default)]
struct Ticket(Cell<Option<Waker>>);

/// Waits for a place.
struct Turn {
    gate: Rc<Gate>,
    places: usize,
    ticket: Rc<Ticket>,
}

impl Turn {
    fn new(gate: Rc<Gate>, places: usize) -> Self {
        let ticket = Rc::<Ticket>::default();
        gate.waiting.borrow_mut().push_back(ticket.clone());
        Self {
            gate,
            places,
            ticket,
        }
    }
}

impl Future for Turn {
    type Output = Place;

    fn poll(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Place> {
        match self.gate.enter(self.places) {
            Some(place) => Poll::Ready(place),
            None => {
                self.ticket.0.set(Some(context.waker().clone()));
                Poll::Pending
            }
        }
    }
}

impl Drop for Turn {
    fn drop(&mut self) {
        let mut waiting = self.gate.waiting.borrow_mut();
        waiting.retain(|ticket| !Rc::ptr_eq(ticket, &self.ticket));
    }
}

impl<S> Middleware<S> for UpstreamLimit {
    async fn handle(&self, request: Request, next: Next, _: &S) -> Result<Response> {
        self.answer(request, next).await
    }
}

impl Clone for UpstreamLimit {
    fn clone(&self) -> Self {
        Self {
            gate: Local::new(self.gate.clone()),
            ..*self
        }
    }
}

impl std::fmt::Debug for UpstreamLimit {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("UpstreamLimit")
            .field("places", &self.places)
            .field("taken", &self.gate.taken.get())
            .finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use std::pin::pin;
    use std::sync::Arc;
    use std::sync::atomic::{AtomicUsize, Ordering};
    use std::task::Wake;

    use super::*;

    #[derive(Default)]
    struct Told(AtomicUsize);

    impl Wake for Told {
        fn wake(self: Arc<Self>) {
            self.0.fetch_add(1, Ordering::Relaxed);
        }
    }

    fn is_pending(turn: &mut Pin<&mut Turn>, told: &Arc<Told>) -> bool {
        let waker = told.clone().into();
        turn.as_mut()
            .poll(&mut Context::from_waker(&waker))
            .is_pending()
    }

    #[test]
    fn places_go_round() {
        let gate = Rc::<Gate>::default();
        let told = Arc::<Told>::default();
        let first = gate.enter(1).unwrap();
        assert!(gate.enter(1).is_none());
        {
            let mut turn = pin!(Turn::new(gate.clone(), 1));
            assert!(is_pending(&mut turn, &told));
            drop(first);
            assert_eq!(told.0.load(Ordering::Relaxed), 1);
            assert!(!is_pending(&mut turn, &told));
        }
        assert!(gate.waiting.borrow().is_empty());
        assert_eq!(gate.taken.get(), 0);
    }

    /// They are told in vain, and the next ones the next time.
    #[test]
    fn who_does_not_come_is_passed_over() {
        let gate = Rc::<Gate>::default();
        let dead = Arc::<Told>::default();
        let alive = Arc::<Told>::default();
        let mut gone: Vec<_> = (0..TOLD_AT_ONCE)
            .map(|_| Box::pin(Turn::new(gate.clone(), 1)))
            .collect();
        let mut turn = pin!(Turn::new(gate.clone(), 1));
        let first = gate.enter(1);
        for turn in &mut gone {
            assert!(is_pending(&mut turn.as_mut(), &dead));
        }
        assert!(is_pending(&mut turn, &alive));
        drop(first);
        assert_eq!(alive.0.load(Ordering::Relaxed), 0);
        drop(gate.enter(1));
        assert_eq!(alive.0.load(Ordering::Relaxed), 1);
        assert_eq!(dead.0.load(Ordering::Relaxed), TOLD_AT_ONCE);
    }

    #[test]
    fn times_are_not_too_short() {
        assert_eq!(seconds(Duration::from_millis(1)), 1);
        assert_eq!(seconds(Duration::from_secs(5)), 5);
        assert_eq!(seconds(Duration::MAX), u64::MAX);
    }
}
