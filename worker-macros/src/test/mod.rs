//! `#[worker_sdk::test]`: makes a function a test that runs in the Workers runtime.

mod check;
mod expand;
mod model;
mod parse;

use proc_macro2::TokenStream;

use crate::errors::Errors;
use crate::function::Subject;

const SUBJECT: Subject = Subject {
    noun: "test",
    caller: "the runner",
    attribute: "#[worker_sdk::test]",
    purpose: "that is the test",
};

/// Expands `#[worker_sdk::test(attribute)] item`.
pub(crate) fn test(attribute: TokenStream, item: TokenStream) -> TokenStream {
    let mut errors = Errors::default();
    let mut options = parse::options(attribute, &mut errors);
    let item = parse::item(item, &mut options, &mut errors);
    check::all(&options, &item, &mut errors);
    match errors.into_compile_errors() {
        Some(errors) => expand::failed(&item, &errors),
        None => expand::item(&item, model::Test::new(options, &item).as_ref()),
    }
}
