//! What a struct of bindings is, and where the user wrote it.

use proc_macro2::{Ident, Span};
use syn::ext::IdentExt;
use syn::{Generics, Path, Type};

/// The struct below the attribute.
pub(crate) struct Input {
    pub(crate) name: Ident,
    /// Path of the SDK, when it is not `::worker_sdk`.
    pub(crate) krate: Option<Path>,
    pub(crate) generics: Generics,
    pub(crate) fields: Vec<Field>,
}

/// A field with a name.
pub(crate) struct Field {
    pub(crate) ident: Ident,
    pub(crate) ty: Type,
    pub(crate) options: FieldOptions,
}

/// What the attributes of a field say.
#[derive(Default)]
pub(crate) struct FieldOptions {
    pub(crate) name: Option<(String, Span)>,
    pub(crate) flatten: Option<Span>,
}

impl Field {
    /// The name on the environment, and where it was written.
    pub(crate) fn binding(&self) -> (String, Span) {
        match &self.options.name {
            Some((name, span)) => (name.clone(), *span),
            None => (
                self.ident.unraw().to_string().to_uppercase(),
                self.ident.span(),
            ),
        }
    }

    pub(crate) fn is_flattened(&self) -> bool {
        self.options.flatten.is_some()
    }
}
