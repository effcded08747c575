//! `#[derive(FromRef)]`: makes the fields of a router's state parts of it.

mod check;
mod expand;
mod model;
mod parse;

use proc_macro2::TokenStream;

use crate::errors::Errors;

/// Expands the derive of `item`.
pub(crate) fn from_ref(item: TokenStream) -> TokenStream {
    let mut errors = Errors::default();
    let state = parse::state(item, &mut errors);
    if let Some(state) = &state {
        check::state(state, &mut errors);
    }
    match (errors.into_compile_errors(), state) {
        (None, Some(state)) => expand::state(&state),
        (errors, _) => errors.unwrap_or_default(),
    }
}
