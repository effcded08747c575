//! Sending a request again.

use std::time::Duration;

use super::{Fetcher, fetch};
use crate::abort::{AbortController, AbortSignal};
use crate::error::{Error, Result};
use crate::http::{IntoRequest, Method, Request, Response, StatusCode};
use crate::time::{Timestamp, now, sleep, timeout};

/// Sends a request again when it failed: only where it is asked for, never by itself.
///
/// It is sent again when no response arrives, and when the response says that the server cannot answer now (429, 500,
/// 502, 503, 504). Between two attempts it waits: first the `delay`, then each time twice as long, up to `max_delay`; a
/// `retry-after` of the response counts instead. The body is kept by the platform until the last attempt.
///
/// Only methods that change nothing when they come twice are sent again (`GET`, `HEAD`, `OPTIONS`, `TRACE`, `PUT`,
/// `DELETE`), unless [`every_method`](Retry::every_method) says otherwise. A request that was aborted or ran into its
/// own [timeout](crate::http::RequestBuilder::timeout) is not sent again: that timeout is for all attempts together, and
/// [`attempt_timeout`](Retry::attempt_timeout) for each of them.
///
/// # Examples
///
/// ```no_run
/// # use worker_sdk::{Request, Response, Result};
/// use worker_sdk::fetch::Retry;
///
/// async fn prices() -> Result<Response> {
///     Retry::attempts(3).fetch("https://example.com/prices").await
/// }
/// ```
///
/// Two seconds for an attempt, five for all of it:
///
/// ```no_run
/// # use std::time::Duration;
/// # use worker_sdk::{Request, Response, Result};
/// # use worker_sdk::fetch::Retry;
/// async fn prices() -> Result<Response> {
///     let request = Request::get("https://example.com/prices").timeout(Duration::from_secs(5));
///     Retry::attempts(3).attempt_timeout(Duration::from_secs(2)).fetch(request).await
/// }
/// ```
#[derive(Clone, Copy, Debug)]
#[must_use = "it does nothing until it fetches"]
pub struct Retry {
    attempts: u32,
    delay: Duration,
    max_delay: Duration,
    every_method: bool,
    attempt_timeout: Option<Duration>,
}

impl Retry {
    /// At most so many attempts in all: with 3 a request is sent again twice. With 0 it is sent once, as with 1.
    ///
    /// Where the platform counts `retries`, as in steps of workflows, the first attempt is not one of them.
    pub const fn attempts(attempts: u32) -> Self {
        Self {
            attempts,
            delay: Duration::from_millis(100),
            max_delay: Duration::from_secs(5),
            every_method: false,
            attempt_timeout: None,
        }
    }

    /// How long to wait after the first attempt: 100 ms unless it is set.
    pub const fn delay(mut self, delay: Duration) -> Self {
        self.delay = delay;
        self
    }

    /// The longest time to wait: 5 s unless it is set. With a `retry-after` that is longer, the response is the answer.
    pub const fn max_delay(mut self, delay: Duration) -> Self {
        self.max_delay = delay;
        self
    }

    /// Sends requests of every method again: for servers that notice when the same comes twice.
    pub const fn every_method(mut self) -> Self {
        self.every_method = true;
        self
    }

    /// How long to wait for the response of an attempt; without end unless it is set. An attempt that takes longer is
    /// aborted and counts as failed, with an error that [is a timeout](Error::is_timeout). Reading the body takes its time.
    pub const fn attempt_timeout(mut self, duration: Duration) -> Self {
        self.attempt_timeout = Some(duration);
        self
    }

    /// Sends a request to its URL, as [`fetch`](crate::fetch()) does.
    ///
    /// # Errors
    ///
    /// As [`fetch`](crate::fetch()), with the error of the last attempt.
    pub async fn fetch(&self, request: impl IntoRequest) -> Result<Response> {
        self.run(request.into_request()?, None).await
    }

    /// Sends a request to a service.
    ///
    /// # Errors
    ///
    /// As [`Fetcher::fetch`], with the error of the last attempt.
    pub async fn fetch_from(
        &self,
        service: &Fetcher,
        request: impl IntoRequest,
    ) -> Result<Response> {
        self.run(request.into_request()?, Some(service)).await
    }

    async fn run(&self, request: Request, service: Option<&Fetcher>) -> Result<Response> {
        let may_repeat = self.every_method || is_idempotent(request.method());
        let attempts = if may_repeat { self.attempts } else { 1 };
        let mut next = request;
        for attempt in 1..attempts {
            let again = next.try_clone()?;
            let result = self.attempt(next, service).await;
            next = again;
            let Some(delay) = self.delay_after(&result, &next, attempt) else {
                return result;
            };
            give_up(result).await;
            sleep(delay).await;
        }
        self.attempt(next, service).await
    }

    async fn attempt(&self, request: Request, service: Option<&Fetcher>) -> Result<Response> {
        let Some(duration) = self.attempt_timeout else {
            return send(request, service).await;
        };
        let controller = AbortController::new();
        let signal = AbortSignal::any(&[request.signal(), controller.signal()]);
        let request = request.with_signal(&signal)?;
        let answered = timeout(duration, send(request, service)).await;
        if answered.is_err() {
            controller.abort();
        }
        answered?
    }

    /// How long to wait before the next attempt; `None` when the result is the answer.
    fn delay_after(
        &self,
        result: &Result<Response>,
        request: &Request,
        attempt: u32,
    ) -> Option<Duration> {
        let own = self
            .delay
            .saturating_mul(2_u32.saturating_pow(attempt - 1))
            .min(self.max_delay);
        match result {
            Err(_) if request.signal().is_aborted() => None,
            Err(_) => Some(own),
            Ok(response) if is_temporary(response.status()) => match retry_after(response) {
                Some(asked) => (asked <= self.max_delay).then_some(asked),
                None => Some(own),
            },
            Ok(_) => None,
        }
    }
}

async fn send(request: Request, service: Option<&Fetcher>) -> Result<Response> {
    match service {
        Some(service) => service.fetch(request).await,
        None => fetch(request).await,
    }
}

/// An open body would hold one of the few connections that a request may have.
async fn give_up(result: Result<Response>) {
    if let Ok(response) = result
        && let Ok(body) = response.into_body().into_stream()
    {
        let _ = body.cancel(&Error::new("the request is sent again")).await;
    }
}

fn is_idempotent(method: &Method) -> bool {
    matches!(
        method.as_str(),
        "GET" | "HEAD" | "OPTIONS" | "TRACE" | "PUT" | "DELETE"
    )
}

fn is_temporary(status: StatusCode) -> bool {
    matches!(status.as_u16(), 429 | 500 | 502 | 503 | 504)
}

/// A number of seconds, or a point in time.
fn retry_after(response: &Response) -> Option<Duration> {
    let asked = response.headers().get("retry-after")?;
    let asked = asked.trim();
    if let Ok(seconds) = asked.parse() {
        return Some(Duration::from_secs(seconds));
    }
    Timestamp::from_http_date(asked).map(|at| at.duration_since(now()))
}
