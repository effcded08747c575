//! `#[debug_handler]`: says which part of a function is no part of a handler, or of a middleware.

mod expand;
mod model;
mod parse;

use proc_macro2::TokenStream;

use crate::errors::Errors;
use crate::function::Subject;
use crate::function::parse::{signature, split};

const SUBJECT: Subject = Subject {
    noun: "handler",
    caller: "the router",
    attribute: "#[debug_handler]",
    purpose: "that a router asks",
};

/// Expands `#[debug_handler(attribute)] item`.
pub(crate) fn debug_handler(attribute: TokenStream, item: TokenStream) -> TokenStream {
    let mut errors = Errors::default();
    let options = parse::options(attribute, &mut errors);
    let (_, rest) = split(item.clone(), &mut errors);
    let signature = signature(&rest, &SUBJECT, &mut errors);
    let checks = signature.and_then(|signature| {
        let checked = model::Checked::new(options, &signature, &mut errors)?;
        Some(expand::checks(&checked))
    });
    match errors.into_compile_errors() {
        Some(errors) => expand::joined(&item, &errors),
        None => expand::joined(&item, &checks.unwrap_or_default()),
    }
}
