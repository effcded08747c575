//! What a state is.

use proc_macro2::{Ident, TokenStream};
use syn::{Generics, Path, Type};

/// A struct that is a router's state.
pub(crate) struct State {
    pub(crate) name: Ident,
    pub(crate) generics: Generics,
    /// Path of the SDK, when it is not `::worker_sdk`.
    pub(crate) krate: Option<Path>,
    /// The fields that are parts.
    pub(crate) parts: Vec<Part>,
}

/// A field.
pub(crate) struct Part {
    /// The name, or the index in a tuple struct.
    pub(crate) member: TokenStream,
    pub(crate) ty: Type,
}
