//! Reads the type and its `#[sql(…)]`.

use proc_macro2::TokenStream;
use quote::ToTokens;
use syn::ext::IdentExt;
use syn::meta::ParseNestedMeta;
use syn::{Attribute, Fields, Ident, Item, ItemEnum, ItemStruct, LitStr, Path};

use super::model::{Direction, Form, Value, Variant};
use crate::attributes;
use crate::described::names::Case;
use crate::errors::Errors;

const OF_ENUM: [&str; 2] = ["rename_all", "crate"];
const OF_STRUCT: [&str; 1] = ["crate"];
const OF_VARIANT: [&str; 1] = ["rename"];

/// The value, if the item can be one.
pub(crate) fn value(item: TokenStream, direction: Direction, errors: &mut Errors) -> Option<Value> {
    let derive = direction.name();
    match syn::parse2(item) {
        Ok(Item::Enum(item)) => of_enum(item, derive, errors),
        Ok(Item::Struct(item)) => of_struct(item, derive, errors),
        Ok(Item::Union(item)) => {
            let message = format!(
                "`{derive}` cannot be derived for a union; derive it for an enum or a struct of one field, or implement it"
            );
            errors.at(item.ident, message);
            None
        }
        Ok(item) => {
            errors.at(item, format!("`{derive}` is derived for types"));
            None
        }
        Err(error) => {
            errors.add(error);
            None
        }
    }
}

fn of_enum(item: ItemEnum, derive: &str, errors: &mut Errors) -> Option<Value> {
    let options = Options::of(&item.attrs, &OF_ENUM, "an enum", errors);
    if item.variants.is_empty() {
        let message = format!("an enum without variants has no value; implement `{derive}`");
        errors.at(&item.ident, message);
        return None;
    }
    let variants = item.variants.iter();
    let variants = variants.map(|variant| self::variant(variant, &options, derive, errors));
    Some(Value {
        form: Form::Texts(variants.collect()),
        name: item.ident,
        generics: item.generics,
        krate: options.krate,
    })
}

fn variant(
    variant: &syn::Variant,
    options: &Options,
    derive: &str,
    errors: &mut Errors,
) -> Variant {
    if !matches!(variant.fields, Fields::Unit) {
        let message = format!(
            "a variant is text in the database, which cannot hold its fields; remove them, or implement `{derive}`"
        );
        errors.at(&variant.fields, message);
    }
    let mut rename = None;
    attributes::each("sql", &variant.attrs, errors, |meta| {
        if !meta.path.is_ident("rename") {
            return Err(attributes::unknown(&meta.path, &OF_VARIANT, "a variant"));
        }
        rename = Some(meta.value()?.parse::<LitStr>()?.value());
        Ok(())
    });
    let plain = variant.ident.unraw().to_string();
    let text = match (rename, options.case) {
        (Some(rename), _) => rename,
        (None, Some(case)) => case.of_variant(&plain),
        (None, None) => plain,
    };
    if let Some((_, number)) = &variant.discriminant {
        let message = format!(
            "the database would have the text `{text}`, not this number; remove the number, or implement `{derive}` to store it"
        );
        errors.at(number, message);
    }
    Variant {
        name: variant.ident.clone(),
        text,
    }
}

fn of_struct(item: ItemStruct, derive: &str, errors: &mut Errors) -> Option<Value> {
    let options = Options::of(&item.attrs, &OF_STRUCT, "a struct", errors);
    for field in &item.fields {
        attributes::each("sql", &field.attrs, errors, |meta| {
            let message = "the struct is its field in the database, without a name; remove this";
            Err(syn::Error::new_spanned(&meta.path, message))
        });
    }
    let mut fields = item.fields.iter().zip(item.fields.members());
    let (Some((field, member)), None) = (fields.next(), fields.next()) else {
        errors.at(&item.ident, not_one(&item.ident, derive));
        return None;
    };
    Some(Value {
        form: Form::Field {
            member: member.to_token_stream(),
            ty: Box::new(field.ty.clone()),
        },
        name: item.ident,
        generics: item.generics,
        krate: options.krate,
    })
}

fn not_one(name: &Ident, derive: &str) -> String {
    format!(
        "`{derive}` is derived for structs of one field, whose value is that of `{name}`; keep one, or store `Json<{name}>`"
    )
}

/// Attributes of the type.
#[derive(Default)]
struct Options {
    case: Option<Case>,
    krate: Option<Path>,
}

impl Options {
    fn of(attributes: &[Attribute], known: &[&str], what: &str, errors: &mut Errors) -> Self {
        let mut options = Self::default();
        attributes::each("sql", attributes, errors, |meta| {
            match known.iter().find(|name| meta.path.is_ident(name)) {
                Some(&"rename_all") => options.case = Some(case(meta)?),
                Some(_) => options.krate = Some(meta.value()?.call(Path::parse_mod_style)?),
                None => return Err(attributes::unknown(&meta.path, known, what)),
            }
            Ok(())
        });
        options
    }
}

fn case(meta: &ParseNestedMeta<'_>) -> syn::Result<Case> {
    let name: LitStr = meta.value()?.parse()?;
    let unknown = || {
        let message = attributes::unknown_case(&name.value(), &Case::ALL);
        syn::Error::new(name.span(), message)
    };
    Case::from_name(&name.value()).ok_or_else(unknown)
}
