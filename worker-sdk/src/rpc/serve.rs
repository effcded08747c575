//! Methods that others call.

use std::error::Error as StdError;
use std::future::Future;

use wasm_bindgen::JsValue;

use super::stub::Stub;
use super::sys;
use super::value::Value;
use crate::__private::objects;
use crate::error::{Error, Result};
use crate::executor::{self, Outcome};
use crate::js::{self, error_to_js};

/// What the caller gets whose argument cannot be understood.
#[cold]
pub(super) fn refused(error: Error) -> JsValue {
    sys::type_error(&js::text(&error.to_string()))
}

/// Runs a method.
pub fn run(method: &'static str, work: impl Future<Output = Outcome> + 'static) -> JsValue {
    executor::start(method, work)
}

/// What a method that cannot fail gives to its caller.
///
/// # Errors
///
/// Fails when JavaScript has no such value.
pub fn value<T: Value>(value: T) -> Outcome {
    if std::any::TypeId::of::<T>() == std::any::TypeId::of::<()>() {
        return Ok(JsValue::UNDEFINED);
    }
    value.into_js().map_err(|error| error_to_js(&error))
}

/// What a method gives to its caller.
///
/// # Errors
///
/// Fails with what the method failed with, and when JavaScript has no such value.
pub fn result<T: Value, E: Into<Box<dyn StdError + Send + Sync>>>(result: Result<T, E>) -> Outcome {
    match result {
        Ok(value) => self::value(value),
        Err(error) => Err(error_to_js(&Error::from(error.into()))),
    }
}

/// A call of a method that an object does not have.
#[must_use]
pub fn unknown(method: i32) -> JsValue {
    executor::start_sync(|| {
        let error = Error::new(format!("there is no remote method number {method}"));
        Err(error_to_js(&error))
    })
}

/// What runs a method by its number, with an array of arguments.
struct Callee(Box<dyn Fn(i32, JsValue) -> JsValue>);

/// Lets JavaScript call the methods called `names`.
pub fn target(names: &'static str, call: impl Fn(i32, JsValue) -> JsValue + 'static) -> Stub {
    let (handle, release) = objects::insert(Callee(Box::new(call)));
    let invoke = executor::callback(invoke);
    Stub::from_raw(sys::new_target(
        &js::constant(names),
        handle,
        invoke,
        release,
    ))
}

/// A function of JavaScript that calls `call`.
pub(crate) fn function(call: impl Fn(i32, JsValue) -> JsValue + 'static) -> JsValue {
    let (handle, release) = objects::insert(Callee(Box::new(call)));
    sys::new_function(handle, executor::callback(invoke), release)
}

fn invoke(handle: i32, method: i32, arguments: JsValue) -> JsValue {
    match objects::find::<Callee>(handle) {
        Ok(callee) => (callee.0)(method, arguments),
        Err(error) => executor::start_sync(|| Err(error_to_js(&error))),
    }
}

/// Runs a method of an object of a class, by the object's handle and the method's number.
pub fn serve<T: 'static>(
    arguments: JsValue,
    method: &JsValue,
    handle: &JsValue,
    call: impl FnOnce(std::rc::Rc<T>, i32, JsValue) -> JsValue,
) -> JsValue {
    let method = js::number(method).unwrap_or(-1.0) as i32;
    match objects::object::<T>(handle) {
        Ok(object) => call(object, method, arguments),
        Err(error) => executor::start_sync(|| Err(error_to_js(&error))),
    }
}
