//! Reads the struct and its `#[binding]` attributes.

use proc_macro2::{Ident, Span, TokenStream};
use syn::ext::IdentExt;
use syn::parse::{ParseStream, Parser};
use syn::spanned::Spanned;
use syn::{Attribute, Fields, Item, ItemStruct, LitStr, Meta, Path, Result, Token};

use super::model::{Field, FieldOptions, Input};
use crate::errors::Errors;
use crate::nearest::nearest;

/// Reads the item; `None` if it is no struct with named fields.
pub(crate) fn input(item: TokenStream, errors: &mut Errors) -> Option<Input> {
    let item = match syn::parse2(item) {
        Ok(Item::Struct(item)) => item,
        Ok(other) => {
            errors.at_span(name_of(&other), no_struct(&other));
            return None;
        }
        Err(error) => {
            errors.add(error);
            return None;
        }
    };
    let krate = attributes(&item.attrs, errors, struct_option);
    let fields = fields(&item, errors)?;
    Some(Input {
        name: item.ident,
        krate,
        generics: item.generics,
        fields,
    })
}

fn name_of(item: &Item) -> Span {
    match item {
        Item::Enum(item) => item.ident.span(),
        Item::Union(item) => item.ident.span(),
        other => other.span(),
    }
}

fn no_struct(item: &Item) -> String {
    let what = match item {
        Item::Enum(_) => "an enum",
        Item::Union(_) => "a union",
        _ => "something else",
    };
    format!("`#[derive(Bindings)]` fills a struct, and this is {what}; write a struct")
}

fn fields(item: &ItemStruct, errors: &mut Errors) -> Option<Vec<Field>> {
    let Fields::Named(named) = &item.fields else {
        let message = "a field takes its value by its name; write a struct with named fields";
        match &item.fields {
            Fields::Unit => errors.at(&item.ident, message),
            fields => errors.at(fields, message),
        }
        return None;
    };
    let fields = named.named.iter().filter_map(|field| {
        Some(Field {
            options: attributes(&field.attrs, errors, field_option),
            ident: field.ident.clone()?,
            ty: field.ty.clone(),
        })
    });
    Some(fields.collect())
}

/// Reads what stands in all `#[binding(…)]`, one option after the other.
fn attributes<O: Default>(
    attributes: &[Attribute],
    errors: &mut Errors,
    option: fn(ParseStream<'_>, &mut O) -> Result<()>,
) -> O {
    let mut options = O::default();
    let ours = attributes.iter().filter(|a| a.path().is_ident("binding"));
    for attribute in ours {
        let Meta::List(list) = &attribute.meta else {
            errors.at(attribute, USAGE);
            continue;
        };
        if list.tokens.is_empty() {
            errors.at(attribute, USAGE);
        }
        let parser = |input: ParseStream<'_>| {
            while !input.is_empty() {
                option(input, &mut options)?;
                if !input.is_empty() {
                    input.parse::<Token![,]>()?;
                }
            }
            Ok(())
        };
        if let Err(error) = parser.parse2(list.tokens.clone()) {
            errors.add(error);
        }
    }
    options
}

const USAGE: &str =
    "`#[binding]` says nothing; write `#[binding(\"NAME\")]` or `#[binding(flatten)]`";

/// Reads `"NAME"` or `flatten`.
fn field_option(input: ParseStream<'_>, options: &mut FieldOptions) -> Result<()> {
    if input.peek(LitStr) {
        let name: LitStr = input.parse()?;
        if options.name.is_some() {
            let message = "a field has one name on the environment; remove the other";
            return Err(syn::Error::new(name.span(), message));
        }
        options.name = Some((name.value(), name.span()));
        return Ok(());
    }
    if !input.peek(Ident::peek_any) {
        return Err(input.error(
            "the name on the environment stands in quotes; write it as `#[binding(\"NAME\")]`",
        ));
    }
    let word = Ident::parse_any(input)?;
    if word != "flatten" {
        return Err(unknown(&word, "flatten"));
    }
    options.flatten = Some(word.span());
    Ok(())
}

/// Reads `crate = path`.
fn struct_option(input: ParseStream<'_>, krate: &mut Option<Path>) -> Result<()> {
    const USAGE: &str =
        "the only option of the struct is the path of the SDK; write it as `crate = my_sdk`";
    if !input.peek(Ident::peek_any) {
        return Err(input.error(USAGE));
    }
    let word = Ident::parse_any(input)?;
    if word != "crate" || !input.peek(Token![=]) {
        return Err(syn::Error::new(word.span(), USAGE));
    }
    input.parse::<Token![=]>()?;
    let value = input.span();
    let path = Path::parse_mod_style(input).map_err(|_| syn::Error::new(value, USAGE))?;
    if krate.replace(path).is_some() {
        let message = "the option `crate` stands here twice; remove one";
        return Err(syn::Error::new(word.span(), message));
    }
    Ok(())
}

fn unknown(word: &Ident, known: &str) -> syn::Error {
    let written = word.to_string();
    let message = match nearest(&written, [known]) {
        Some(meant) => format!("no option named `{written}`; did you mean `{meant}`?"),
        None => format!(
            "no option named `{written}`; a field has a name in quotes, or the option `{known}`"
        ),
    };
    syn::Error::new(word.span(), message)
}
