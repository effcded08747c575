//! Reads the struct and its `#[from_ref(…)]`.

use proc_macro2::TokenStream;
use quote::ToTokens;
use syn::{Attribute, Ident, Item, ItemStruct, Path};

use super::model::{Part, State};
use crate::attributes;
use crate::errors::Errors;

const NAME: &str = "from_ref";

/// The state, if the item is a struct.
pub(crate) fn state(item: TokenStream, errors: &mut Errors) -> Option<State> {
    match syn::parse2(item) {
        Ok(Item::Struct(item)) => return Some(of_struct(item, errors)),
        Ok(Item::Enum(item)) => no_struct(&item.ident, "an enum", errors),
        Ok(Item::Union(item)) => no_struct(&item.ident, "a union", errors),
        Ok(item) => errors.at(item, "`FromRef` is derived for structs"),
        Err(error) => errors.add(error),
    }
    None
}

fn no_struct(name: &Ident, what: &str, errors: &mut Errors) {
    let message =
        format!("`FromRef` cannot be derived for {what}; derive it for a struct, or implement it");
    errors.at(name, message);
}

fn of_struct(item: ItemStruct, errors: &mut Errors) -> State {
    let mut krate = None;
    attributes::each(NAME, &item.attrs, errors, |meta| {
        if !meta.path.is_ident("crate") {
            return Err(attributes::unknown(&meta.path, &["crate"], "a struct"));
        }
        krate = Some(meta.value()?.call(Path::parse_mod_style)?);
        Ok(())
    });
    let mut parts = Vec::new();
    for (field, member) in item.fields.iter().zip(item.fields.members()) {
        if is_skipped(&field.attrs, errors) {
            continue;
        }
        parts.push(Part {
            member: member.to_token_stream(),
            ty: field.ty.clone(),
        });
    }
    State {
        name: item.ident,
        generics: item.generics,
        krate,
        parts,
    }
}

fn is_skipped(attributes: &[Attribute], errors: &mut Errors) -> bool {
    let mut skipped = false;
    attributes::each(NAME, attributes, errors, |meta| {
        if !meta.path.is_ident("skip") {
            return Err(attributes::unknown(&meta.path, &["skip"], "a field"));
        }
        skipped = true;
        Ok(())
    });
    skipped
}
