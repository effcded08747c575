//! Reads the type and its attributes.

use proc_macro2::TokenStream;
use syn::ext::IdentExt;
use syn::meta::ParseNestedMeta;
use syn::{Attribute, Fields, Generics, Ident, Item, LitStr, Path, Type};

use super::expand::literal;
use super::model::{Content, Described, Field, Shape, Tagging, Value, Variant};
use super::names::Case;
use super::serde::Serde;
use crate::errors::Errors;
use crate::rpc::model::argument;
use crate::typescript::doc_field;

/// The type, if the item is one that has a description.
pub(crate) fn described(item: TokenStream, errors: &mut Errors) -> Option<Described> {
    match syn::parse2(item) {
        Ok(Item::Struct(item)) => {
            let serde = Serde::of(&item.attrs);
            let content = content(&item.fields, serde.rename_all, errors);
            let name = item.ident.unraw().to_string();
            let shape = Shape::Struct(as_a_whole(content, serde, name));
            Some(of(item.ident, &item.generics, &item.attrs, shape, errors))
        }
        Ok(Item::Enum(item)) => {
            let serde = Serde::of(&item.attrs);
            let variants = item.variants.iter();
            let variants = variants
                .filter_map(|it| variant(it, &serde, errors))
                .collect();
            let shape = Shape::Enum(tagging(serde), variants);
            Some(of(item.ident, &item.generics, &item.attrs, shape, errors))
        }
        Ok(item) => {
            let message = "`Described` is derived for structs and enums; implement it for others";
            errors.at(item, message);
            None
        }
        Err(error) => {
            errors.add(error);
            None
        }
    }
}

fn of(
    ident: Ident,
    generics: &Generics,
    attributes: &[Attribute],
    shape: Shape,
    errors: &mut Errors,
) -> Described {
    if !generics.params.is_empty() {
        let message = "a generic type has a description for each of its arguments; implement `Described` for those that \
                       are called";
        errors.at(generics, message);
    }
    let options = Options::of(attributes, &["name", "crate"], errors);
    if let Some(name) = &options.name
        && !is_identifier(&name.value())
    {
        let message = "a type of TypeScript has letters, digits and `_` in its name";
        errors.at(name, message);
    }
    let name = options.name.map(|name| name.value());
    let serde = Serde::of(attributes);
    Described {
        name: name.unwrap_or_else(|| ident.unraw().to_string()),
        ident,
        doc: doc_field(attributes),
        krate: options.krate,
        shape: match serde.is_foreign {
            true => Shape::Struct(Content::Newtype(any())),
            false => shape,
        },
    }
}

fn any() -> Value {
    Value::Text("any".to_owned())
}

/// Whether it needs no quotes in TypeScript.
pub(crate) fn is_identifier(name: &str) -> bool {
    let is_letter = |letter: char| letter.is_ascii_alphanumeric() || letter == '_';
    name.chars().all(is_letter)
        && !name.starts_with(|first: char| first.is_ascii_digit())
        && !name.is_empty()
}

/// What stands in `#[described(…)]`.
#[derive(Default)]
struct Options {
    name: Option<LitStr>,
    ty: Option<LitStr>,
    krate: Option<Path>,
}

impl Options {
    fn of(attributes: &[Attribute], known: &[&str], errors: &mut Errors) -> Self {
        let mut options = Self::default();
        for attribute in attributes
            .iter()
            .filter(|it| it.path().is_ident("described"))
        {
            if let Err(error) = attribute.parse_nested_meta(|meta| options.read(&meta, known)) {
                errors.add(error);
            }
        }
        options
    }

    fn read(&mut self, meta: &ParseNestedMeta<'_>, known: &[&str]) -> syn::Result<()> {
        let name = meta
            .path
            .get_ident()
            .map(ToString::to_string)
            .unwrap_or_default();
        match name.as_str() {
            _ if !known.contains(&name.as_str()) => {
                let known = known.join("`, `");
                let message = format!("no option named `{name}`; here stand `{known}`");
                return Err(syn::Error::new_spanned(&meta.path, message));
            }
            "name" => self.name = Some(meta.value()?.parse()?),
            "type" => self.ty = Some(text(meta.value()?.parse()?)?),
            _ => self.krate = Some(meta.value()?.call(Path::parse_mod_style)?),
        }
        Ok(())
    }
}

