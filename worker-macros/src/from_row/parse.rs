//! Reads the struct and its attributes.

use proc_macro2::{Span, TokenStream};
use quote::ToTokens;
use syn::ext::IdentExt;
use syn::{Attribute, Fields, Ident, Index, Item, ItemStruct, LitStr, Path};

use super::model::{Field, Row, Source};
use super::names::Case;
use crate::attributes;
use crate::errors::Errors;

const OF_STRUCT: [&str; 2] = ["rename_all", "crate"];
const OF_FIELD: [&str; 4] = ["rename", "default", "json", "flatten"];

/// The row, if the item is a struct that can be one.
pub(crate) fn row(item: TokenStream, errors: &mut Errors) -> Option<Row> {
    match syn::parse2(item) {
        Ok(Item::Struct(item)) => return Some(of_struct(item, errors)),
        Ok(Item::Enum(item)) => no_struct(&item.ident, "an enum", errors),
        Ok(Item::Union(item)) => no_struct(&item.ident, "a union", errors),
        Ok(item) => errors.at(item, "`FromRow` is derived for structs"),
        Err(error) => errors.add(error),
    }
    None
}

fn of_struct(item: ItemStruct, errors: &mut Errors) -> Row {
    let options = Options::of(&item.attrs, errors);
    Row {
        fields: fields(&item.fields, options.case, errors),
        name: item.ident,
        generics: item.generics,
        krate: options.krate,
    }
}

fn no_struct(name: &Ident, what: &str, errors: &mut Errors) {
    let message =
        format!("`FromRow` cannot be derived for {what}; derive it for a struct, or implement it");
    errors.at(name, message);
}

/// Attributes of the struct.
#[derive(Default)]
struct Options {
    case: Option<Case>,
    krate: Option<Path>,
}

impl Options {
    fn of(attributes: &[Attribute], errors: &mut Errors) -> Self {
        let mut options = Self::default();
        attributes::each("row", attributes, errors, |meta| {
            if meta.path.is_ident("rename_all") {
                let name: LitStr = meta.value()?.parse()?;
                options.case = Case::from_name(&name.value());
                match options.case {
                    Some(_) => Ok(()),
                    None => Err(syn::Error::new(
                        name.span(),
                        attributes::unknown_case(&name.value(), &Case::ALL),
                    )),
                }
            } else if meta.path.is_ident("crate") {
                options.krate = Some(meta.value()?.call(Path::parse_mod_style)?);
                Ok(())
            } else {
                Err(attributes::unknown(&meta.path, &OF_STRUCT, "a struct"))
            }
        });
        options
    }
}

fn fields(fields: &Fields, case: Option<Case>, errors: &mut Errors) -> Vec<Field> {
    let fields = fields.iter().enumerate();
    fields
        .map(|(place, field)| self::field(place, field, case, errors))
        .collect()
}

fn field(place: usize, field: &syn::Field, case: Option<Case>, errors: &mut Errors) -> Field {
    let written = Written::of(&field.attrs, errors);
    let Some(name) = &field.ident else {
        if let Some(span) = written.span {
            let message = "a field without a name is the column at its place; remove this, or give the fields names";
            errors.at_span(span, message);
        }
        return Field {
            member: Index::from(place).to_token_stream(),
            ty: field.ty.clone(),
            source: Source::Place(place),
        };
    };
    if written.flatten && (written.json || written.default || written.rename.is_some()) {
        errors.at(
            name,
            "a field with `flatten` has no column of its own; remove its other options",
        );
    }
    let plain = name.unraw().to_string();
    let column = match (written.rename, case) {
        (Some(rename), _) => rename,
        (None, Some(case)) => case.apply(&plain),
        (None, None) => plain,
    };
    Field {
        member: name.to_token_stream(),
        ty: field.ty.clone(),
        source: match written.flatten {
            true => Source::Row,
            false => Source::Column {
                name: column,
                is_json: written.json,
                has_default: written.default,
            },
        },
    }
}

/// Attributes of a field.
#[derive(Default)]
struct Written {
    rename: Option<String>,
    default: bool,
    json: bool,
    flatten: bool,
    span: Option<Span>,
}

impl Written {
    fn of(attributes: &[Attribute], errors: &mut Errors) -> Self {
        let mut written = Self::default();
        attributes::each("row", attributes, errors, |meta| {
            written.span = meta.path.get_ident().map(Ident::span);
            if meta.path.is_ident("rename") {
                written.rename = Some(meta.value()?.parse::<LitStr>()?.value());
            } else if meta.path.is_ident("default") {
                written.default = true;
            } else if meta.path.is_ident("json") {
                written.json = true;
            } else if meta.path.is_ident("flatten") {
                written.flatten = true;
            } else {
                return Err(attributes::unknown(&meta.path, &OF_FIELD, "a field"));
            }
            Ok(())
        });
        written
    }
}
