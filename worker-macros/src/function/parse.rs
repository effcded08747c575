//! Reads attributes and signatures, and the options that every attribute has.

use proc_macro2::{TokenStream, TokenTree};
use syn::ext::IdentExt;
use syn::parse::{ParseStream, Parser};
use syn::{Attribute, Ident, LitStr, Path, Result, Signature, Token, Visibility};

use super::Subject;
use crate::errors::Errors;

/// The attributes of an item, and the rest of it.
pub(crate) fn split(tokens: TokenStream, errors: &mut Errors) -> (Vec<Attribute>, TokenStream) {
    let parser = |input: ParseStream<'_>| {
        let attributes = input.call(Attribute::parse_outer)?;
        let rest: TokenStream = input.parse()?;
        Ok((attributes, rest))
    };
    parser.parse2(tokens.clone()).unwrap_or_else(|error| {
        errors.add(error);
        (Vec::new(), tokens)
    })
}

/// Reads `pub async fn name(…) -> …` and leaves the body alone.
pub(crate) fn signature(
    item: &TokenStream,
    subject: &Subject,
    errors: &mut Errors,
) -> Option<Signature> {
    let parser = |input: ParseStream<'_>| {
        input.parse::<Visibility>()?;
        if !is_function(input) {
            let keyword = input.cursor().token_tree().map(|(token, _)| token);
            return Err(input.error(not_a_function(keyword.as_ref(), subject)));
        }
        let signature: Signature = input.parse()?;
        input.parse::<TokenStream>()?;
        Ok(signature)
    };
    parser
        .parse2(item.clone())
        .map_err(|error| errors.add(error))
        .ok()
}

/// Whether a function follows, whatever stands before `fn`.
pub(crate) fn is_function(input: ParseStream<'_>) -> bool {
    let ahead = input.fork();
    while let Ok(word) = Ident::parse_any(&ahead) {
        if word == "fn" {
            return true;
        }
        let qualifies = ["const", "async", "unsafe", "safe", "extern"];
        if !qualifies.iter().any(|qualifier| word == qualifier) {
            return false;
        }
        let _abi = ahead.parse::<Option<LitStr>>();
    }
    false
}

fn not_a_function(keyword: Option<&TokenTree>, subject: &Subject) -> String {
    let found = match keyword {
        Some(keyword) => format!("`{keyword}`"),
        None => "nothing".to_owned(),
    };
    format!(
        "`{}` stands on {found}, which is no function; move it to the function {}",
        subject.attribute, subject.purpose
    )
}

/// Reads the parts between commas; after a mistake it goes on with the next.
pub(crate) fn list(
    tokens: TokenStream,
    errors: &mut Errors,
    mut part: impl FnMut(ParseStream<'_>, &mut Errors) -> Result<()>,
) {
    let parser = |input: ParseStream<'_>| {
        while !input.is_empty() {
            if let Err(error) = part(input, errors) {
                errors.add(error);
                skip_to_comma(input)?;
            }
            if !input.is_empty() {
                input.parse::<Token![,]>()?;
            }
        }
        Ok(())
    };
    if let Err(error) = parser.parse2(tokens) {
        errors.add(error);
    }
}

fn skip_to_comma(input: ParseStream<'_>) -> Result<()> {
    while !input.is_empty() && !input.peek(Token![,]) {
        input.parse::<TokenTree>()?;
    }
    Ok(())
}

/// Reads the value of `crate = path`.
pub(crate) fn krate(name: &Ident, input: ParseStream<'_>) -> Result<Path> {
    const USAGE: &str = "write it as `crate = my_sdk`";
    if !input.peek(Token![=]) {
        let message = format!("the option `crate` has no value; {USAGE}");
        return Err(syn::Error::new(name.span(), message));
    }
    input.parse::<Token![=]>()?;
    let value = input.span();
    Path::parse_mod_style(input).map_err(|_| {
        let message = format!("the value of the option `crate` is not a path; {USAGE}");
        syn::Error::new(value, message)
    })
}

/// Whether the attribute's path is one of `paths`, written with `::`.
pub(crate) fn is_one_of(attribute: &Attribute, paths: &[&str]) -> bool {
    let segments = attribute.path().segments.iter();
    let names: Vec<_> = segments.map(|segment| segment.ident.to_string()).collect();
    paths.contains(&names.join("::").as_str())
}
