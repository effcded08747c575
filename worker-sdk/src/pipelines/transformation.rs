//! What a transformation gets and gives.

use serde::Serialize;
use serde::de::DeserializeOwned;
use wasm_bindgen::JsValue;

use crate::__private::{Argument, TransformArgs};
use crate::error::Result;
use crate::js::{self, codec};

/// Where the records of a batch come from; a parameter of `run` of a
/// [transformation](crate::pipeline_transformation).
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Batch {
    /// The id of the pipeline.
    pub pipeline_id: String,
    /// The name of the pipeline.
    pub pipeline_name: String,
}

impl Batch {
    /// Reads a JavaScript `PipelineBatchMetadata`.
    #[must_use]
    pub fn from_raw(metadata: &JsValue) -> Self {
        let text = |name| js::string_property(metadata, name).unwrap_or_default();
        Self {
            pipeline_id: text("pipelineId"),
            pipeline_name: text("pipelineName"),
        }
    }
}

impl Argument<TransformArgs> for Batch {
    fn from_args(args: &mut TransformArgs) -> Result<Self> {
        Ok(Self::from_raw(&args.metadata))
    }
}

/// The records of the batch. One that cannot be read as a `T` fails the whole batch.
impl<T: DeserializeOwned> Argument<TransformArgs> for Vec<T> {
    fn from_args(args: &mut TransformArgs) -> Result<Self> {
        codec::from_js_of(&std::mem::take(&mut args.records), "the records")
    }
}

/// What `run` of a transformation gives: the records that the pipeline goes on with. Each has to be an object, which the
/// compiler does not see: a `Vec<u32>` is a list, too, but not one of records.
#[diagnostic::on_unimplemented(
    message = "a transformation cannot give `{Self}`",
    label = "`{Self}` is not a list of records",
    note = "return `Vec<T>`, `Box<[T]>` or `[T; N]`, or a `Result` of one, where `T` is a struct or a map with `serde::Serialize`",
    note = "to drop records leave them out, all of them with `Vec::new()`; to keep one alone return `vec![record]`"
)]
pub trait Records {
    /// The records as a list of JavaScript.
    ///
    /// # Errors
    ///
    /// Fails when JavaScript has no such values.
    fn into_js(self) -> Result<JsValue>;
}

impl<T: Serialize> Records for Vec<T> {
    fn into_js(self) -> Result<JsValue> {
        codec::to_js(&self)
    }
}

impl<T: Serialize> Records for Box<[T]> {
    fn into_js(self) -> Result<JsValue> {
        codec::to_js(&self)
    }
}

impl<T: Serialize, const N: usize> Records for [T; N] {
    fn into_js(self) -> Result<JsValue> {
        codec::to_js(self.as_slice())
    }
}