/// It stands in one line of JSON.
fn text(text: LitStr) -> syn::Result<LitStr> {
    match text.value().contains(['"', '\n', '\\']) {
        true => Err(syn::Error::new(
            text.span(),
            "a type of TypeScript stands in one line, without backslashes, and with single quotes",
        )),
        false => Ok(text),
    }
}

fn tagging(serde: Serde) -> Tagging {
    match (serde.tag, serde.content) {
        _ if serde.untagged => Tagging::Untagged,
        (Some(tag), Some(content)) => Tagging::Adjacent(tag, content),
        (Some(tag), None) => Tagging::Internal(tag),
        _ => Tagging::External,
    }
}

fn variant(variant: &syn::Variant, outer: &Serde, errors: &mut Errors) -> Option<Variant> {
    let serde = Serde::of(&variant.attrs);
    let plain = variant.ident.unraw().to_string();
    let renamed = outer.rename_all.map(|case| case.of_variant(&plain));
    let case = serde.rename_all.or(outer.rename_all_fields);
    let content = match serde.is_foreign {
        true => Content::Newtype(any()),
        false => content(&variant.fields, case, errors),
    };
    (!serde.skip).then(|| Variant {
        name: serde.rename.or(renamed).unwrap_or(plain),
        is_untagged: serde.untagged,
        content,
    })
}

fn content(fields: &Fields, case: Option<Case>, errors: &mut Errors) -> Content {
    let values = |errors: &mut Errors| -> Vec<_> {
        let fields = fields.iter();
        fields
            .filter_map(|it| value(it, errors).map(|(_, value)| value))
            .collect()
    };
    match fields {
        Fields::Unit => Content::Unit,
        Fields::Unnamed(unnamed) if unnamed.unnamed.len() == 1 => match values(errors).pop() {
            Some(value) => Content::Newtype(value),
            None => Content::Unit,
        },
        Fields::Unnamed(_) => Content::Tuple(values(errors)),
        Fields::Named(named) => {
            let fields = named.named.iter();
            Content::Named(fields.filter_map(|it| field(it, case, errors)).collect())
        }
    }
}

/// What the attributes of a struct, called `name`, make of its content.
fn as_a_whole(content: Content, serde: Serde, name: String) -> Content {
    match content {
        Content::Named(fields) if serde.transparent => {
            transparent(fields.into_iter().map(|field| field.value))
        }
        Content::Tuple(values) if serde.transparent => transparent(values.into_iter()),
        Content::Named(mut fields) => {
            for field in &mut fields {
                field.is_optional |= serde.is_optional;
            }
            let tag = serde.tag.map(|tag| Field {
                name: Some(tag),
                is_optional: false,
                value: Value::Text(literal(&serde.rename.unwrap_or(name))),
            });
            Content::Named(tag.into_iter().chain(fields).collect())
        }
        content => content,
    }
}

fn transparent(mut values: impl Iterator<Item = Value>) -> Content {
    values.next().map_or(Content::Unit, Content::Newtype)
}

/// A field that is in values, with what serde says of it.
fn value(field: &syn::Field, errors: &mut Errors) -> Option<(Serde, Value)> {
    let serde = Serde::of(&field.attrs);
    let options = Options::of(&field.attrs, &["type"], errors);
    let value = match options.ty {
        Some(text) => Value::Text(text.value()),
        None if serde.is_foreign => any(),
        None => Value::Type(Box::new(field.ty.clone())),
    };
    (!serde.skip).then_some((serde, value))
}

fn field(field: &syn::Field, case: Option<Case>, errors: &mut Errors) -> Option<Field> {
    let (serde, value) = value(field, errors)?;
    let plain = field.ident.as_ref()?.unraw().to_string();
    let renamed = case.map(|case| case.of_field(&plain));
    let name = serde.rename.or(renamed).unwrap_or(plain);
    Some(Field {
        name: (!serde.flatten).then_some(name),
        is_optional: serde.is_optional || is_option(&field.ty) && !serde.is_foreign,
        value,
    })
}

fn is_option(ty: &Type) -> bool {
    argument(ty, "Option").is_some()
}
