//! Reads the attribute and the signature below it.

use proc_macro2::{Span, TokenStream, TokenTree};
use quote::ToTokens;
use syn::ext::IdentExt;
use syn::parse::{ParseStream, Parser};
use syn::{Attribute, Ident, LitStr, Path, Result, Signature, Token, Visibility};

use super::model::{Event, Item, Options};
use crate::errors::Errors;
use crate::nearest::nearest;

/// Reads `fetch, crate = path`.
pub(crate) fn options(attribute: TokenStream, errors: &mut Errors) -> Options {
    let mut options = Options::default();
    let mut named = 0;
    let parser = |input: ParseStream<'_>| {
        while !input.is_empty() {
            if let Err(error) = option(input, &mut options, &mut named, errors) {
                errors.add(error);
                skip_to_comma(input)?;
            }
            if !input.is_empty() {
                input.parse::<Token![,]>()?;
            }
        }
        Ok(())
    };
    if let Err(error) = parser.parse2(attribute) {
        errors.add(error);
    }
    if named == 0 {
        errors.at_span(
            Span::call_site(),
            "`#[event]` does not say which event; write `#[event(fetch)]`, `#[event(scheduled)]` or `#[event(start)]`",
        );
    }
    options
}

/// Reads one part between commas: the name of an event, or `option = value`.
fn option(
    input: ParseStream<'_>,
    options: &mut Options,
    named: &mut usize,
    errors: &mut Errors,
) -> Result<()> {
    if !input.peek(Ident::peek_any) {
        *named += 1;
        let message = "the name of an event is a plain word; write it as `#[event(fetch)]`";
        return Err(input.error(message));
    }
    let name = Ident::parse_any(input)?;
    if name == "crate" {
        let path = krate(&name, input)?;
        if options.krate.replace(path).is_some() {
            errors.at(name, "the option `crate` stands here twice; remove one");
        }
        return Ok(());
    }
    let event = Event::from_name(&name.to_string());
    if input.peek(Token![=]) || (*named > 0 && event.is_none()) {
        return Err(unknown_option(&name));
    }
    *named += 1;
    match event {
        Some(event) if *named == 1 => options.event = Some(event),
        Some(_) => errors.at(
            &name,
            format!(
                "a handler has one event, and `{name}` is a further one; write a function for each"
            ),
        ),
        None => errors.at(&name, unknown_event(&name)),
    }
    Ok(())
}

/// Reads the value of `crate = path`.
fn krate(name: &Ident, input: ParseStream<'_>) -> Result<Path> {
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

fn unknown_option(name: &Ident) -> syn::Error {
    let message = format!("no option named `{name}`; the only option is `crate`");
    syn::Error::new(name.span(), message)
}

fn unknown_event(name: &Ident) -> String {
    let written = name.to_string();
    match nearest(&written, Event::ALL.map(Event::name)) {
        Some(meant) => format!("no event named `{written}`; did you mean `{meant}`?"),
        None => {
            format!("no event named `{written}`; the events are `fetch`, `scheduled` and `start`")
        }
    }
}

fn skip_to_comma(input: ParseStream<'_>) -> Result<()> {
    while !input.is_empty() && !input.peek(Token![,]) {
        input.parse::<TokenTree>()?;
    }
    Ok(())
}

/// Reads the item as far as its signature goes.
pub(crate) fn item(tokens: TokenStream, errors: &mut Errors) -> Item {
    let parser = |input: ParseStream<'_>| {
        let attributes = input.call(Attribute::parse_outer)?;
        let rest: TokenStream = input.parse()?;
        Ok((attributes, rest))
    };
    let (attributes, rest) = match parser.parse2(tokens.clone()) {
        Ok(parts) => parts,
        Err(error) => {
            errors.add(error);
            (Vec::new(), tokens)
        }
    };
    let signature = signature
        .parse2(rest.clone())
        .map_err(|error| errors.add(error))
        .ok();
    let (repeated, kept): (Vec<_>, Vec<_>) = attributes.into_iter().partition(is_event);
    let mut tokens = TokenStream::new();
    kept.iter().for_each(|a| a.to_tokens(&mut tokens));
    tokens.extend(rest);
    Item {
        tokens,
        repeated,
        signature,
    }
}

fn is_event(attribute: &Attribute) -> bool {
    let segments = attribute.path().segments.iter();
    let names: Vec<_> = segments.map(|segment| segment.ident.to_string()).collect();
    names == ["event"] || names == ["worker_sdk", "event"]
}

/// Reads `pub async fn name(…) -> …` and leaves the body alone.
fn signature(input: ParseStream<'_>) -> Result<Signature> {
    input.parse::<Visibility>()?;
    if !is_function(input) {
        let keyword = input.cursor().token_tree().map(|(token, _)| token);
        return Err(input.error(not_a_function(keyword.as_ref())));
    }
    let signature = input.parse()?;
    input.parse::<TokenStream>()?;
    Ok(signature)
}

/// Whether a function follows, whatever stands before `fn`.
fn is_function(input: ParseStream<'_>) -> bool {
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

fn not_a_function(keyword: Option<&TokenTree>) -> String {
    let found = match keyword {
        Some(keyword) => format!("`{keyword}`"),
        None => "nothing".to_owned(),
    };
    format!(
        "`#[event]` stands on {found}, which is no function; move it to the function that handles the event"
    )
}
