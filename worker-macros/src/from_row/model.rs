//! What a row is.

use proc_macro2::{Ident, TokenStream};
use syn::{Generics, Path, Type};

/// A struct that is a row.
pub(crate) struct Row {
    pub(crate) name: Ident,
    pub(crate) generics: Generics,
    /// Path of the SDK, when it is not `::worker_sdk`.
    pub(crate) krate: Option<Path>,
    pub(crate) fields: Vec<Field>,
}

/// A field, and where its value is.
pub(crate) struct Field {
    /// The name, or the index in a tuple struct.
    pub(crate) member: TokenStream,
    pub(crate) ty: Type,
    pub(crate) source: Source,
}

/// Where the value of a field comes from.
pub(crate) enum Source {
    /// A column of this name.
    Column {
        name: String,
        is_json: bool,
        has_default: bool,
    },
    /// The column at the place of the field in a tuple struct.
    Place(usize),
    /// The whole row.
    Row,
}
