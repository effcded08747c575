//! Finds what a handler cannot be, beyond what its syntax forbids.

use syn::Signature;

use super::SUBJECT;
use super::model::{Event, Item, Options, router};
use crate::errors::Errors;
use crate::function::{self, check};

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
    if options.event == Some(Event::Start) {
        start(signature, errors);
    }
    if router(options.event, signature).is_some() {
        function::router::check(signature, errors);
    }
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
