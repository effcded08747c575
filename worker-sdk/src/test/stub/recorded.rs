//! Answers that are written down before.

use std::cell::{Cell, RefCell};
use std::fmt;
use std::future::ready;

use http::Method;

use super::{Stub, put};
use crate::error::{Detail, Error, Result};
use crate::js::Local;
use crate::{Request, Response};

/// Answers by method and path, as a [stub](super::stub()).
///
/// Several answers to one request are given in turn, and the last again and again. A request without an answer fails
/// with an error that names those that there are.
///
/// # Examples
///
/// ```no_run
/// # mod tests {
/// use worker_sdk::http::{Method, StatusCode};
/// use worker_sdk::test::{self, Recorded};
/// use worker_sdk::{Response, Result};
///
/// #[worker_sdk::test]
/// async fn tries_again() -> Result<()> {
///     let busy = Response::empty().with_status(StatusCode::SERVICE_UNAVAILABLE);
///     let _api = Recorded::new()
///         .answer(Method::GET, "/weather?city=Utrecht", busy)
///         .answer(Method::GET, "/weather?city=Utrecht", Response::text("rain"))
///         .stub("api.example.com");
///     assert!(test::fetch("/weather/Utrecht").await?.is_ok());
///     Ok(())
/// }
/// # }
/// ```
#[derive(Default)]
pub struct Recorded {
    answers: Vec<Local<One>>,
}

struct One {
    method: Method,
    target: String,
    response: RefCell<Response>,
    given: Cell<bool>,
}

impl Recorded {
    /// No answers yet.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds the answer to requests with this method, and this path and query.
    #[must_use]
    pub fn answer(mut self, method: Method, target: impl Into<String>, response: Response) -> Self {
        self.answers.push(Local::new(One {
            method,
            target: target.into(),
            response: RefCell::new(response),
            given: Cell::new(false),
        }));
        self
    }

    /// Gives the answers in the place of `host`, as [`stub`](super::stub()) does.
    ///
    /// # Panics
    ///
    /// Panics outside of a [test](macro@crate::test).
    #[must_use = "the stub ends when the guard is dropped"]
    #[track_caller]
    pub fn stub(self, host: impl Into<String>) -> Stub {
        put(
            host.into(),
            Box::new(move |request| {
                Box::pin(ready(self.next(request.method(), &target(&request))))
            }),
        )
    }

    fn next(&self, method: &Method, target: &str) -> Result<Response> {
        let matching = || {
            let all = self.answers.iter();
            all.filter(|one| one.method == *method && one.target == target)
        };
        let fresh = matching().find(|one| !one.given.get());
        let one = fresh.or_else(|| matching().last()).ok_or_else(|| {
            Error::of(NoAnswer {
                asked: format!("{method} {target}"),
                known: self.answers.iter().map(|one| one.name()).collect(),
            })
        })?;
        one.given.set(true);
        one.response.borrow_mut().try_clone()
    }
}

impl One {
    fn name(&self) -> String {
        format!("`{} {}`", self.method, self.target)
    }
}

/// Path and query.
fn target(request: &Request) -> String {
    match request.query() {
        Some(query) => format!("{}?{query}", request.path()),
        None => request.path().to_owned(),
    }
}

impl fmt::Debug for Recorded {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let names = self.answers.iter().map(|one| one.name());
        f.debug_list().entries(names).finish()
    }
}

struct NoAnswer {
    asked: String,
    known: Vec<String>,
}

impl Detail for NoAnswer {}

impl fmt::Display for NoAnswer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "no recorded answer to `{}`; ", self.asked)?;
        if self.known.is_empty() {
            return f.write_str("there are none");
        }
        write!(f, "there are answers to {}", self.known.join(", "))
    }
}

#[cfg(test)]
mod tests {
    use http::{Method, StatusCode};

    use super::Recorded;
    use crate::Response;

    #[test]
    fn a_request_without_an_answer_names_those_that_there_are() {
        let none = Recorded::new().next(&Method::GET, "/").map(|_| ());
        assert_eq!(
            none.unwrap_err().to_string(),
            "no recorded answer to `GET /`; there are none"
        );
        let answers = Recorded::new()
            .answer(Method::GET, "/a", Response::empty())
            .answer(
                Method::POST,
                "/b?c",
                Response::empty().with_status(StatusCode::CREATED),
            );
        let wrong = answers.next(&Method::POST, "/b").map(|_| ());
        assert_eq!(
            wrong.unwrap_err().to_string(),
            "no recorded answer to `POST /b`; there are answers to `GET /a`, `POST /b?c`"
        );
    }
}
