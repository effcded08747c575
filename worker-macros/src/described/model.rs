//! What a described type is.

use proc_macro2::Ident;
use syn::{Path, Type};

pub(crate) struct Described {
    pub(crate) ident: Ident,
    /// As TypeScript knows it.
    pub(crate) name: String,
    /// Its comment, as a field of JSON.
    pub(crate) doc: String,
    /// Path of the SDK, when it is not `::worker_sdk`.
    pub(crate) krate: Option<Path>,
    pub(crate) shape: Shape,
}

pub(crate) enum Shape {
    Struct(Content),
    Enum(Tagging, Vec<Variant>),
}

/// How the variant of a value is told.
pub(crate) enum Tagging {
    /// By the only key of an object around the content.
    External,
    /// By a key among those of the content.
    Internal(String),
    /// By a key beside that of the content.
    Adjacent(String, String),
    Untagged,
}

pub(crate) struct Variant {
    pub(crate) name: String,
    /// Whether it is told by its content, whatever tells the others.
    pub(crate) is_untagged: bool,
    pub(crate) content: Content,
}

pub(crate) enum Content {
    Unit,
    /// The value itself.
    Newtype(Value),
    Tuple(Vec<Value>),
    Named(Vec<Field>),
}

/// A type, or what the user says that it is.
pub(crate) enum Value {
    Type(Box<Type>),
    Text(String),
}

pub(crate) struct Field {
    /// None where the fields of the value stand in the place of the field.
    pub(crate) name: Option<String>,
    pub(crate) is_optional: bool,
    pub(crate) value: Value,
}
