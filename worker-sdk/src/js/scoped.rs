//! Closures that JavaScript calls before the call that it is given to returns, so that they may borrow.

use std::cell::RefCell;

use wasm_bindgen::JsValue;

use crate::executor;

type Work = *mut dyn FnMut() -> JsValue;

thread_local! {
    /// The closures of the calls that have not returned, innermost last.
    static OPEN: RefCell<Vec<Option<Work>>> = const { RefCell::new(Vec::new()) };
}

/// Runs `call` with the number of a callback and the first number that it takes; while `call` runs, that calls `work`.
///
/// The callback gives what `work` does, and `undefined` when `work` runs already.
pub(crate) fn scoped<R>(work: &mut dyn FnMut() -> JsValue, call: impl FnOnce(i32, i32) -> R) -> R {
    let work: *mut (dyn FnMut() -> JsValue + '_) = work;
    // SAFETY: only the lifetime changes. The pointer is forgotten when `_open` is dropped, that is before `work` can
    // be used again.
    let work = unsafe { std::mem::transmute::<*mut (dyn FnMut() -> JsValue + '_), Work>(work) };
    let number = OPEN.with_borrow_mut(|open| {
        open.push(Some(work));
        open.len() - 1
    });
    let _open = Close(number);
    call(executor::callback(run), number as i32)
}

/// Forgets a closure, and all that were opened after it.
struct Close(usize);

impl Drop for Close {
    fn drop(&mut self) {
        OPEN.with_borrow_mut(|open| open.truncate(self.0));
    }
}

fn run(number: i32, _: i32, _: JsValue) -> JsValue {
    let place = number as usize;
    let work = OPEN.with_borrow_mut(|open| open.get_mut(place).and_then(Option::take));
    let Some(work) = work else {
        return JsValue::UNDEFINED;
    };
    // SAFETY: it is in the list, so the call that it was given to has not returned, and its closure lives. It was taken
    // out, so nobody else runs it.
    let value = unsafe { (*work)() };
    OPEN.with_borrow_mut(|open| {
        if let Some(open) = open.get_mut(place) {
            *open = Some(work);
        }
    });
    value
}
