//! The parameters of handlers, made by type.

use std::marker::PhantomData;

use wasm_bindgen::JsValue;

use crate::email::Incoming;
use crate::env::Bindings;
use crate::error::Result;
use crate::queues::{Batch, FromBody};
use crate::sockets::Socket;
use crate::tail::{Events, Stream};
use crate::{Context, Env, Request, ScheduledEvent};

/// What the platform passes to a handler of the event `E`. Each value is taken once: the macro refuses a type that
/// stands twice.
#[derive(Debug)]
pub struct EventArgs<E> {
    event: JsValue,
    env: JsValue,
    context: JsValue,
    kind: PhantomData<fn(E)>,
}

/// A request.
#[derive(Debug)]
pub enum Fetch {}

/// A cron trigger.
#[derive(Debug)]
pub enum Scheduled {}

/// Messages of a queue.
#[derive(Debug)]
pub enum Queue {}

/// A mail.
#[derive(Debug)]
pub enum Email {}

/// What other workers did.
#[derive(Debug)]
pub enum Tail {}

/// What other workers do.
#[derive(Debug)]
pub enum TailStream {}

/// A connection.
#[derive(Debug)]
pub enum Connect {}

/// What the platform passes to a `fetch` handler.
pub type FetchArgs = EventArgs<Fetch>;

/// What the platform passes to a `scheduled` handler.
pub type ScheduledArgs = EventArgs<Scheduled>;

/// What the platform passes to a `queue` handler.
pub type QueueArgs = EventArgs<Queue>;

/// What the platform passes to an `email` handler.
pub type EmailArgs = EventArgs<Email>;

/// What the platform passes to a `tail` handler.
pub type TailArgs = EventArgs<Tail>;

/// What a `tail_stream` handler gets, with the stream in the place of its first event.
pub type TailStreamArgs = EventArgs<TailStream>;

/// What the platform passes to a `connect` handler.
pub type ConnectArgs = EventArgs<Connect>;

/// What the runner passes to a test. Nothing of it is used up.
#[derive(Debug)]
pub struct TestArgs {
    env: JsValue,
    context: JsValue,
}

impl<E> EventArgs<E> {
    pub(super) fn new(event: JsValue, env: JsValue, context: JsValue) -> Self {
        Self {
            event,
            env,
            context,
            kind: PhantomData,
        }
    }

    /// What the event is about.
    fn take_event(&mut self) -> JsValue {
        std::mem::take(&mut self.event)
    }

    /// The last parameter of the handler.
    ///
    /// # Errors
    ///
    /// Fails when the parameter cannot be made of this event.
    pub fn argument<T: Argument<Self>>(&mut self) -> Result<T> {
        T::from_args(self)
    }

    /// A parameter that others follow, which may be structs of bindings and need the environment too.
    ///
    /// # Errors
    ///
    /// Fails when the parameter cannot be made of this event.
    pub fn shared_argument<T: Argument<Self>>(&mut self) -> Result<T> {
        T::from_shared(self)
    }
}

impl TestArgs {
    pub(super) fn new(env: JsValue, context: JsValue) -> Self {
        Self { env, context }
    }

    /// A parameter of the test.
    ///
    /// # Errors
    ///
    /// Fails when the parameter cannot be made of the test's environment.
    pub fn argument<T: Argument<Self>>(&mut self) -> Result<T> {
        T::from_args(self)
    }
}

