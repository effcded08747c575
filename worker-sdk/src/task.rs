//! Tasks beside the handler. See [`spawn`].

use std::error::Error as StdError;

pub use crate::executor::{JoinError, JoinHandle, live, spawn};
use crate::js;

/// What a future given to [`Context::wait_until`](crate::Context::wait_until) may give: nothing, or a `Result`.
#[diagnostic::on_unimplemented(
    message = "a future for `wait_until` cannot give `{Self}`",
    label = "this future gives `{Self}`",
    note = "give `()` or a `Result<(), E>`; end the async block with `;` to throw the value away"
)]
pub trait TaskOutput {
    #[doc(hidden)]
    fn into_outcome(self) -> crate::__private::Outcome;
}

impl TaskOutput for () {
    fn into_outcome(self) -> crate::__private::Outcome {
        Ok(wasm_bindgen::JsValue::UNDEFINED)
    }
}

impl<E: Into<Box<dyn StdError>>> TaskOutput for Result<(), E> {
    fn into_outcome(self) -> crate::__private::Outcome {
        self.map(|()| wasm_bindgen::JsValue::UNDEFINED)
            .map_err(|error| js::error_to_js(&*error.into()))
    }
}

/// What a product gives for an operation that is done behind the response, where nobody reads it.
macro_rules! unread {
    ($type:ty) => {
        impl<E> $crate::task::TaskOutput for Result<$type, E>
        where
            Result<(), E>: $crate::task::TaskOutput,
        {
            fn into_outcome(self) -> $crate::__private::Outcome {
                $crate::task::TaskOutput::into_outcome(self.map(drop))
            }
        }
    };
}
pub(crate) use unread;
