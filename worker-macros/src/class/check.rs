//! What a class cannot be, whatever it extends.

use syn::spanned::Spanned;
use syn::{Receiver, ReceiverKind, Type};

use super::block::{Block, Function};
use super::options::Options;
use crate::errors::Errors;
use crate::function::{Subject, check, router};

/// How messages speak of the class.
pub(crate) struct Kind {
    /// The attribute, as it is written.
    pub(crate) attribute: &'static str,
    /// What it makes, as in "a Durable Object".
    pub(crate) noun: &'static str,
    /// Its constructor, as in the message that asks for one.
    pub(crate) constructor: &'static str,
    /// Why a method cannot have the object for itself.
    pub(crate) why_shared: &'static str,
}

const HOOK: Subject = Subject {
    noun: "hook",
    caller: "the platform",
    attribute: "",
    purpose: "that the platform calls",
};

const CONSTRUCTOR: Subject = Subject {
    noun: "constructor",
    ..HOOK
};

/// Adds the mistakes of the block itself; whether the rest of it can be looked at.
pub(crate) fn block(
    kind: &Kind,
    class: Option<&str>,
    options: &Options,
    block: &Block,
    errors: &mut Errors,
) -> bool {
    let Kind {
        attribute, noun, ..
    } = kind;
    if let Some(implementer) = &block.implementer {
        let message = format!(
            "`{attribute}` stands on the `impl` block of a trait; move the functions into a block of the type itself"
        );
        errors.at(implementer, message);
        return false;
    }
    if !block.generics.params.is_empty() {
        let message = format!(
            "{noun} cannot be generic, because the platform makes it; write concrete types"
        );
        errors.at(&block.generics, message);
    }
    match (block.name(), class) {
        (None, _) => {
            let message =
                format!("`{attribute}` needs the name of a type; write `impl Room {{ … }}`");
            errors.at(&block.object, message);
        }
        (Some(name), Some(class)) => {
            let span = options.name.as_ref().map_or(name.span(), Spanned::span);
            self::name(class, span, errors);
        }
        (Some(_), None) => {}
    }
    true
}

fn name(class: &str, span: proc_macro2::Span, errors: &mut Errors) {
    let starts_well = class.starts_with(|first: char| first.is_ascii_uppercase());
    let is_plain = |letter: char| letter.is_ascii_alphanumeric() || letter == '_';
    if !starts_well || !class.chars().all(is_plain) {
        errors.at_span(
            span,
            format!("`{class}` cannot be the name of a class; begin with a capital letter, and use ASCII letters, digits and `_`"),
        );
    }
}

/// Adds the mistakes of the function `new`.
pub(crate) fn constructor<'b>(
    kind: &Kind,
    block: &'b Block,
    errors: &mut Errors,
) -> Option<&'b Function> {
    let Some(function) = block.function("new") else {
        let message = format!(
            "{} is made by its function `new`; write `{}`",
            kind.noun, kind.constructor
        );
        errors.at(&block.object, message);
        return None;
    };
    check::unconditional(&function.attributes, &CONSTRUCTOR, "`impl` block", errors);
    check::callable(&function.signature, &CONSTRUCTOR, errors);
    if let Some(receiver) = function.signature.receiver() {
        let message = "`new` makes the object, so there is no `self` yet; remove it";
        errors.at(receiver, message);
    }
    Some(function)
}

/// Adds the mistakes of a method that the platform calls.
pub(crate) fn hook(kind: &Kind, function: &Function, errors: &mut Errors) {
    check::unconditional(&function.attributes, &HOOK, "`impl` block", errors);
    check::callable(&function.signature, &HOOK, errors);
    let name = function.name();
    let routes = router::returned(&function.signature).filter(|_| name == "fetch");
    match function.signature.receiver() {
        None if routes.is_some() => router::check(&function.signature, errors),
        Some(receiver) if routes.is_some() => errors.at(
            receiver,
            "a function that returns a `Router` runs once, before there is an object; remove the receiver: its handlers \
             take the object",
        ),
        None if name == "fetch" => errors.at(
            &function.signature.ident,
            "the hook `fetch` belongs to an object; write `&self` as its first parameter. Without it, `fetch` is made \
             once and returns a router: `fn fetch() -> Router<Rc<Self>>`",
        ),
        None => errors.at(
            &function.signature.ident,
            format!("the hook `{name}` belongs to an object; write `&self` as its first parameter"),
        ),
        Some(receiver) => self::receiver(kind, receiver, &name, errors),
    }
}

fn receiver(kind: &Kind, receiver: &Receiver, name: &str, errors: &mut Errors) {
    let message = match &receiver.kind {
        ReceiverKind::Reference(_, _, None) => return,
        ReceiverKind::Typed(_, ty) if is_counted(ty) => return,
        ReceiverKind::Reference(..) => {
            format!(
                "the hook `{name}` cannot take `&mut self`, because {}",
                kind.why_shared
            )
        }
        _ => format!(
            "the hook `{name}` cannot take the object away; write `&self`, or `self: Rc<Self>`"
        ),
    };
    errors.at(receiver, message);
}

/// Whether it is called `Rc`.
pub(crate) fn is_counted(ty: &Type) -> bool {
    let Type::Path(path) = ty else {
        return false;
    };
    let last = path.path.segments.last();
    last.is_some_and(|segment| segment.ident == "Rc")
}
