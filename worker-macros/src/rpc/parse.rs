//! Reads the attribute, the trait and the attributes of its methods.

use proc_macro2::TokenStream;
use quote::ToTokens;
use syn::ext::IdentExt;
use syn::parse::{ParseStream, Parser};
use syn::{Attribute, Ident, ItemTrait, Meta, Path, Result, Token, TraitItem, TraitItemFn};

use super::model::{Options, Written};
use crate::errors::Errors;
use crate::function::parse;

/// Reads `crate = path`.
pub(crate) fn options(attribute: TokenStream, errors: &mut Errors) -> Option<Path> {
    let mut krate = None;
    parse::list(attribute, errors, |input, errors| {
        let name = Ident::parse_any(input)?;
        if name != "crate" {
            let message =
                format!("no option named `{name}`; the only option of a trait is `crate`");
            return Err(syn::Error::new(name.span(), message));
        }
        if krate.replace(parse::krate(&name, input)?).is_some() {
            errors.at(name, "the option `crate` stands here twice; remove one");
        }
        Ok(())
    });
    krate
}

/// Reads the trait below the attribute.
pub(crate) fn interface(item: &TokenStream, errors: &mut Errors) -> Option<ItemTrait> {
    let parser = |input: ParseStream<'_>| {
        let ahead = input.fork();
        ahead.call(Attribute::parse_outer)?;
        ahead.parse::<syn::Visibility>()?;
        if !ahead.peek(Token![trait]) && !ahead.peek(Token![unsafe]) {
            let message = "`#[rpc]` stands on something else than a trait; write a trait of the methods, implement it \
                           for a type, and name it in the attribute of the class: `#[durable_object(rpc(MyTrait))]`";
            return Err(ahead.error(message));
        }
        input.parse()
    };
    parser
        .parse2(item.clone())
        .map_err(|error| errors.add(error))
        .ok()
}

/// Takes the attributes of the methods away and reads them.
pub(crate) fn methods(interface: &mut ItemTrait, errors: &mut Errors) -> Vec<Written> {
    let mut methods = Vec::new();
    for item in &mut interface.items {
        match item {
            TraitItem::Fn(method) => methods.push(self::method(method, errors)),
            other => errors.at(
                other,
                "an interface has methods alone; move this into another trait",
            ),
        }
    }
    methods
}

fn method(method: &mut TraitItemFn, errors: &mut Errors) -> Written {
    let mut options = Options::default();
    method.attrs.retain(|attribute| {
        // The SDK may have another name.
        let last = attribute.path().segments.last();
        let is_ours = last.is_some_and(|last| last.ident == "rpc");
        if is_ours {
            of_method(attribute, &mut options, errors);
        }
        !is_ours
    });
    Written {
        signature: method.sig.clone(),
        attributes: method.attrs.clone(),
        options,
    }
}

const USAGE: &str =
    "the attribute of a method is written `#[rpc(name = \"addMember\")]` or `#[rpc(getter)]`";

/// Reads `#[rpc(name = "addMember", getter)]`.
fn of_method(attribute: &Attribute, options: &mut Options, errors: &mut Errors) {
    let Meta::List(list) = &attribute.meta else {
        errors.at(attribute, USAGE);
        return;
    };
    parse::list(list.tokens.to_token_stream(), errors, |input, errors| {
        let read = option(input, options, errors);
        read.map_err(|error| syn::Error::new(error.span(), USAGE))
    });
}

fn option(input: ParseStream<'_>, options: &mut Options, errors: &mut Errors) -> Result<()> {
    let option = Ident::parse_any(input)?;
    let is_repeated = match option.to_string().as_str() {
        "getter" => options.getter.replace(option.clone()).is_some(),
        "name" => {
            input.parse::<Token![=]>()?;
            options.name.replace(input.parse()?).is_some()
        }
        _ => return Err(syn::Error::new(option.span(), USAGE)),
    };
    if is_repeated {
        let message = format!("the option `{option}` stands here twice; remove one");
        errors.at(&option, message);
    }
    Ok(())
}
