//! Finds what a handler cannot be, beyond what its syntax forbids.

use quote::{ToTokens, quote};
use syn::{FnArg, PatType, Safety, Signature, Type};

use super::model::{Event, Item, Options, types};
use crate::errors::Errors;

/// Adds every mistake of the item.
pub(crate) fn all(options: &Options, item: &Item, errors: &mut Errors) {
    for attribute in &item.repeated {
        let message = "a function handles one event; remove this attribute and write a function for the other event";
        errors.at(attribute, message);
    }
    let Some(signature) = &item.signature else {
        return;
    };
    qualifiers(signature, errors);
    generics(signature, errors);
    for input in &signature.inputs {
        match input {
            FnArg::Receiver(receiver) => errors.at(
                receiver,
                "a handler cannot take `self`; move the function out of the `impl` block",
            ),
            FnArg::Typed(parameter) => self::parameter(parameter, errors),
        }
    }
    repeated_types(signature, errors);
    match options.event {
        Some(Event::Start) => start(signature, errors),
        Some(event) => count(event, signature, errors),
        None => {}
    }
}

fn qualifiers(signature: &Signature, errors: &mut Errors) {
    if let Some(constness) = &signature.constness {
        errors.at(constness, "a handler cannot be `const`; remove the word");
    }
    if let Safety::Unsafe(word) = &signature.safety {
        let message =
            "a handler cannot be `unsafe`, because the platform calls it; remove the word";
        errors.at(word, message);
    }
    if let Some(abi) = &signature.abi {
        errors.at(
            abi,
            "a handler cannot be `extern`; remove the calling convention",
        );
    }
    if let Some(variadic) = &signature.variadic {
        errors.at(variadic, "a handler cannot be variadic; remove the `...`");
    }
}

fn generics(signature: &Signature, errors: &mut Errors) {
    let generics = &signature.generics;
    if !generics.params.is_empty() {
        let message =
            "a handler cannot be generic, because the platform calls it; write concrete types";
        errors.at(generics, message);
    }
    if let Some(clause) = &generics.where_clause {
        errors.at(clause, "a handler cannot have a `where` clause; remove it");
    }
}

fn parameter(parameter: &PatType, errors: &mut Errors) {
    let conditions = parameter.attrs.iter().filter(|a| {
        let path = a.path();
        path.is_ident("cfg") || path.is_ident("cfg_attr")
    });
    for condition in conditions {
        let message =
            "a handler's parameter cannot depend on a condition; write one function for each case";
        errors.at(condition, message);
    }
    match &*parameter.ty {
        Type::Reference(reference) => {
            let owned = written(&reference.elem);
            let message =
                format!("a handler owns its arguments; take `{owned}` instead of a reference");
            errors.at(reference, message);
        }
        Type::ImplTrait(anonymous) => errors.at(
            anonymous,
            "a handler's parameter has a concrete type; name it instead of `impl`",
        ),
        _ => {}
    }
}

/// A request cannot be taken twice, and two of anything else are one too many.
fn repeated_types(signature: &Signature, errors: &mut Errors) {
    let mut seen = Vec::new();
    for ty in types(signature).filter(|ty| matches!(ty, Type::Path(_))) {
        let written = written(ty);
        if seen.contains(&written) {
            errors.at(
                ty,
                format!("a handler takes `{written}` once; remove this parameter"),
            );
        } else {
            seen.push(written);
        }
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

/// The type as a person writes it, for messages.
fn written(ty: &Type) -> String {
    let tokens = ty.to_token_stream().to_string();
    tokens.replace(" :: ", "::").replace(":: ", "::")
}
