//! What goes wrong where nobody looks.

use std::cell::RefCell;
use std::error::Error as StdError;
use std::rc::Rc;

use wasm_bindgen::prelude::*;

use crate::error::Error;
use crate::{executor, js};

#[wasm_bindgen(module = "/src/js/rejections.js")]
extern "C" {
    fn hear_rejections(kind: &JsValue, callback: i32);
    fn report_uncaught(error: &JsValue);
}

type Unhandled = Rc<dyn Fn(Error)>;
type Handled = Rc<dyn Fn()>;

thread_local! {
    static UNHANDLED: RefCell<Vec<Unhandled>> = const { RefCell::new(Vec::new()) };
    static HANDLED: RefCell<Vec<Handled>> = const { RefCell::new(Vec::new()) };
}

/// Calls `listener` for each promise of JavaScript that fails while nobody waits for it.
///
/// Such a promise belongs to JavaScript that the worker brought along, or is what the platform made and a future that was
/// dropped waited for. Work that Rust began reports its own failures: what [`spawn`](crate::spawn()) and
/// [`wait_until`](crate::Context::wait_until) run is logged. A `start` handler is the place for it, because a panic ends
/// the listeners with the instance.
///
/// # Examples
///
/// ```no_run
/// # mod worker {
/// use worker_sdk::{console_error, event, isolate};
///
/// #[event(start)]
/// fn prepare() {
///     isolate::on_unhandled_rejection(|error| console_error!("nobody waited: {error}"));
/// }
/// # }
/// # fn main() {}
/// ```
pub fn on_unhandled_rejection(listener: impl Fn(Error) + 'static) {
    UNHANDLED.with_borrow_mut(|all| all.push(Rc::new(listener)));
    hear("unhandledrejection", |_, _, reason| {
        for listener in UNHANDLED.with_borrow(Vec::clone) {
            listener(Error::thrown(reason.clone(), "a promise"));
        }
        JsValue::UNDEFINED
    });
}

/// Calls `listener` for each promise of which an [unhandled rejection](on_unhandled_rejection) was told, and that somebody
/// waits for after all.
pub fn on_rejection_handled(listener: impl Fn() + 'static) {
    HANDLED.with_borrow_mut(|all| all.push(Rc::new(listener)));
    hear("rejectionhandled", |_, _, _| {
        for listener in HANDLED.with_borrow(Vec::clone) {
            listener();
        }
        JsValue::UNDEFINED
    });
}

fn hear(kind: &'static str, callback: executor::Callback) {
    hear_rejections(&js::constant(kind), executor::callback(callback));
}

/// Reports an error as one that nobody has caught, and goes on: the platform logs it, and tells tail workers of an exception.
///
/// # Examples
///
/// ```no_run
/// # async fn run() -> worker_sdk::Result<()> {
/// if let Err(error) = worker_sdk::fetch("https://metrics.example/hit").await {
///     worker_sdk::isolate::report_error(&error);
/// }
/// # Ok(())
/// # }
/// ```
pub fn report_error(error: &(dyn StdError + 'static)) {
    report_uncaught(&js::error_to_js(error));
}
