//! Finds what a test cannot be, beyond what its syntax forbids.

use syn::{ReturnType, Signature, Type};

use super::SUBJECT;
use super::model::{Item, Options};
use crate::errors::Errors;
use crate::function::check;

/// Adds every mistake of the item.
pub(crate) fn all(options: &Options, item: &Item, errors: &mut Errors) {
    for attribute in &item.repeated {
        let message = "the function is a test already; remove this attribute";
        errors.at(attribute, message);
    }
    let Some(signature) = &item.signature else {
        return;
    };
    check::signature(signature, &SUBJECT, errors);
    if options.should_panic.is_some() {
        returns_nothing(signature, errors);
    }
}

/// A failure that is returned is no panic.
fn returns_nothing(signature: &Signature, errors: &mut Errors) {
    if let ReturnType::Type(_, returned) = &signature.output
        && !matches!(&**returned, Type::Tuple(tuple) if tuple.elems.is_empty())
    {
        let message =
            "a test that should panic returns nothing; remove the type, or `should_panic`";
        errors.at(returned, message);
    }
}
