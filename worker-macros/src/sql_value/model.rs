//! What a value of SQL is.

use proc_macro2::{Ident, TokenStream};
use syn::{Generics, Path, Type};

/// Which of the two traits is derived.
#[derive(Clone, Copy)]
pub(crate) enum Direction {
    From,
    To,
}

impl Direction {
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::From => "FromSql",
            Self::To => "ToSql",
        }
    }
}

/// A type that is a value.
pub(crate) struct Value {
    pub(crate) name: Ident,
    pub(crate) generics: Generics,
    /// Path of the SDK, when it is not `::worker_sdk`.
    pub(crate) krate: Option<Path>,
    pub(crate) form: Form,
}

/// What the value is in the database.
pub(crate) enum Form {
    /// The text of a variant.
    Texts(Vec<Variant>),
    /// What the only field is.
    Field { member: TokenStream, ty: Box<Type> },
}

/// A variant of an enum.
pub(crate) struct Variant {
    pub(crate) name: Ident,
    pub(crate) text: String,
}
