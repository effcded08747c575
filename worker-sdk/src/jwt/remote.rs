//! Sets of keys that somebody else publishes.

use std::cell::RefCell;
use std::fmt;
use std::future::poll_fn;
use std::task::{Poll, Waker};
use std::time::Duration;

use super::error::{Reason, Refused};
use super::keys::{Found, Source, meant, published};
use super::{Algorithm, Key};
use crate::error::{Error, Result};
use crate::http::{RedirectMode, StatusCode};
use crate::js::Local;
use crate::time::{Timestamp, now};
use crate::{Request, Response, fetch};

/// How long after a failure the next request tries again, as long as there are no keys at all.
const RETRY: Duration = Duration::from_secs(1);

/// A set of keys at a URL ([`Keys::url`](super::Keys::url)), kept for all requests of an instance.
///
/// | when | what happens |
/// |---|---|
/// | the first token comes | the set is fetched; requests that come meanwhile wait for the same answer |
/// | the set is older than [`max_age`](Remote::max_age), 10 minutes | the next request fetches it again; those that come meanwhile use the older one |
/// | that fails | the older one is used until it is [`max_stale`](Remote::max_stale) old, one hour, and the next attempt is made after [`min_interval`](Remote::min_interval) |
/// | a token names a key that is not in the set | it is fetched again, unless that was tried in the last [`min_interval`](Remote::min_interval), 30 seconds |
/// | there is no set that may be used | the token is refused with [`Reason::NoKeys`], which is answered with 503; the next attempt is made after a second, or at once where the one before ended with a client that went away and there was no set yet |
///
/// So while there is a set that may be used, nobody can make an instance of the worker fetch more often than every 30
/// seconds, whatever names tokens have. Keys of a set that cannot be used here are left out. Redirects are not followed,
/// and a set has at most 64 KiB and 100 keys.
#[must_use = "a verifier or `Keys` is made of it"]
pub struct Remote {
    url: String,
    max_age: Duration,
    max_stale: Duration,
    min_interval: Duration,
    timeout: Duration,
    rsa: Algorithm,
    state: Local<RefCell<State>>,
}

#[derive(Default)]
struct State {
    keys: Vec<Key>,
    fetched: Option<Timestamp>,
    /// The last attempt, whatever came of it.
    tried: Option<Timestamp>,
    is_fetching: bool,
    waiting: Vec<Waker>,
}

/// What a request does about the set.
enum Step {
    Use,
    Fetch,
    Wait,
    Fail,
}

impl Remote {
    pub(super) fn new(url: String) -> Self {
        Self {
            url,
            max_age: Duration::from_secs(600),
            max_stale: Duration::from_secs(3_600),
            min_interval: Duration::from_secs(30),
            timeout: Duration::from_secs(5),
            rsa: Algorithm::RS256,
            state: Local::new(RefCell::default()),
        }
    }

    /// How long a set is used before it is fetched again; 10 minutes. A key that was withdrawn is taken as long.
    pub fn max_age(mut self, age: Duration) -> Self {
        self.max_age = age;
        self
    }

    /// How long a set is used at most when it cannot be fetched again; one hour.
    pub fn max_stale(mut self, age: Duration) -> Self {
        self.max_stale = age;
        self
    }

    /// The least time between two attempts while there is a set; 30 seconds.
    pub fn min_interval(mut self, interval: Duration) -> Self {
        self.min_interval = interval;
        self
    }

    /// How long an attempt may take; 5 seconds.
    pub fn timeout(mut self, timeout: Duration) -> Self {
        self.timeout = timeout;
        self
    }

    /// What RSA keys are for that do not say it; `RS256`.
    pub fn rsa(mut self, algorithm: Algorithm) -> Self {
        self.rsa = algorithm;
        self
    }

    fn step(&self, id: Option<&str>, now: Timestamp) -> Step {
        let state = self.state.borrow();
        let age = state.fetched.map(|at| now - at);
        let since_try = state.tried.map(|at| now - at);
        let waited = |least| since_try.is_none_or(|since| since >= least);
        let is_known = state.keys.iter().any(|key| key.is_meant(id));
        match age {
            Some(age) if age <= self.max_age && is_known => Step::Use,
            // Who has an older set need not wait.
            Some(age) if age <= self.max_stale && is_known => match state.is_fetching {
                false if waited(self.min_interval) => Step::Fetch,
                _ => Step::Use,
            },
            _ if state.is_fetching => Step::Wait,
            Some(age) if age <= self.max_stale => match waited(self.min_interval) {
                true => Step::Fetch,
                false => Step::Use,
            },
            _ if waited(RETRY) => Step::Fetch,
            _ => Step::Fail,
        }
    }

