//! `#[event]`: makes a function the worker's handler of an event.

mod check;
mod expand;
pub(crate) mod model;
mod parse;

use proc_macro2::TokenStream;

use crate::errors::Errors;
use crate::function::Subject;

const SUBJECT: Subject = Subject {
    noun: "handler",
    caller: "the platform",
    attribute: "#[event]",
    purpose: "that handles the event",
};

/// Expands `#[event(attribute)] item`.
pub(crate) fn event(attribute: TokenStream, item: TokenStream) -> TokenStream {
    let mut errors = Errors::default();
    let options = parse::options(attribute, &mut errors);
    let item = parse::item(item, &mut errors);
    check::all(&options, &item, &mut errors);
    match errors.into_compile_errors() {
        Some(errors) => expand::failed(&item, &errors),
        None => expand::item(&item, model::Handler::new(options, &item).as_ref()),
    }
}
