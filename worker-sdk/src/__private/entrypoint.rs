//! Objects of classes of which the platform makes one for each call.

use std::cell::OnceCell;
use std::future::Future;
use std::rc::Rc;

use wasm_bindgen::JsValue;

use super::Outcome;
use super::arguments::{Argument, HasEnv};
use super::hooks::Args;
use crate::error::Result;
use crate::js::{self, error_to_js};
use crate::{Context, Env, executor};

/// What the constructor of such a class gets.
#[derive(Debug)]
pub struct EntryArgs {
    /// The object of JavaScript.
    this: JsValue,
    env: OnceCell<JsValue>,
}

impl EntryArgs {
    pub(super) fn of(this: &JsValue) -> Self {
        Self {
            this: this.clone(),
            env: OnceCell::new(),
        }
    }

    /// A parameter of the constructor.
    ///
    /// # Errors
    ///
    /// Fails when the parameter cannot be made of what the platform has passed.
    pub fn argument<T: Argument<Self>>(&mut self) -> Result<T> {
        T::from_args(self)
    }
}

impl HasEnv for EntryArgs {
    fn env(&self) -> &JsValue {
        self.env.get_or_init(|| js::property(&self.this, "env"))
    }
}

impl Argument<EntryArgs> for Env {
    fn from_args(args: &mut EntryArgs) -> Result<Self> {
        Ok(Self::from_raw(args.env().clone()))
    }
}

impl Argument<EntryArgs> for Context {
    fn from_args(args: &mut EntryArgs) -> Result<Self> {
        Ok(Self::from_raw(js::property(&args.this, "ctx")))
    }
}

pub(super) fn made<O, T>(
    this: &JsValue,
    make: impl FnOnce(&mut EntryArgs) -> Result<O>,
    convert: impl FnOnce(O) -> Result<T, JsValue>,
) -> Result<Rc<T>, JsValue> {
    let made = executor::guard(|| {
        let made = make(&mut EntryArgs::of(this)).map_err(|error| error_to_js(&error))?;
        convert(made)
    });
    made.and_then(|made| made).map(Rc::new)
}

/// Runs a remote method, by its number, of an object that is made for it.
#[cfg(feature = "serde")]
pub fn entry<O, T: 'static>(
    arguments: JsValue,
    method: &JsValue,
    this: &JsValue,
    make: impl FnOnce(&mut EntryArgs) -> Result<O>,
    convert: impl FnOnce(O) -> Result<T, JsValue>,
    call: impl FnOnce(Rc<T>, i32, JsValue) -> JsValue,
) -> JsValue {
    let method = js::number(method).unwrap_or(-1.0) as i32;
    match made(this, make, convert) {
        Ok(object) => call(object, method, arguments),
        Err(error) => executor::start_sync(|| Err(error)),
    }
}

/// Runs an async method that the platform calls, of an object that is made for it.
#[allow(clippy::too_many_arguments, reason = "what the generated code knows")]
pub fn entry_hook_async<O, T: 'static, A, F>(
    event: &'static str,
    a: JsValue,
    b: JsValue,
    this: JsValue,
    make: impl FnOnce(&mut EntryArgs) -> Result<O> + 'static,
    convert: impl FnOnce(O) -> Result<T, JsValue> + 'static,
    run: impl FnOnce(Rc<T>, A) -> F + 'static,
) -> JsValue
where
    A: Args + 'static,
    F: Future<Output = Result<Outcome>> + 'static,
{
    executor::start_event(event, async move {
        let object = made(&this, make, convert)?;
        drop(this);
        let output = run(object, A::new(a, b)).await;
        output.map_err(|error| error_to_js(&error))?
    })
}

/// Runs a method that the platform calls and that is not async, of an object that is made for it.
#[allow(clippy::too_many_arguments, reason = "what the generated code knows")]
pub fn entry_hook<O, T: 'static, A: Args>(
    _event: &'static str,
    a: JsValue,
    b: JsValue,
    this: JsValue,
    make: impl FnOnce(&mut EntryArgs) -> Result<O>,
    convert: impl FnOnce(O) -> Result<T, JsValue>,
    run: impl FnOnce(Rc<T>, A) -> Result<Outcome>,
) -> JsValue {
    executor::start_sync(|| {
        let object = made(&this, make, convert)?;
        let output = run(object, A::new(a, b));
        output.map_err(|error| error_to_js(&error))?
    })
}
