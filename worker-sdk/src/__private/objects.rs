//! Objects of classes, which JavaScript knows by a number.
//!
//! A call keeps its object: it runs on, and its future is dropped as that of any request, when the platform has let go
//! of the object meanwhile.

use std::any::Any;
use std::cell::RefCell;
use std::future::Future;
use std::rc::Rc;

use wasm_bindgen::prelude::*;

use super::Outcome;
use super::hooks::{Args, NewArgs};
use crate::durable_objects::begin_blocking;
use crate::error::{Error, Result};
use crate::executor;
use crate::js::{self, error_to_js};

#[wasm_bindgen(module = "/src/js/classes.js")]
extern "C" {
    fn on_release(number: i32);
}

#[wasm_bindgen(module = "/src/js/runtime.js")]
extern "C" {
    fn fail(error: &JsValue);
}

thread_local! {
    static OBJECTS: RefCell<Table> = const { RefCell::new(Table { objects: Vec::new(), free: Vec::new() }) };
}

struct Table {
    objects: Vec<Option<Rc<dyn Any>>>,
    free: Vec<usize>,
}

impl Table {
    fn insert(&mut self, object: Rc<dyn Any>) -> usize {
        let index = self.free.pop().unwrap_or(self.objects.len());
        match self.objects.get_mut(index) {
            Some(place) => *place = Some(object),
            None => self.objects.push(Some(object)),
        }
        index
    }

    fn remove(&mut self, index: usize) -> Option<Rc<dyn Any>> {
        let object = self.objects.get_mut(index)?.take()?;
        self.free.push(index);
        Some(object)
    }
}

/// Makes an object; gives its number, or keeps the failure and gives `undefined`.
pub fn construct<O, T: 'static>(
    state: JsValue,
    env: JsValue,
    make: impl FnOnce(&mut NewArgs) -> Result<O>,
    convert: impl FnOnce(O) -> std::result::Result<T, JsValue>,
) -> JsValue {
    let made = executor::guard(|| {
        let made = make(&mut NewArgs::new(state, env)).map_err(|error| error_to_js(&error))?;
        convert(made)
    });
    match made.and_then(|made| made) {
        Ok(object) => keep(object),
        Err(error) => {
            fail(&error);
            JsValue::UNDEFINED
        }
    }
}

/// Makes an object while it gets no events; gives a promise of its number. Timers and the like belong to what has begun
/// inside of that time.
pub fn construct_async<F: Future + 'static, T: 'static>(
    state: JsValue,
    env: JsValue,
    make: impl FnOnce(&mut NewArgs) -> Result<F> + 'static,
    convert: impl FnOnce(F::Output) -> std::result::Result<T, JsValue> + 'static,
) -> JsValue {
    begin_blocking(&state.clone(), async move {
        let made = make(&mut NewArgs::new(state, env)).map_err(|error| error_to_js(&error))?;
        convert(made.await).map(keep)
    })
}

fn keep<T: 'static>(object: T) -> JsValue {
    let (index, release) = insert(object);
    on_release(release);
    JsValue::from_f64(f64::from(index))
}

/// Keeps an object; gives its number, and that of the callback that releases it.
#[cfg_attr(not(feature = "serde"), allow(dead_code, reason = "for remote calls"))]
pub(crate) fn insert<T: 'static>(object: T) -> (i32, i32) {
    let index = OBJECTS.with_borrow_mut(|table| table.insert(Rc::new(object)));
    (index as i32, executor::callback(release))
}

/// The platform has let go of an object.
fn release(index: i32, _: i32, _: JsValue) -> JsValue {
    let object = OBJECTS.with_borrow_mut(|table| table.remove(index as usize));
    executor::guard_drop(object);
    JsValue::UNDEFINED
}

pub(crate) fn object<T: 'static>(handle: &JsValue) -> Result<Rc<T>> {
    find(js::number(handle).unwrap_or(-1.0) as i32)
}

pub(crate) fn find<T: 'static>(index: i32) -> Result<Rc<T>> {
    let place = |table: &Table| table.objects.get(index as usize).cloned().flatten();
    let found = OBJECTS.with_borrow(place);
    let object = found.and_then(|object| object.downcast().ok());
    object.ok_or_else(|| Error::new("the object of this call is gone"))
}

/// Runs an async hook of an object, to its end: the platform does not end what an object does when a client leaves.
pub fn hook_async<T: 'static, A: Args + 'static, F: Future<Output = Result<Outcome>> + 'static>(
    event: &'static str,
    a: JsValue,
    b: JsValue,
    handle: JsValue,
    run: impl FnOnce(Rc<T>, A) -> F + 'static,
) -> JsValue {
    executor::start_served(event, async move {
        let output = match object(&handle) {
            Ok(object) => run(object, A::new(a, b)).await,
            Err(error) => Err(error),
        };
        output.map_err(|error| error_to_js(&error))?
    })
}

/// Runs a hook of an object that is not async.
pub fn hook<T: 'static, A: Args>(
    a: JsValue,
    b: JsValue,
    handle: JsValue,
    run: impl FnOnce(Rc<T>, A) -> Result<Outcome>,
) -> JsValue {
    executor::start_sync(|| {
        let output = object(&handle).and_then(|object| run(object, A::new(a, b)));
        output.map_err(|error| error_to_js(&error))?
    })
}
