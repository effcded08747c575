//! Functions that return a router.

use syn::{ReturnType, Signature, Type};

use crate::errors::Errors;

/// The returned type, if it is called `Router`.
pub(crate) fn returned(signature: &Signature) -> Option<&Type> {
    let ReturnType::Type(_, returned) = &signature.output else {
        return None;
    };
    let Type::Path(path) = &**returned else {
        return None;
    };
    let is_router = path.path.segments.last()?.ident == "Router";
    is_router.then_some(returned)
}

/// Adds what keeps the function from running once.
pub(crate) fn check(signature: &Signature, errors: &mut Errors) {
    if let Some(word) = &signature.asyncness {
        let message = "a function that returns a `Router` cannot be `async`, because it runs once, before the first request; remove the word";
        errors.at(word, message);
    }
    if !signature.inputs.is_empty() {
        let message = "a function that returns a `Router` has no parameters, because it runs once, before the first request; its handlers take what they need";
        errors.at(&signature.inputs, message);
    }
}
