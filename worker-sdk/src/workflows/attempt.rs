//! What a step is told of itself.

use std::fmt;

use wasm_bindgen::JsValue;

use super::config::StepConfig;
use crate::js;

/// Which attempt of a step runs, and of which step.
///
/// See <https://developers.cloudflare.com/workflows/build/step-context/>.
#[derive(Clone)]
#[non_exhaustive]
pub struct Attempt {
    /// 1 for the first.
    pub number: u32,
    /// The name of the step.
    pub step: String,
    /// Which step of that name it is in its run; 1 for the first.
    pub count: u32,
    /// The JavaScript `WorkflowStepContext`, where there is one.
    raw: Option<JsValue>,
}

impl Attempt {
    /// The attempt of this number, of the first step without a name, for tests. Its other fields can be set.
    #[must_use]
    pub const fn new(number: u32) -> Self {
        Self {
            number,
            step: String::new(),
            count: 1,
            raw: None,
        }
    }

    /// How the step is tried; `None` where a runtime is too old to say, and in tests.
    #[must_use]
    pub fn config(&self) -> Option<StepConfig> {
        StepConfig::read(&js::property(self.raw.as_ref()?, "config"))
    }

    /// Reads a `WorkflowStepContext`.
    pub(super) fn of(context: &JsValue) -> Self {
        let step = js::property(context, "step");
        Self {
            number: count(context, "attempt"),
            step: js::string_property(&step, "name").unwrap_or_default(),
            count: count(&step, "count"),
            raw: Some(context.clone()),
        }
    }
}

impl fmt::Debug for Attempt {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Attempt")
            .field("number", &self.number)
            .field("step", &self.step)
            .field("count", &self.count)
            .finish_non_exhaustive()
    }
}

/// A number from 1 on.
fn count(raw: &JsValue, name: &'static str) -> u32 {
    js::number(&js::property(raw, name)).map_or(1, |number| number as u32)
}
