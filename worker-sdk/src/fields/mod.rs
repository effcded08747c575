//! Named texts, of forms, queries and paths, as types of serde.

mod absent;
mod error;
mod field;
mod form;
mod value;

pub(crate) use error::Error;
#[cfg(feature = "router")]
pub(crate) use error::Problem;
pub(crate) use form::parse;
#[cfg(feature = "router")]
pub(crate) use value::{Value, one_value};

#[cfg(test)]
mod tests;
