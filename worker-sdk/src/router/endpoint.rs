//! A handler and what stands around it, without their types: one set of code walks through all of them.

use std::any::Any;
use std::rc::Rc;

use super::answer::Answer;
use super::error::StateOfOtherType;
use super::handler::Handler;
use crate::Request;
use crate::error::{Error, Result};
use crate::extract::Parts;
use crate::fetch::Fetch;
use crate::middleware::{Middleware, Next};

/// What handlers and middleware get as state. Its type is checked where routers are put together.
#[derive(Clone)]
pub(crate) struct SharedState(Rc<dyn Any>);

impl SharedState {
    pub(crate) fn new<S: 'static>(state: S) -> Self {
        Self(Rc::new(state))
    }

    fn get<S: 'static>(&self) -> Result<&S> {
        let state = self.0.downcast_ref();
        state.ok_or_else(|| Error::of(StateOfOtherType))
    }
}

pub(super) trait Callee {
    fn call(&self, parts: Parts, state: SharedState) -> Answer;
}

struct Typed<H, M, S>(Rc<H>, std::marker::PhantomData<fn(M, S)>);

impl<H, M, S> Callee for Typed<H, M, S>
where
    H: Handler<M, S>,
    M: 'static,
    S: 'static,
{
    fn call(&self, parts: Parts, state: SharedState) -> Answer {
        let handler = self.0.clone();
        Answer::of(async move { handler.call(parts, state.get::<S>()?).await })
    }
}

pub(super) trait Around {
    fn call(&self, request: Request, next: Next, state: SharedState) -> Answer;
}

impl<L, M, S> Around for Typed<L, M, S>
where
    L: Middleware<S, M>,
    M: 'static,
    S: 'static,
{
    fn call(&self, request: Request, next: Next, state: SharedState) -> Answer {
        let middleware = self.0.clone();
        Answer::of(async move {
            let response = middleware.handle(request, next, state.get::<S>()?).await;
            response.map(Fetch::from)
        })
    }
}

/// A middleware, and its state if that is known already.
#[derive(Clone)]
pub(crate) struct Step {
    pub(super) around: Rc<dyn Around>,
    pub(super) state: Option<SharedState>,
}

impl Step {
    pub(crate) fn new<L, M, S>(middleware: L) -> Self
    where
        L: Middleware<S, M>,
        M: 'static,
        S: 'static,
    {
        Self {
            around: Rc::new(Typed::<L, M, S>(
                Rc::new(middleware),
                std::marker::PhantomData,
            )),
            state: None,
        }
    }
}

/// A handler with the middleware around it, the innermost first.
#[derive(Clone)]
pub(crate) struct Endpoint {
    pub(super) callee: Rc<dyn Callee>,
    pub(super) steps: Vec<Step>,
    pub(super) state: Option<SharedState>,
}

impl Endpoint {
    pub(crate) fn new<H, M, S>(handler: H) -> Self
    where
        H: Handler<M, S>,
        M: 'static,
        S: 'static,
    {
        Self::of(Rc::new(Typed::<H, M, S>(
            Rc::new(handler),
            std::marker::PhantomData,
        )))
    }

    pub(super) fn of(callee: Rc<dyn Callee>) -> Self {
        Self {
            callee,
            steps: Vec::new(),
            state: None,
        }
    }

    /// What has no state yet gets this one.
    pub(super) fn set_state(&mut self, state: &SharedState) {
        let unset = |slot: &mut Option<SharedState>| {
            slot.get_or_insert_with(|| state.clone());
        };
        unset(&mut self.state);
        self.steps
            .iter_mut()
            .for_each(|step| unset(&mut step.state));
    }
}