    async fn ready(&self, id: Option<&str>) -> Result<(), Refused> {
        loop {
            match self.step(id, now()) {
                Step::Use => return Ok(()),
                Step::Wait => self.other_attempt().await,
                Step::Fail => return Err(Refused::new(Reason::NoKeys)),
                Step::Fetch => {
                    let outcome = self.refresh().await;
                    return outcome.or_else(|failure| self.or_older(failure));
                }
            }
        }
    }

    fn or_older(&self, failure: Error) -> Result<(), Refused> {
        match self.state.borrow().fetched {
            Some(at) if now() - at <= self.max_stale => Ok(()),
            _ => Err(Refused::because(Reason::NoKeys, failure)),
        }
    }

    /// Waits for what another request has begun. If that goes away, its attempt ends with it.
    async fn other_attempt(&self) {
        poll_fn(|context| {
            let mut state = self.state.borrow_mut();
            if !state.is_fetching {
                return Poll::Ready(());
            }
            state.waiting.push(context.waker().clone());
            Poll::Pending
        })
        .await;
    }

    async fn refresh(&self) -> Result<()> {
        let mut attempt = Attempt::begin(&self.state);
        let keys = self.download().await;
        attempt.is_over = true;
        let mut state = attempt.state.borrow_mut();
        let end = now();
        state.tried = Some(end);
        (state.keys, state.fetched) = (keys?, Some(end));
        Ok(())
    }

    async fn download(&self) -> Result<Vec<Key>> {
        let request = Request::get(self.url.as_str())
            .header("accept", "application/jwk-set+json, application/json")
            .redirect(RedirectMode::Manual);
        let json = async { text_of(fetch(request).await?).await };
        match crate::timeout(self.timeout, json).await {
            Ok(json) => published(&json?, self.rsa),
            Err(elapsed) => Err(elapsed.into()),
        }
    }
}

impl Source for Remote {
    fn find<'a>(&'a self, id: Option<&'a str>) -> Found<'a> {
        Box::pin(async move {
            self.ready(id).await?;
            Ok(meant(&self.state.borrow().keys, id))
        })
    }
}

/// An attempt that is under way; its end, however it comes, lets the others go on.
struct Attempt<'a> {
    state: &'a Local<RefCell<State>>,
    is_over: bool,
}

impl<'a> Attempt<'a> {
    fn begin(state: &'a Local<RefCell<State>>) -> Self {
        let mut now_state = state.borrow_mut();
        now_state.is_fetching = true;
        now_state.tried = Some(now());
        drop(now_state);
        Self {
            state,
            is_over: false,
        }
    }
}

impl Drop for Attempt<'_> {
    fn drop(&mut self) {
        let mut state = self.state.borrow_mut();
        state.is_fetching = false;
        // A client that went away counts as an attempt, unless the others have nothing to go on with.
        if !self.is_over && state.fetched.is_none() {
            state.tried = None;
        }
        let waiting = std::mem::take(&mut state.waiting);
        drop(state);
        waiting.into_iter().for_each(Waker::wake);
    }
}

async fn text_of(response: Response) -> Result<String> {
    const MOST: usize = 64 * 1024;
    if response.status() != StatusCode::OK {
        let status = response.status();
        return Err(format!(
            "the set of keys was answered with status {}",
            status.as_u16()
        )
        .into());
    }
    let mut stream = response.into_body().into_stream()?;
    let mut bytes = Vec::new();
    while let Some(chunk) = stream.try_next().await? {
        bytes.extend_from_slice(&chunk);
        if bytes.len() > MOST {
            return Err("the set of keys has more than 64 KiB".into());
        }
    }
    Ok(String::from_utf8(bytes)?)
}

impl fmt::Debug for Remote {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Remote")
            .field("url", &self.url)
            .finish_non_exhaustive()
    }
}
