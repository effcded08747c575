//! Quotes the description.

use proc_macro2::{Group, Ident, TokenStream, TokenTree};
use quote::quote;

use super::model::{Content, Described, Field, Shape, Tagging, Value, Variant};
use super::parse::is_identifier;
use crate::json::escaped;
use crate::registration;
use crate::rpc::model::first_argument;
use crate::typescript::{Parts, of};

/// The description: a name, and a declaration of what stands behind it.
pub(crate) fn item(described: &Described) -> TokenStream {
    let sdk = registration::sdk(described.krate.as_ref());
    let (ident, name, doc) = (&described.ident, &described.name, &described.doc);
    let mut parts = Parts::text(format!(r#"{{"type":"{name}"{doc},"definition":""#));
    parts.append(shape(&described.shape));
    parts.push(r#""}"#);
    let declaration = named_self(parts.declaration(&sdk), ident);
    quote! {
        #[automatically_derived]
        impl #sdk::rpc::Described for #ident {
            const TYPESCRIPT: &'static str = #name;
            const DECLARATION: ::core::option::Option<#sdk::__private::Link> = #declaration;
        }
    }
}

/// With the type's name in place of `Self`, which means nothing in a static.
fn named_self(tokens: TokenStream, name: &Ident) -> TokenStream {
    let tokens = tokens.into_iter().map(|token| match token {
        TokenTree::Ident(word) if word == "Self" => {
            let mut name = name.clone();
            name.set_span(word.span());
            TokenTree::Ident(name)
        }
        TokenTree::Group(group) => {
            let mut named = Group::new(group.delimiter(), named_self(group.stream(), name));
            named.set_span(group.span());
            TokenTree::Group(named)
        }
        token => token,
    });
    tokens.collect()
}

fn shape(shape: &Shape) -> Parts {
    match shape {
        Shape::Struct(content) => self::content(content),
        Shape::Enum(_, variants) if variants.is_empty() => Parts::text("never"),
        Shape::Enum(tagging, variants) => {
            let mut parts = Parts::default();
            for (at, variant) in variants.iter().enumerate() {
                if at > 0 {
                    parts.push(" | ");
                }
                parts.append(self::variant(tagging, variant));
            }
            parts
        }
    }
}

fn variant(tagging: &Tagging, variant: &Variant) -> Parts {
    let (name, content) = (literal(&variant.name), content(&variant.content));
    let is_unit = matches!(variant.content, Content::Unit);
    let keyed = |before: String, after: &str| {
        let mut parts = Parts::text(before);
        parts.append(content.clone());
        parts.push(after);
        parts
    };
    match tagging {
        _ if variant.is_untagged => content,
        Tagging::Untagged => content,
        Tagging::External if is_unit => Parts::text(name),
        Tagging::External => keyed(format!("{{ {}: ", key(&variant.name)), " }"),
        Tagging::Internal(tag) if is_unit => Parts::text(format!("{{ {}: {name} }}", key(tag))),
        Tagging::Internal(tag) => keyed(format!("{{ {}: {name} }} & ", key(tag)), ""),
        Tagging::Adjacent(tag, _) if is_unit => Parts::text(format!("{{ {}: {name} }}", key(tag))),
        Tagging::Adjacent(tag, content) => {
            keyed(format!("{{ {}: {name}; {}: ", key(tag), key(content)), " }")
        }
    }
}

fn content(content: &Content) -> Parts {
    match content {
        Content::Unit => Parts::text("null"),
        Content::Newtype(inner) => value(inner),
        Content::Tuple(values) => {
            let mut parts = Parts::text("[");
            for (at, inner) in values.iter().enumerate() {
                if at > 0 {
                    parts.push(", ");
                }
                parts.append(value(inner));
            }
            parts.push("]");
            parts
        }
        Content::Named(fields) => named(fields),
    }
}

fn named(fields: &[Field]) -> Parts {
    let mut parts = Parts::text("{ ");
    for field in fields {
        let Some(name) = &field.name else { continue };
        let mark = if field.is_optional { "?" } else { "" };
        parts.push(format!("{}{mark}: ", key(name)));
        parts.append(value(&field.value));
        parts.push("; ");
    }
    parts.push("}");
    for field in fields.iter().filter(|field| field.name.is_none()) {
        parts.push(" & ");
        parts.append(flattened(&field.value));
    }
    parts
}

/// The fields of an option are there or not.
fn flattened(value: &Value) -> Parts {
    let inner = match value {
        Value::Type(ty) => first_argument(ty, "Option"),
        Value::Text(_) => None,
    };
    match inner {
        Some(inner) => Parts::wrapped("Partial<", of(inner), ">"),
        None => self::value(value),
    }
}

fn value(value: &Value) -> Parts {
    match value {
        Value::Type(ty) => of(ty),
        Value::Text(written) if written.contains('|') => Parts::text(format!("({written})")),
        Value::Text(written) => Parts::text(written),
    }
}

/// A key of an object.
fn key(name: &str) -> String {
    match is_identifier(name) {
        true => name.to_owned(),
        false => literal(name),
    }
}

/// Text in single quotes, as it stands in JSON.
pub(super) fn literal(name: &str) -> String {
    let name = name.replace('\\', "\\\\").replace('\'', "\\'");
    format!("'{}'", escaped(&name))
}
