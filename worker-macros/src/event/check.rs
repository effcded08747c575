//! Finds what a handler cannot be, beyond what its syntax forbids.

use quote::{ToTokens, quote};
use syn::Signature;

use super::SUBJECT;
use super::model::{Event, Item, Options};
use crate::errors::Errors;
use crate::function::check;

/// Adds every mistake of the item.
pub(crate) fn all(options: &Options, item: &Item, errors: &mut Errors) {
    for attribute in &item.repeated {
        let message = "a function handles one event; remove this attribute and write a function for the other event";
        errors.at(attribute, message);
    }
    let Some(signature) = &item.signature else {
        return;
    };
    check::signature(signature, &SUBJECT, errors);
    match options.event {
        Some(Event::Start) => start(signature, errors),
        Some(event) => count(event, signature, errors),
        None => {}
    }
}

fn count(event: Event, signature: &Signature, errors: &mut Errors) {
    let offered = event.parameters();
    let extra = signature.inputs.iter().skip(offered.len());
    let extra: Vec<_> = extra.map(ToTokens::to_token_stream).collect();
    if extra.is_empty() {
        return;
    }
    let message = format!(
        "a `{}` handler takes at most {} parameters (`{}`); remove the rest",
        event.name(),
        offered.len(),
        offered.join("`, `"),
    );
    errors.at(quote!(#(#extra),*), message);
}

fn start(signature: &Signature, errors: &mut Errors) {
    if let Some(word) = &signature.asyncness {
        let message = "a `start` handler cannot be `async`, because the platform waits for nothing before the first event; remove the word";
        errors.at(word, message);
    }
    if !signature.inputs.is_empty() {
        let message = "a `start` handler has no parameters, because there is no request and no environment yet; remove them";
        errors.at(&signature.inputs, message);
    }
}
