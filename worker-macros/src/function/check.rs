//! Finds what a function that others call cannot be, beyond what its syntax forbids.

use proc_macro2::{TokenStream, TokenTree};
use quote::ToTokens;
use syn::parse::{ParseStream, Parser};
use syn::punctuated::Punctuated;
use syn::{Attribute, FnArg, Meta, PatType, Path, Safety, Signature, Token, Type};

use super::Subject;
use crate::errors::Errors;

/// Adds every mistake of the signature.
pub(crate) fn signature(signature: &Signature, subject: &Subject, errors: &mut Errors) {
    callable(signature, subject, errors);
    if let Some(receiver) = signature.receiver() {
        let noun = subject.noun;
        errors.at(
            receiver,
            format!("a {noun} cannot take `self`; move the function out of the `impl` block"),
        );
    }
}

/// Adds every mistake but those of the receiver.
pub(crate) fn callable(signature: &Signature, subject: &Subject, errors: &mut Errors) {
    let noun = subject.noun;
    qualifiers(signature, subject, errors);
    generics(signature, subject, errors);
    for input in &signature.inputs {
        if let FnArg::Typed(parameter) = input {
            self::parameter(parameter, noun, errors);
        }
    }
    repeated_types(signature, noun, errors);
}

pub(crate) fn qualifiers(signature: &Signature, subject: &Subject, errors: &mut Errors) {
    let Subject { noun, caller, .. } = subject;
    if let Some(constness) = &signature.constness {
        let message = format!("a {noun} cannot be `const`; remove the word");
        errors.at(constness, message);
    }
    if let Safety::Unsafe(word) = &signature.safety {
        let message =
            format!("a {noun} cannot be `unsafe`, because {caller} calls it; remove the word");
        errors.at(word, message);
    }
    if let Some(abi) = &signature.abi {
        let message = format!("a {noun} cannot be `extern`; remove the calling convention");
        errors.at(abi, message);
    }
    if let Some(variadic) = &signature.variadic {
        let message = format!("a {noun} cannot be variadic; remove the `...`");
        errors.at(variadic, message);
    }
}

pub(crate) fn generics(signature: &Signature, subject: &Subject, errors: &mut Errors) {
    let Subject { noun, caller, .. } = subject;
    let generics = &signature.generics;
    if !generics.params.is_empty() {
        let message =
            format!("a {noun} cannot be generic, because {caller} calls it; write concrete types");
        errors.at(generics, message);
    }
    if let Some(clause) = &generics.where_clause {
        let message = format!("a {noun} cannot have a `where` clause; remove it");
        errors.at(clause, message);
    }
}

/// Adds a mistake for each condition; `whole` is what the function is a part of.
pub(crate) fn unconditional(
    attributes: &[Attribute],
    subject: &Subject,
    whole: &str,
    errors: &mut Errors,
) {
    let noun = subject.noun;
    for condition in conditions(attributes) {
        let message =
            format!("a {noun} cannot depend on a condition; write one {whole} for each case");
        errors.at(condition, message);
    }
}

fn conditions(attributes: &[Attribute]) -> impl Iterator<Item = &Attribute> {
    let attributes = attributes.iter();
    attributes.filter(|attribute| is_condition(&attribute.meta))
}

/// Whether the item may be absent, or an attribute of ours. Others may depend on what they like.
fn is_condition(meta: &Meta) -> bool {
    let path = meta.path();
    if !path.is_ident("cfg_attr") {
        return path.is_ident("cfg");
    }
    let listed = |input: ParseStream<'_>| {
        // The condition, which may be `true`.
        while !input.is_empty() && !input.peek(Token![,]) {
            input.parse::<TokenTree>()?;
        }
        input.parse::<Token![,]>()?;
        Punctuated::<Meta, Token![,]>::parse_terminated(input)
    };
    let list = meta.require_list();
    match list.and_then(|list| listed.parse2(list.tokens.clone())) {
        Ok(listed) => listed
            .iter()
            .any(|it| is_condition(it) || is_ours(it.path())),
        Err(_) => true,
    }
}

/// Whether it is the one attribute that methods have from us.
fn is_ours(path: &Path) -> bool {
    path.segments.last().is_some_and(|last| last.ident == "rpc")
}

pub(crate) fn parameter(parameter: &PatType, noun: &str, errors: &mut Errors) {
    for condition in conditions(&parameter.attrs) {
        let message = format!(
            "a {noun}'s parameter cannot depend on a condition; write one function for each case"
        );
        errors.at(condition, message);
    }
    match &*parameter.ty {
        Type::Reference(reference) => {
            let owned = owned(&reference.elem);
            let message =
                format!("a {noun} owns its arguments; take `{owned}` instead of a reference");
            errors.at(reference, message);
        }
        Type::ImplTrait(anonymous) => errors.at(
            anonymous,
            format!("a {noun}'s parameter has a concrete type; name it instead of `impl`"),
        ),
        _ => {}
    }
}

/// A request cannot be taken twice, and two of anything else are one too many.
fn repeated_types(signature: &Signature, noun: &str, errors: &mut Errors) {
    let mut seen = Vec::new();
    for ty in types(signature).filter(|ty| matches!(ty, Type::Path(_))) {
        let written = written(ty);
        if seen.contains(&written) {
            errors.at(
                ty,
                format!("a {noun} takes `{written}` once; remove this parameter"),
            );
        } else {
            seen.push(written);
        }
    }
}

/// The types of the parameters, without a receiver.
pub(crate) fn types(signature: &Signature) -> impl Iterator<Item = &Type> {
    signature.inputs.iter().filter_map(|input| match input {
        FnArg::Typed(parameter) => Some(&*parameter.ty),
        FnArg::Receiver(_) => None,
    })
}

/// What owns a value of the type, for messages: types of std without a size have a counterpart with one.
fn owned(ty: &Type) -> String {
    match ty {
        Type::Reference(reference) => owned(&reference.elem),
        Type::Slice(slice) => format!("Vec<{}>", owned(&slice.elem)),
        Type::Path(path) => {
            let last = path.path.segments.last();
            let plain = last.filter(|segment| segment.arguments.is_none());
            let name = plain.map(|segment| segment.ident.to_string());
            match name.as_deref() {
                Some("str") => "String".to_owned(),
                Some(name @ ("CStr" | "OsStr")) => format!("{name}ing"),
                Some("Path") => "PathBuf".to_owned(),
                _ => written(ty),
            }
        }
        _ => written(ty),
    }
}

/// The type as a person writes it, for messages.
pub(crate) fn written(ty: &Type) -> String {
    let tokens = ty.to_token_stream().to_string();
    let shorter = [(" :: ", "::"), (":: ", "::"), (" < ", "<"), (" >", ">")];
    shorter
        .into_iter()
        .fold(tokens, |tokens, (long, short)| tokens.replace(long, short))
}

/// Whether the word stands in the tokens.
pub(crate) fn mentions(tokens: TokenStream, word: &str) -> bool {
    tokens.into_iter().any(|token| match token {
        TokenTree::Ident(ident) => ident == word,
        TokenTree::Group(group) => mentions(group.stream(), word),
        _ => false,
    })
}
