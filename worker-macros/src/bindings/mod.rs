//! `#[derive(Bindings)]`: fills the fields of a struct from the environment.

mod check;
mod expand;
mod model;
mod parse;

use proc_macro2::TokenStream;

use crate::errors::Errors;

/// Expands `#[derive(Bindings)] item`.
pub(crate) fn bindings(item: TokenStream) -> TokenStream {
    let mut errors = Errors::default();
    let Some(input) = parse::input(item, &mut errors) else {
        return errors.into_compile_errors().unwrap_or_default();
    };
    check::all(&input, &mut errors);
    match errors.into_compile_errors() {
        Some(errors) => expand::failed(&input, &errors),
        None => expand::item(&input),
    }
}
