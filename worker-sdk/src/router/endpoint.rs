//! A handler and what stands around it, without their types: one set of code walks through all of them.

use std::any::Any;
use std::marker::PhantomData;
use std::rc::Rc;

use super::answer::Answer;
use super::error::StateOfOtherType;
use super::handler::Handler;
use crate::Request;
use crate::error::{Error, Result};
use crate::extract::Parts;
use crate::fetch::Fetch;
use crate::js::Local;
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

/// What answers a request: a handler, and all that stands around it.
pub(crate) type Endpoint = Rc<dyn Callee>;

pub(crate) trait Callee {
    fn call(&self, parts: Parts) -> Answer;
}

struct Typed<H, M, S>(Rc<H>, PhantomData<fn(M, S)>);

impl<H, M, S> Callee for Typed<H, M, S>
where
    H: Handler<M, S>,
    M: 'static,
    S: 'static,
{
    fn call(&self, parts: Parts) -> Answer {
        let handler = self.0.clone();
        let state = parts.surroundings.state.clone();
        Answer::of(async move { handler.call(parts, state.get::<S>()?).await })
    }
}

pub(crate) trait Around {
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

pub(crate) fn endpoint<H, M, S>(handler: H) -> Endpoint
where
    H: Handler<M, S>,
    M: 'static,
    S: 'static,
{
    Rc::new(Typed::<H, M, S>(Rc::new(handler), PhantomData))
}

/// What stands around an endpoint.
#[derive(Clone)]
pub(crate) enum Step {
    Layer(Rc<dyn Around>),
    /// The state of what is further in.
    State(SharedState),
}

impl Step {
    pub(crate) fn new<L, M, S>(middleware: L) -> Self
    where
        L: Middleware<S, M>,
        M: 'static,
        S: 'static,
    {
        Self::Layer(Rc::new(Typed::<L, M, S>(Rc::new(middleware), PhantomData)))
    }

    pub(super) fn wrap(&self, inner: &mut Endpoint) {
        let step = self.clone();
        *inner = Rc::new(Wrapped {
            step,
            inner: inner.clone(),
        });
    }
}

/// An answer that nobody has written, behind the layers that routes have. The last one is the outermost.
pub(super) fn automatic(callee: impl Callee + 'static, steps: &[Step]) -> Endpoint {
    let mut endpoint: Endpoint = Rc::new(callee);
    steps.iter().for_each(|step| step.wrap(&mut endpoint));
    endpoint
}

struct Wrapped {
    step: Step,
    inner: Endpoint,
}

impl Callee for Wrapped {
    fn call(&self, mut parts: Parts) -> Answer {
        match &self.step {
            Step::Layer(layer) => {
                let state = parts.surroundings.state.clone();
                let next = Next::new(self.inner.clone(), parts.surroundings);
                layer.call(parts.request, next, state)
            }
            Step::State(state) => {
                parts.surroundings.state = Local::new(state.clone());
                self.inner.call(parts)
            }
        }
    }
}
