//! Reads the attribute and the signature below it.

use proc_macro2::{Span, TokenStream};
use quote::ToTokens;
use syn::ext::IdentExt;
use syn::parse::ParseStream;
use syn::{Ident, Result, Token};

use super::SUBJECT;
use super::model::{Event, Item, Options};
use crate::errors::Errors;
use crate::function::parse;
use crate::nearest::nearest;

/// Reads `fetch, crate = path`.
pub(crate) fn options(attribute: TokenStream, errors: &mut Errors) -> Options {
    let mut options = Options::default();
    let mut named = 0;
    parse::list(attribute, errors, |input, errors| {
        option(input, &mut options, &mut named, errors)
    });
    if named == 0 {
        let message = format!(
            "`#[event]` does not say which event; write it as `#[event(fetch)]`; the events are {}",
            Event::list()
        );
        errors.at_span(Span::call_site(), message);
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
        let path = parse::krate(&name, input)?;
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

fn unknown_option(name: &Ident) -> syn::Error {
    let message = format!("no option named `{name}`; the only option is `crate`");
    syn::Error::new(name.span(), message)
}

fn unknown_event(name: &Ident) -> String {
    let written = name.to_string();
    match nearest(&written, Event::ALL.map(Event::name)) {
        Some(meant) => format!("no event named `{written}`; did you mean `{meant}`?"),
        None => {
            format!(
                "no event named `{written}`; the events are {}",
                Event::list()
            )
        }
    }
}

/// Reads the item as far as its signature goes.
pub(crate) fn item(tokens: TokenStream, errors: &mut Errors) -> Item {
    let (attributes, rest) = parse::split(tokens, errors);
    let signature = parse::signature(&rest, &SUBJECT, errors);
    let is_event = |attribute: &_| parse::is_one_of(attribute, &["event", "worker_sdk::event"]);
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
