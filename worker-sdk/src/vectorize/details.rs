//! What an index is.

use wasm_bindgen::JsValue;

use super::found::next;
use super::sys;
use crate::error::Result;
use crate::js::codec::Several;
use crate::js::tape::Tape;
use crate::time::Timestamp;

/// What an index is, and how far it is: [`Index::describe`](super::Index::describe).
#[derive(Clone, Debug, Default, PartialEq)]
#[non_exhaustive]
pub struct Details {
    /// How many vectors it has.
    pub vector_count: u64,
    /// How many values each of them has.
    pub dimensions: u32,
    /// When the last change that queries see was done.
    pub processed_up_to: Option<Timestamp>,
    /// The last change that queries see, as in [`Mutation::id`](super::Mutation::id).
    pub processed_up_to_mutation: Option<String>,
}

impl Details {
    pub(super) fn of(details: &JsValue) -> Result<Self> {
        let (_, tape) = Tape::by(&|at| sys::put_details(details, at))?;
        let mut values = Several::of(tape);
        Ok(Self {
            vector_count: next(&mut values, &"the number of vectors of an index")?,
            dimensions: next(&mut values, &"the dimensions of an index")?,
            processed_up_to: next(&mut values, &"the time of an index")?,
            processed_up_to_mutation: next(&mut values, &"the last change of an index")?,
        })
    }
}
