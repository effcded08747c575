//! What a step is told of itself.

use wasm_bindgen::JsValue;

use crate::js;

/// Which attempt of a step runs, and of which step.
///
/// See <https://developers.cloudflare.com/workflows/build/step-context/>.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Attempt {
    /// 1 for the first.
    pub number: u32,
    /// The name of the step.
    pub step: String,
    /// Which step of that name it is in its run; 1 for the first.
    pub count: u32,
}

impl Attempt {
    /// The attempt of this number, of the first step without a name, for tests. Its other fields can be set.
    #[must_use]
    pub const fn new(number: u32) -> Self {
        Self {
            number,
            step: String::new(),
            count: 1,
        }
    }

    /// Reads a `WorkflowStepContext`.
    pub(super) fn of(context: &JsValue) -> Self {
        let step = js::property(context, "step");
        Self {
            number: count(context, "attempt"),
            step: js::string_property(&step, "name").unwrap_or_default(),
            count: count(&step, "count"),
        }
    }
}

/// A number from 1 on.
fn count(raw: &JsValue, name: &'static str) -> u32 {
    js::number(&js::property(raw, name)).map_or(1, |number| number as u32)
}
