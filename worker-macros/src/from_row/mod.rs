//! `#[derive(FromRow)]`: makes a struct a row of SQL.

mod expand;
mod model;
mod names;
mod parse;

use proc_macro2::TokenStream;

use crate::errors::Errors;

/// Expands the derive of `item`.
pub(crate) fn from_row(item: TokenStream) -> TokenStream {
    let mut errors = Errors::default();
    let row = parse::row(item, &mut errors);
    match (errors.into_compile_errors(), row) {
        (None, Some(row)) => expand::row(&row),
        (errors, Some(row)) => expand::failed(&row, errors),
        (errors, None) => errors.unwrap_or_default(),
    }
}
