//! The attributes of derives.

use proc_macro2::TokenTree;
use quote::ToTokens;
use syn::meta::ParseNestedMeta;
use syn::parse::ParseStream;
use syn::{Attribute, Path, Token};

use crate::errors::Errors;
use crate::nearest::nearest;

/// Calls `read` for each part of each `#[name(…)]`.
pub(crate) fn each(
    name: &str,
    attributes: &[Attribute],
    errors: &mut Errors,
    mut read: impl FnMut(&ParseNestedMeta<'_>) -> syn::Result<()>,
) {
    for attribute in attributes.iter().filter(|a| a.path().is_ident(name)) {
        let done = attribute.parse_nested_meta(|meta| {
            if let Err(error) = read(&meta) {
                errors.add(error);
                skip_to_comma(meta.input)?;
            }
            Ok(())
        });
        if let Err(error) = done {
            errors.add(error);
        }
    }
}

fn skip_to_comma(input: ParseStream<'_>) -> syn::Result<()> {
    while !input.is_empty() && !input.peek(Token![,]) {
        input.parse::<TokenTree>()?;
    }
    Ok(())
}

/// An option that `what` does not have, which has those `known`.
pub(crate) fn unknown(path: &Path, known: &[&str], what: &str) -> syn::Error {
    let written = path.to_token_stream().to_string();
    let help = match nearest(&written, known.iter().copied()) {
        Some(meant) => format!("did you mean `{meant}`?"),
        None => format!("{what} can have `{}`", known.join("`, `")),
    };
    syn::Error::new_spanned(path, format!("no option named `{written}`; {help}"))
}

/// A case that is none of those `known`.
pub(crate) fn unknown_case(name: &str, known: &[&'static str]) -> String {
    match nearest(name, known.iter().copied()) {
        Some(meant) => format!("no case named `{name}`; did you mean `{meant}`?"),
        None => format!("no case named `{name}`; there are `{}`", known.join("`, `")),
    }
}
