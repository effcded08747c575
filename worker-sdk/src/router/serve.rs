//! From a request to its answer.

use super::Router;
use super::answer::Answer;
use super::endpoint::SharedState;
use crate::env::Bindings;
use crate::error::Result;
use crate::extract::{Parts, Surroundings};
use crate::{Context, Env, Request};

impl<S: Bindings + 'static> Router<S> {
    /// Answers a request, with state that is made of the environment when the first one comes.
    ///
    /// A function that returns the router, with `#[event(fetch)]`, does this by itself. Call it where more than the
    /// router has to be done, with a router that is kept in a `static`.
    ///
    /// # Errors
    ///
    /// Fails when the routes contradict each other, a binding of the state is missing, or a handler fails.
    ///
    /// # Examples
    ///
    /// ```no_run
    /// # mod worker {
    /// use std::sync::LazyLock;
    /// use worker_sdk::router::{Router, get};
    /// use worker_sdk::{Context, Env, Request, Response, Result, event};
    ///
    /// static ROUTER: LazyLock<Router> = LazyLock::new(|| Router::new().route("/", get(|| "hello")));
    ///
    /// #[event(fetch)]
    /// async fn main(request: Request, env: Env, context: Context) -> Result<Response> {
    ///     let response = ROUTER.handle(request, env, context).await?;
    ///     response.with_header("x-served-by", "rust")
    /// }
    /// # }
    /// # fn main() {}
    /// ```
    pub fn handle(&self, request: Request, env: Env, context: Context) -> Answer {
        match self.state_of(&env) {
            Ok(state) => self.start(request, env, Some(context), state),
            Err(error) => Answer::ready(Err(error)),
        }
    }

    /// The platform passes one environment to all events of an instance; tests and other callers need not.
    fn state_of(&self, env: &Env) -> Result<SharedState> {
        let mut made = self.routes.made.borrow_mut();
        if let Some((known, state)) = &*made
            && known.as_raw() == env.as_raw()
        {
            return Ok(state.clone());
        }
        let state = SharedState::new(S::from_env(env)?);
        *made = Some((env.clone(), state.clone()));
        Ok(state)
    }
}

impl<S: 'static> Router<S> {
    /// Answers a request with `state`, for instance inside of a Durable Object.
    ///
    /// There the platform passes no context: a handler that asks for [`Context`] gets an error. Use
    /// [`spawn`](crate::spawn()) for what goes on behind the answer.
    ///
    /// An object whose `fetch` [returns a router](super#objects) does this by itself. Call it where more than the router has
    /// to be done, or where the state is only a part of the object.
    ///
    /// # Errors
    ///
    /// Fails when the routes contradict each other, or a handler fails.
    ///
    /// # Examples
    ///
    /// ```no_run
    /// use std::cell::Cell;
    /// use std::rc::Rc;
    /// use std::sync::LazyLock;
    /// use worker_sdk::extract::State;
    /// use worker_sdk::router::{Router, get, post};
    /// use worker_sdk::{Env, Request, Response, Result};
    ///
    /// static ROUTER: LazyLock<Router<Rc<Cell<u32>>>> =
    ///     LazyLock::new(|| Router::new().route("/", get(count)).route("/increment", post(increment)));
    ///
    /// struct Counter {
    ///     env: Env,
    ///     count: Rc<Cell<u32>>,
    /// }
    ///
    /// impl Counter {
    ///     async fn fetch(&self, request: Request) -> Result<Response> {
    ///         ROUTER.handle_with(request, self.env.clone(), self.count.clone()).await
    ///     }
    /// }
    ///
    /// fn count(State(count): State<Rc<Cell<u32>>>) -> String {
    ///     count.get().to_string()
    /// }
    ///
    /// fn increment(State(count): State<Rc<Cell<u32>>>) -> String {
    ///     count.set(count.get() + 1);
    ///     count.get().to_string()
    /// }
    /// ```
    pub fn handle_with(&self, request: Request, env: Env, state: S) -> Answer {
        self.start(request, env, None, SharedState::new(state))
    }

    /// As [`handle_with`](Self::handle_with), where there is a context.
    pub(crate) fn handle_in(
        &self,
        request: Request,
        env: Env,
        context: Context,
        state: S,
    ) -> Answer {
        self.start(request, env, Some(context), SharedState::new(state))
    }

    fn start(
        &self,
        request: Request,
        env: Env,
        context: Option<Context>,
        state: SharedState,
    ) -> Answer {
        let (endpoint, params) = match self.routes.find(request.path(), &request.verb()) {
            Ok(found) => found,
            Err(error) => return Answer::ready(Err(error)),
        };
        let surroundings = Surroundings::new(env, context, params, state);
        Answer::from(endpoint, Parts::new(request, surroundings))
    }
}
