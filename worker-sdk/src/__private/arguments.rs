//! The parameters of handlers, made by type.

use wasm_bindgen::JsValue;

use crate::env::Bindings;
use crate::error::Result;
use crate::{Context, Env, Request, ScheduledEvent};

/// What the platform passes to a `fetch` handler. Each value is taken once: the macro refuses a type that stands twice.
#[derive(Debug)]
pub struct FetchArgs {
    request: JsValue,
    env: JsValue,
    context: JsValue,
}

/// What the platform passes to a `scheduled` handler.
#[derive(Debug)]
pub struct ScheduledArgs {
    controller: JsValue,
    env: JsValue,
    context: JsValue,
}

/// What the runner passes to a test. Nothing of it is used up.
#[derive(Debug)]
pub struct TestArgs {
    env: JsValue,
    context: JsValue,
}

impl FetchArgs {
    pub(super) fn new(request: JsValue, env: JsValue, context: JsValue) -> Self {
        Self {
            request,
            env,
            context,
        }
    }

    /// A parameter of the handler.
    ///
    /// # Errors
    ///
    /// Fails when the parameter cannot be made of this event.
    pub fn argument<T: Argument<Self>>(&mut self) -> Result<T> {
        T::from_args(self)
    }

    /// A parameter of a handler that also takes structs of bindings, which need the environment too.
    ///
    /// # Errors
    ///
    /// Fails when the parameter cannot be made of this event.
    pub fn shared_argument<T: Argument<Self>>(&mut self) -> Result<T> {
        T::from_shared(self)
    }
}

impl ScheduledArgs {
    pub(super) fn new(controller: JsValue, env: JsValue, context: JsValue) -> Self {
        Self {
            controller,
            env,
            context,
        }
    }

    /// A parameter of the handler.
    ///
    /// # Errors
    ///
    /// Fails when the parameter cannot be made of this event.
    pub fn argument<T: Argument<Self>>(&mut self) -> Result<T> {
        T::from_args(self)
    }

    /// A parameter of a handler that also takes structs of bindings, which need the environment too.
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
        Ok(Self::from_raw(std::mem::take(&mut args.request)))
    }
}

impl Argument<FetchArgs> for Env {
    fn from_args(args: &mut FetchArgs) -> Result<Self> {
        Ok(Self::from_raw(std::mem::take(&mut args.env)))
    }

    fn from_shared(args: &mut FetchArgs) -> Result<Self> {
        Ok(Self::from_raw(args.env.clone()))
    }
}

impl Argument<FetchArgs> for Context {
    fn from_args(args: &mut FetchArgs) -> Result<Self> {
        Ok(Self::from_raw(std::mem::take(&mut args.context)))
    }
}

impl Argument<ScheduledArgs> for ScheduledEvent {
    fn from_args(args: &mut ScheduledArgs) -> Result<Self> {
        Ok(Self::from_raw(std::mem::take(&mut args.controller)))
    }
}

impl Argument<ScheduledArgs> for Env {
    fn from_args(args: &mut ScheduledArgs) -> Result<Self> {
        Ok(Self::from_raw(std::mem::take(&mut args.env)))
    }

    fn from_shared(args: &mut ScheduledArgs) -> Result<Self> {
        Ok(Self::from_raw(args.env.clone()))
    }
}

impl Argument<ScheduledArgs> for Context {
    fn from_args(args: &mut ScheduledArgs) -> Result<Self> {
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

impl HasEnv for FetchArgs {
    fn env(&self) -> &JsValue {
        &self.env
    }
}

impl HasEnv for ScheduledArgs {
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
