//! What is further in.

use std::fmt;
use std::future::Future;

use crate::error::{Error, Result};
use crate::extract::{Parts, Surroundings};
use crate::fetch::Fetch;
use crate::js::Local;
use crate::router::{Answer, Endpoint};
use crate::{Context, Request, task};

/// What a middleware stands around: the next middleware, or the handler.
#[must_use = "nothing is asked until `run` is called"]
pub struct Next {
    rest: Rest,
    surroundings: Surroundings,
    /// What becomes of the answer.
    passing: Option<fn(Answer) -> Answer>,
}

/// What is still to be asked.
pub(super) struct Rest(Local<Endpoint>);

impl Next {
    pub(crate) fn new(endpoint: Endpoint, surroundings: Surroundings) -> Self {
        Self {
            rest: Rest(Local::new(endpoint)),
            surroundings,
            passing: None,
        }
    }

    /// Asks what is further in, with this request or another one.
    ///
    /// The route has been found already; another URL does not lead to another handler.
    ///
    /// # Errors
    ///
    /// Fails with what a handler or a middleware fails with, if that is no response.
    pub fn run(self, request: Request) -> Answer {
        let parts = Parts::new(request, self.surroundings);
        let answer = Answer::from(self.rest.0.clone(), parts);
        match self.passing {
            Some(passing) => passing(answer),
            None => answer,
        }
    }

    /// Leaves a value for handlers and middleware further in, which take it as
    /// [`Extension`](crate::extract::Extension); in place of an earlier one of this type.
    pub fn insert<T: 'static>(&mut self, value: T) {
        self.surroundings.insert(value);
    }

    /// Takes away what a middleware further out has left.
    #[cfg(feature = "json")]
    pub(super) fn remove<T: 'static>(&mut self) {
        self.surroundings.remove::<T>();
    }

    /// What a middleware further out has left.
    #[must_use]
    pub fn extension<T: 'static>(&self) -> Option<&T> {
        self.surroundings.get()
    }

    /// The path of the route as it was written.
    pub(super) fn route(&self) -> Option<&str> {
        let route = self.surroundings.params.route.as_ref()?;
        Some(&route.path)
    }

    /// The context of the event; `None` inside of a Durable Object, where there is none.
    #[must_use]
    pub fn context(&self) -> Option<&Context> {
        self.surroundings.context.as_ref()
    }

    pub(super) fn into_parts(self, request: Request) -> (Parts, Rest) {
        (Parts::new(request, self.surroundings), self.rest)
    }
}

/// Lets `work` go on behind the answer.
pub(super) fn behind(context: Option<Context>, work: impl Future<Output = Result<()>> + 'static) {
    match context {
        Some(context) => context.wait_until(work),
        None => drop(task::spawn(work)),
    }
}

/// An answer whose error is known to have come out of `next`.
fn passing(answer: Answer) -> Answer {
    Answer::of(async move {
        let response = answer.await.map_err(Error::passed_on)?;
        Ok(Fetch::from(response))
    })
}

impl Rest {
    /// That of a function, whose own error type may be one of answers.
    pub(super) fn into_next(self, parts: Parts) -> (Request, Next) {
        let next = Next {
            rest: self,
            surroundings: parts.surroundings,
            passing: Some(passing),
        };
        (parts.request, next)
    }
}

impl fmt::Debug for Next {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Next { .. }")
    }
}
