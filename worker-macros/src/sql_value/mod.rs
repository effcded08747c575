//! `#[derive(FromSql)]` and `#[derive(ToSql)]`: make a type a value of SQL.

mod check;
mod expand;
mod model;
mod parse;

use proc_macro2::TokenStream;

use crate::errors::Errors;
use model::Direction;

/// Expands the derive of `FromSql` for `item`.
pub(crate) fn from_sql(item: TokenStream) -> TokenStream {
    derived(item, Direction::From)
}

/// Expands the derive of `ToSql` for `item`.
pub(crate) fn to_sql(item: TokenStream) -> TokenStream {
    derived(item, Direction::To)
}

fn derived(item: TokenStream, direction: Direction) -> TokenStream {
    let mut errors = Errors::default();
    let value = parse::value(item, direction, &mut errors);
    if let Some(value) = &value {
        check::value(value, &mut errors);
    }
    match (errors.into_compile_errors(), value) {
        (None, Some(value)) => expand::value(&value, direction),
        (errors, Some(value)) => expand::failed(&value, direction, errors),
        (errors, None) => errors.unwrap_or_default(),
    }
}
