//! `#[derive(Described)]`: tells callers in TypeScript what a type of serde looks like.

mod expand;
mod model;
pub(crate) mod names;
mod parse;
mod serde;

use proc_macro2::TokenStream;

use crate::errors::Errors;

/// Expands the derive of `item`.
pub(crate) fn described(item: TokenStream) -> TokenStream {
    let mut errors = Errors::default();
    let described = parse::described(item, &mut errors);
    match (errors.into_compile_errors(), described) {
        (None, Some(described)) => expand::item(&described),
        (errors, _) => errors.unwrap_or_default(),
    }
}
