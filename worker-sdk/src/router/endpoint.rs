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
use crate::middleware::{Marks, Middleware, Next, marked};

/// What handlers and middleware get as state. Its type is checked where routers are put together.
#[derive(Clone)]
pub(crate) struct SharedState(Rc<dyn Any>);

impl SharedState {
    pub(crate) fn new<S: 'static>(state: S) -> Self {
        Self(Rc::new(state))
    }

    #[inline(never)]
    fn get<S: 'static>(&self) -> Result<&S> {
        let state = self.0.downcast_ref();
        state.ok_or_else(|| Error::of(StateOfOtherType))
    }
}

/// What answers a request: a handler, and all that stands around it.
pub(crate) type Endpoint = Rc<dyn Callee>;

/// Handlers leave it to others to drop what they were given: that code is there once.
pub(crate) trait Callee {
    /// Answers at once, unless something has to be awaited.
    fn answer(&self, _: &mut Parts, _: &SharedState) -> Option<Answer> {
        None
    }

    /// Begins to answer where something has to be awaited.
    fn later(self: Rc<Self>, _: Parts, _: SharedState) -> Answer {
        Answer::taken()
    }
}

#[inline(never)]
pub(super) fn start(endpoint: Endpoint, mut parts: Parts) -> Answer {
    let state = parts.surroundings.state.clone();
    match endpoint.answer(&mut parts, &state) {
        Some(answer) => answer,
        None => endpoint.later(parts, state),
    }
}

struct Typed<H, M, S>(H, PhantomData<fn(M, S)>);

impl<H, M, S> Callee for Typed<H, M, S>
where
    H: Handler<M, S>,
    M: 'static,
    S: 'static,
{
    fn answer(&self, parts: &mut Parts, state: &SharedState) -> Option<Answer> {
        if !H::IS_AT_HAND {
            return None;
        }
        Some(match state.get::<S>() {
            Ok(state) => self.0.start(parts, state),
            Err(error) => Answer::ready(Err(error)),
        })
    }

    fn later(self: Rc<Self>, parts: Parts, state: SharedState) -> Answer {
        if H::IS_AT_HAND {
            return Answer::taken();
        }
        Answer::of(async move { self.0.call(parts, state.get::<S>()?).await })
    }
}

pub(crate) trait Around {
    fn start(self: Rc<Self>, request: Request, next: Next, state: SharedState) -> Answer;
}

impl<L, M, S> Around for Typed<L, M, S>
where
    L: Middleware<S, M>,
    M: 'static,
    S: 'static,
{
    fn start(self: Rc<Self>, request: Request, next: Next, state: SharedState) -> Answer {
        Answer::of(async move {
            let response = self.0.handle(request, next, state.get::<S>()?).await;
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
    Rc::new(Typed::<H, M, S>(handler, PhantomData))
}

/// What stands around an endpoint.
#[derive(Clone)]
pub(crate) enum Step {
    Layer(Rc<dyn Around>),
    Marks(Rc<dyn Marks>),
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
        match middleware.into_marks() {
            Ok(marks) => Self::Marks(marks),
            Err(layer) => Self::Layer(Rc::new(Typed::<L, M, S>(layer, PhantomData))),
        }
    }

    pub(super) fn is_layer(&self) -> bool {
        !matches!(self, Self::State(_))
    }

    #[inline(never)]
    pub(super) fn wrap(&self, inner: &mut Endpoint) {
        let step = self.clone();
        *inner = Rc::new(Wrapped {
            step,
            inner: inner.clone(),
        });
    }
}

/// An answer that nobody has written, behind the layers that routes have. The last one is the outermost.
#[cold]
pub(super) fn automatic(mut endpoint: Endpoint, steps: &[Step]) -> Endpoint {
    steps.iter().for_each(|step| step.wrap(&mut endpoint));
    endpoint
}

struct Wrapped {
    step: Step,
    inner: Endpoint,
}

impl Callee for Wrapped {
    fn later(self: Rc<Self>, mut parts: Parts, state: SharedState) -> Answer {
        let inner = self.inner.clone();
        match &self.step {
            Step::Layer(layer) => {
                let next = Next::new(inner, parts.surroundings);
                layer.clone().start(parts.request, next, state)
            }
            Step::Marks(marks) => {
                let marks = marks.clone();
                let next = Next::new(inner, parts.surroundings);
                Answer::of(async move {
                    let response = marked(&*marks, parts.request, next).await;
                    response.map(Fetch::from)
                })
            }
            Step::State(state) => {
                parts.surroundings.state = Local::new(state.clone());
                start(inner, parts)
            }
        }
    }
}
