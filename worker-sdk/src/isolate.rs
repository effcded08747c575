//! Values that requests share, what goes wrong where nobody looks, and the processor time that is left.
//!
//! The platform runs requests that come one after another, and at the same time, in one isolate. What is expensive to make
//! (a table that is read from KV, the keys of an identity provider) can be made by the first request and used by all. A
//! `static` of the standard library holds what is made without waiting; a [`OnceCell`] what takes an `await`.
//!
//! An isolate may end at any time, and another place on earth has another one: it is for what can be made again. Streams,
//! bodies, sockets and promises belong to the request that made them, and cannot be shared.

mod rejections;
mod signal;

pub use rejections::{on_rejection_handled, on_unhandled_rejection, report_error};
pub use signal::CpuSignal;

use std::convert::Infallible;
use std::fmt;
use std::future::{Future, poll_fn};
use std::panic::Location;
use std::pin::pin;
use std::sync::{Mutex, MutexGuard, OnceLock, PoisonError};
use std::task::{Context, Poll, Waker};
use std::time::Duration;

use crate::time::{Sleep, sleep};

/// After this time a debug build names a value that is still not there.
const PATIENCE: Duration = Duration::from_secs(10);

/// A value that the first request makes which asks for it, and all requests of the isolate use.
///
/// It is as the `OnceCell` of the standard library, but for a `static`, and made by a future.
///
/// While it is being made, others that ask for it wait. When that fails, or the request that makes it is given up because
/// its client left, the next one that waits makes it. So nothing hangs for the life of the isolate, and no failure is
/// remembered.
///
/// A value whose initialisation asks for the value itself would wait forever: that is a panic, which names the place of the
/// `static`. In a debug build the place of one that is not there after ten seconds is written to the console, too.
///
/// # Examples
///
/// ```no_run
/// # mod worker {
/// use worker_sdk::isolate::OnceCell;
/// use worker_sdk::{Env, Request, Response, Result, event, fetch};
///
/// static RATES: OnceCell<String> = OnceCell::new();
///
/// async fn download() -> Result<String> {
///     fetch("https://example.com/rates.json").await?.read_text().await
/// }
///
/// #[event(fetch)]
/// async fn main(_request: Request, _env: Env) -> Result<Response> {
///     let rates = RATES.get_or_try_init(download).await?;
///     Ok(Response::text(rates.as_str()))
/// }
/// # }
/// # fn main() {}
/// ```
pub struct OnceCell<T> {
    value: OnceLock<T>,
    turn: Mutex<Turn>,
    place: &'static Location<'static>,
}

/// Who makes the value, and who waits for that.
struct Turn {
    taken: bool,
    /// The initialisation is polled right now.
    polled: bool,
    waiting: Vec<Waker>,
}

impl<T> OnceCell<T> {
    /// A cell whose value is not there yet.
    #[must_use]
    #[track_caller]
    pub const fn new() -> Self {
        Self {
            value: OnceLock::new(),
            turn: Mutex::new(Turn {
                taken: false,
                polled: false,
                waiting: Vec::new(),
            }),
            place: Location::caller(),
        }
    }

    /// The value, if it is there.
    #[must_use]
    pub fn get(&self) -> Option<&T> {
        self.value.get()
    }

    /// The value; made by `init` where nobody has.
    pub async fn get_or_init<F: Future<Output = T>>(&self, init: impl FnOnce() -> F) -> &T {
        let init = || async { Ok::<T, Infallible>(init().await) };
        match self.get_or_try_init(init).await {
            Ok(value) => value,
            Err(never) => match never {},
        }
    }

    /// The value; made by `init` where nobody has.
    ///
    /// # Errors
    ///
    /// Fails with the error of `init`. It is not remembered: who asks next makes the value, also those who wait already.
    pub async fn get_or_try_init<F, E>(&self, init: impl FnOnce() -> F) -> Result<&T, E>
    where
        F: Future<Output = Result<T, E>>,
    {
        let Some(_made) = self.turn().await else {
            return Ok(self.there());
        };
        let mut init = pin!(init());
        let made = poll_fn(|context| {
            self.lock().polled = true;
            let polled = init.as_mut().poll(context);
            self.lock().polled = false;
            polled
        });
        let made = made.await?;
        Ok(self.value.get_or_init(|| made))
    }

    /// A turn to make the value; none when it is there.
    async fn turn(&self) -> Option<Made<'_, T>> {
        let mut watch = Watch(None);
        poll_fn(|context| {
            if self.value.get().is_some() {
                return Poll::Ready(None);
            }
            let mut turn = self.lock();
            if !turn.taken {
                turn.taken = true;
                return Poll::Ready(Some(Made(self)));
            }
            assert!(
                !turn.polled,
                "the value of {} asks for itself while it is made; give what it needs to its initialisation",
                self.place
            );
            if !turn.waiting.iter().any(|it| it.will_wake(context.waker())) {
                turn.waiting.push(context.waker().clone());
            }
            drop(turn);
            watch.poll(self.place, context);
            Poll::Pending
        })
        .await
    }

    fn there(&self) -> &T {
        match self.value.get() {
            Some(value) => value,
            None => unreachable!("whoever gets no turn finds a value"),
        }
    }

    /// Nothing that can panic runs under the lock, apart from the message about a value that asks for itself.
    fn lock(&self) -> MutexGuard<'_, Turn> {
        self.turn.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl<T> Default for OnceCell<T> {
    #[track_caller]
    fn default() -> Self {
        Self::new()
    }
}

/// A turn, until the value is there, could not be made, or was given up.
struct Made<'a, T>(&'a OnceCell<T>);

impl<T> Drop for Made<'_, T> {
    fn drop(&mut self) {
        let waiting = {
            let mut turn = self.0.lock();
            (turn.taken, turn.polled) = (false, false);
            std::mem::take(&mut turn.waiting)
        };
        waiting.into_iter().for_each(Waker::wake);
    }
}

/// Says in a debug build what is waited for.
struct Watch(Option<Sleep>);

impl Watch {
    fn poll(&mut self, place: &Location<'_>, context: &mut Context<'_>) {
        if !cfg!(debug_assertions) {
            return;
        }
        let sleep = self.0.get_or_insert_with(|| sleep(PATIENCE));
        if pin!(sleep).poll(context).is_ready() {
            crate::console_warn!(
                "the value of {place} is not there after {PATIENCE:?}; the request that makes it waits for something else, \
                 perhaps for a value that is made by a request that waits for this one"
            );
            self.0 = None;
        }
    }
}

impl<T: fmt::Debug> fmt::Debug for OnceCell<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("OnceCell").field(&self.get()).finish()
    }
}
