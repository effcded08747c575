//! A request that is on its way.

use std::fmt;
use std::future::Future;
use std::pin::Pin;
use std::task::{Context, Poll, ready};

use wasm_bindgen::JsValue;

use super::{fetch_from, fetch_globally};
use crate::error::{Error, Result};
use crate::executor::{self, Outcome, Promised};
use crate::http::{Request, Response};
use crate::js;

/// A request to be sent, and then the response to it: the future of [`fetch`](crate::fetch()) and its relatives. Nothing is
/// sent before it is awaited.
///
/// A handler that has nothing to do with the response returns this instead of awaiting it. Then the platform gets the
/// promise of the response as JavaScript's `return fetch(request)` gives it, and no more Rust runs for the request. Such a
/// handler need not be `async`.
///
/// ```no_run
/// # mod worker {
/// use worker_sdk::fetch::Fetch;
/// use worker_sdk::{Env, Request, Result, event};
///
/// #[event(fetch)]
/// fn main(request: Request, env: Env) -> Result<Fetch> {
///     Ok(env.service("BACKEND")?.fetch(request))
/// }
/// # }
/// # fn main() {}
/// ```
///
/// Where only some branches hand on, the others make one of their response:
///
/// ```no_run
/// # use worker_sdk::{Request, Response, Result, fetch};
/// # use worker_sdk::fetch::Fetch;
/// async fn guarded(request: Request) -> Result<Fetch> {
///     if request.header("authorization").is_none() {
///         return Ok(Response::text("who are you?").with_status(http::StatusCode::UNAUTHORIZED).into());
///     }
///     Ok(fetch(request))
/// }
/// ```
///
/// A route may return it, too. Where a middleware stands around the route, the response is awaited, because the
/// middleware may change it.
#[must_use = "nothing is sent before this is awaited, or returned from a handler"]
pub struct Fetch(State);

enum State {
    Unsent(Result<Request>, Target),
    Sent(Promised, &'static str, fn(JsValue) -> Response),
    Here(Box<Response>),
    Done,
}

/// Who gets a request.
pub(super) enum Target {
    Url,
    Service(JsValue),
    Object(JsValue),
}

impl Target {
    fn send(&self, request: &Request) -> JsValue {
        let encoded = request.asked().encoded.is_some().into();
        let raw = request.as_raw();
        match self {
            Self::Url => fetch_globally(raw, encoded),
            Self::Service(service) | Self::Object(service) => fetch_from(service, raw, encoded),
        }
    }

    const fn doing(&self) -> &'static str {
        match self {
            Self::Url => "fetch",
            Self::Service(_) => "fetch from a service",
            Self::Object(_) => "fetch from a Durable Object",
        }
    }
}

impl Fetch {
    pub(super) fn new(request: Result<Request>, target: Target) -> Self {
        Self(State::Unsent(request, target))
    }

    #[cfg(feature = "router")]
    pub(crate) fn take(&mut self) -> Self {
        Self(std::mem::replace(&mut self.0, State::Done))
    }

    /// As [`into_promise`](Self::into_promise), for a task that waits itself where the promise is not there as such.
    #[cfg(any(feature = "router", feature = "axum"))]
    pub(crate) async fn finished(self) -> Outcome {
        match self.0 {
            State::Here(_) | State::Unsent(..) => self.handed_on(),
            _ => raw_of(self.await),
        }
    }

    /// The promise of the response, or the response if it is there.
    pub(crate) fn into_promise(self) -> Outcome {
        match self.0 {
            State::Here(_) | State::Unsent(..) => self.handed_on(),
            _ => Ok(executor::start("fetch", async { raw_of(self.await) })),
        }
    }

    /// That of a request that is not sent yet, or a response that is there.
    fn handed_on(self) -> Outcome {
        match self.0 {
            State::Unsent(Ok(request), target) => Ok(target.send(&request)),
            State::Unsent(Err(error), _) => raw_of(Err(error)),
            State::Here(response) => raw_of(Ok(*response)),
            _ => Ok(JsValue::UNDEFINED),
        }
    }
}

fn raw_of(response: Result<Response>) -> Outcome {
    let raw = response.and_then(Response::into_raw);
    raw.map_err(|error| js::error_to_js(&error))
}

impl Future for Fetch {
    type Output = Result<Response>;

    fn poll(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Self::Output> {
        let (mut promised, doing, answer) = match std::mem::replace(&mut self.0, State::Done) {
            State::Unsent(request, target) => {
                let request = request?;
                let promise = target.send(&request);
                let answer = request.asked().encoded.unwrap_or(Response::from_raw);
                (Promised::new(&promise), target.doing(), answer)
            }
            State::Sent(promised, doing, answer) => (promised, doing, answer),
            State::Here(response) => return Poll::Ready(Ok(*response)),
            State::Done => return Poll::Pending,
        };
        let polled = Pin::new(&mut promised).poll(context);
        if polled.is_pending() {
            self.0 = State::Sent(promised, doing, answer);
        }
        Poll::Ready(match ready!(polled) {
            Ok(response) => Ok(answer(response)),
            Err(thrown) => Err(Error::thrown(thrown, doing)),
        })
    }
}

/// A response that is there already.
impl From<Response> for Fetch {
    fn from(response: Response) -> Self {
        Self(State::Here(Box::new(response)))
    }
}

impl fmt::Debug for Fetch {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Fetch { .. }")
    }
}
