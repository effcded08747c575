//! Finds what a Durable Object cannot be, beyond what its syntax forbids.

use syn::spanned::Spanned;
use syn::{Receiver, ReceiverKind, Type};

use super::model::{Hook, NEW, class_name};
use crate::class::block::{Block, Function};
use crate::class::options::Options;
use crate::errors::Errors;
use crate::function::Subject;
use crate::function::check;
use crate::nearest::edits;

const ATTRIBUTE: &str = "#[durable_object]";

const HOOK: Subject = Subject {
    noun: "hook",
    caller: "the platform",
    attribute: ATTRIBUTE,
    purpose: "that the platform calls",
};

const CONSTRUCTOR: Subject = Subject {
    noun: "constructor",
    ..HOOK
};

/// Adds every mistake of the class.
pub(crate) fn all(options: &Options, block: &Block, errors: &mut Errors) {
    if let Some(implementer) = &block.implementer {
        let message = format!(
            "`{ATTRIBUTE}` stands on the `impl` block of a trait; move the functions into a block of the type itself"
        );
        errors.at(implementer, message);
        return;
    }
    name(options, block, errors);
    constructor(block, errors);
    for function in &block.functions {
        let name = function.name();
        match Hook::ALL.into_iter().find(|hook| hook.name() == name) {
            Some(_) => hook(function, errors),
            None => no_hook(function, &name, errors),
        }
    }
}

fn name(options: &Options, block: &Block, errors: &mut Errors) {
    if !block.generics.params.is_empty() {
        let message = "a Durable Object cannot be generic, because the platform makes it; write concrete types";
        errors.at(&block.generics, message);
    }
    let Some(name) = block.name() else {
        let message = format!("`{ATTRIBUTE}` needs the name of a type; write `impl Room {{ … }}`");
        errors.at(&block.object, message);
        return;
    };
    let class = class_name(options, name);
    let starts_well = class.starts_with(|first: char| first.is_ascii_uppercase());
    let is_plain = |letter: char| letter.is_ascii_alphanumeric() || letter == '_';
    if !starts_well || !class.chars().all(is_plain) {
        let span = options.name.as_ref().map_or(name.span(), Spanned::span);
        errors.at_span(
            span,
            format!("`{class}` cannot be the name of a class; begin with a capital letter, and use ASCII letters, digits and `_`"),
        );
    }
}

fn constructor(block: &Block, errors: &mut Errors) {
    let Some(function) = block.function(NEW) else {
        errors.at(
            &block.object,
            "a Durable Object is made by its function `new`; write `fn new(state: State, env: Env) -> Self`",
        );
        return;
    };
    unconditional(function, &CONSTRUCTOR, errors);
    check::callable(&function.signature, &CONSTRUCTOR, errors);
    if let Some(receiver) = function.signature.receiver() {
        let message = "`new` makes the object, so there is no `self` yet; remove it";
        errors.at(receiver, message);
    }
}

fn hook(function: &Function, errors: &mut Errors) {
    unconditional(function, &HOOK, errors);
    check::callable(&function.signature, &HOOK, errors);
    let name = function.name();
    match function.signature.receiver() {
        None => errors.at(
            &function.signature.ident,
            format!("the hook `{name}` belongs to an object; write `&self` as its first parameter"),
        ),
        Some(receiver) => self::receiver(receiver, &name, errors),
    }
}

fn receiver(receiver: &Receiver, name: &str, errors: &mut Errors) {
    let message = match &receiver.kind {
        ReceiverKind::Reference(_, _, None) => return,
        ReceiverKind::Typed(_, ty) if is_counted(ty) => return,
        ReceiverKind::Reference(..) => format!(
            "the hook `{name}` cannot take `&mut self`, because an object handles several events at a time; \
             take `&self`, and keep what changes in a `worker_sdk::durable_objects::Cell`"
        ),
        _ => format!(
            "the hook `{name}` cannot take the object away; write `&self`, or `self: Rc<Self>`"
        ),
    };
    errors.at(receiver, message);
}

fn is_counted(ty: &Type) -> bool {
    let Type::Path(path) = ty else {
        return false;
    };
    let last = path.path.segments.last();
    last.is_some_and(|segment| segment.ident == "Rc")
}

fn unconditional(function: &Function, subject: &Subject, errors: &mut Errors) {
    let conditions = function.attributes.iter().filter(|attribute| {
        let path = attribute.path();
        path.is_ident("cfg") || path.is_ident("cfg_attr")
    });
    for condition in conditions {
        let message = format!(
            "a {} cannot depend on a condition; write one `impl` block for each case",
            subject.noun
        );
        errors.at(condition, message);
    }
}

/// Names that nobody gives to another function than a hook.
fn no_hook(function: &Function, name: &str, errors: &mut Errors) {
    if function.signature.receiver().is_none() {
        return;
    }
    let plain = plain(name);
    let close = |hook: &Hook| edits(&plain, &self::plain(hook.name()));
    let Some(hook) = Hook::ALL.into_iter().min_by_key(close) else {
        return;
    };
    let is_about_sockets = plain.starts_with("websocket");
    let limit = if is_about_sockets { 3 } else { 1 };
    if close(&hook) <= limit {
        let meant = hook.name();
        errors.at(
            &function.signature.ident,
            format!(
                "the platform calls no `{name}`; did you mean `{meant}`? A method that is no hook, and is called so, \
                 belongs to an `impl` block of its own"
            ),
        );
    }
}

/// The letters of a name, without what people put before the name of an event.
fn plain(name: &str) -> String {
    let letters = name.replace('_', "").to_lowercase();
    let short = ["on", "handle"]
        .iter()
        .find_map(|prefix| letters.strip_prefix(prefix));
    short.unwrap_or(&letters).to_owned()
}