/// A type that a handler of an event, or a test, may take.
#[diagnostic::on_unimplemented(
    message = "a function with this attribute cannot take `{Self}`",
    label = "`{Self}` is not available here",
    note = "a `fetch` handler takes any of `Request` (or `http::Request<Body>`), `Env`, `Context`",
    note = "a `scheduled` handler takes any of `ScheduledEvent`, `Env`, `Context`",
    note = "a `queue` handler takes any of `queues::Batch<T>`, `Env`, `Context`",
    note = "an `email` handler takes any of `email::Incoming`, `Env`, `Context`",
    note = "a `tail` handler takes any of `tail::Events`, `Env`, `Context`; one of `tail_stream` a `tail::Stream` instead",
    note = "a `connect` handler takes any of `sockets::Socket`, `Env`, `Context`",
    note = "`new` of a Durable Object takes any of `State`, `Env`; its `fetch` a `Request`, its `alarm` an `Alarm`, its `connect` a `sockets::Socket`",
    note = "its `websocket_message` takes any of `WebSocket`, `websockets::Message`; its `websocket_close` `WebSocket`, `CloseFrame`; its `websocket_error` `WebSocket`, `Error`",
    note = "`new` of an entrypoint takes any of `Env`, `Context`; `run` of a workflow an `Event<T>` and a `Step`, that of a transformation a `Vec<T>` and a `pipelines::Batch`",
    note = "a test takes any of `Env`, `Context`",
    note = "all of them take a struct with `#[derive(worker_sdk::Bindings)]`"
)]
pub trait Argument<A>: Sized {
    /// Makes the parameter.
    ///
    /// # Errors
    ///
    /// Fails when the parameter cannot be made of this event.
    fn from_args(args: &mut A) -> Result<Self>;

    /// Makes the parameter and leaves what a further one needs.
    ///
    /// # Errors
    ///
    /// Fails when the parameter cannot be made of this event.
    fn from_shared(args: &mut A) -> Result<Self> {
        Self::from_args(args)
    }
}

impl Argument<FetchArgs> for Request {
    fn from_args(args: &mut FetchArgs) -> Result<Self> {
        Ok(Self::from_raw(args.take_event()))
    }
}

impl Argument<ScheduledArgs> for ScheduledEvent {
    fn from_args(args: &mut ScheduledArgs) -> Result<Self> {
        Ok(Self::from_raw(args.take_event()))
    }
}

impl<T: FromBody> Argument<QueueArgs> for Batch<T> {
    fn from_args(args: &mut QueueArgs) -> Result<Self> {
        Ok(Self::from_raw(args.take_event()))
    }
}

impl Argument<EmailArgs> for Incoming {
    fn from_args(args: &mut EmailArgs) -> Result<Self> {
        Ok(Self::from_raw(args.take_event()))
    }
}

impl Argument<TailArgs> for Events {
    fn from_args(args: &mut TailArgs) -> Result<Self> {
        Ok(Self::from_raw(args.take_event()))
    }
}

impl Argument<TailStreamArgs> for Stream {
    fn from_args(args: &mut TailStreamArgs) -> Result<Self> {
        Ok(Self::of(args.take_event()))
    }
}

impl Argument<ConnectArgs> for Socket {
    fn from_args(args: &mut ConnectArgs) -> Result<Self> {
        Self::from_raw(args.take_event())
    }
}

impl<E> Argument<EventArgs<E>> for Env {
    fn from_args(args: &mut EventArgs<E>) -> Result<Self> {
        Ok(Self::from_raw(std::mem::take(&mut args.env)))
    }

    fn from_shared(args: &mut EventArgs<E>) -> Result<Self> {
        Ok(Self::from_raw(args.env.clone()))
    }
}

impl<E> Argument<EventArgs<E>> for Context {
    fn from_args(args: &mut EventArgs<E>) -> Result<Self> {
        Ok(Self::from_raw(std::mem::take(&mut args.context)))
    }
}

impl Argument<TestArgs> for Env {
    fn from_args(args: &mut TestArgs) -> Result<Self> {
        Ok(Self::from_raw(args.env.clone()))
    }
}

impl Argument<TestArgs> for Context {
    fn from_args(args: &mut TestArgs) -> Result<Self> {
        Ok(Self::from_raw(args.context.clone()))
    }
}

/// The arguments of an event that comes with an environment.
pub trait HasEnv {
    /// The environment.
    fn env(&self) -> &JsValue;
}

impl<E> HasEnv for EventArgs<E> {
    fn env(&self) -> &JsValue {
        &self.env
    }
}

impl HasEnv for TestArgs {
    fn env(&self) -> &JsValue {
        &self.env
    }
}

/// The struct of bindings that a handler takes.
///
/// # Errors
///
/// Fails when a binding is missing, or something else than the field says.
pub fn bindings<A: HasEnv, T: Bindings>(args: &mut A) -> Result<T> {
    T::from_env(&Env::from_raw(args.env().clone()))
}
