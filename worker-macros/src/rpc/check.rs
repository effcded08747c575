//! Finds what an interface cannot be, beyond what its syntax forbids.

use syn::{FnArg, ItemTrait, Pat, Receiver, ReceiverKind, ReturnType, Type};

use super::model::Written;
use crate::class::check::is_counted;
use crate::errors::Errors;
use crate::function::{Subject, check};

const METHOD: Subject = Subject {
    noun: "remote method",
    caller: "another worker",
    attribute: "#[rpc]",
    purpose: "that others call",
};

/// Names that mean something else to the platform, or to JavaScript.
const RESERVED: [&str; 27] = [
    "fetch",
    "connect",
    "alarm",
    "queue",
    "scheduled",
    "email",
    "tail",
    "tailStream",
    "test",
    "trace",
    "webSocketMessage",
    "webSocketClose",
    "webSocketError",
    "constructor",
    "dup",
    "then",
    "run",
    // Of a stub, or of each object.
    "id",
    "name",
    "env",
    "ctx",
    "toString",
    "toLocaleString",
    "valueOf",
    "hasOwnProperty",
    "isPrototypeOf",
    "propertyIsEnumerable",
];

/// What makes a client.
const OF_THE_CLIENT: [&str; 2] = ["of", "of_shared"];

/// Adds every mistake of the trait.
pub(crate) fn all(interface: &ItemTrait, methods: &[Written], errors: &mut Errors) {
    if !interface.generics.params.is_empty() {
        let message =
            "an interface cannot be generic, because others call it; write concrete types";
        errors.at(&interface.generics, message);
    }
    if let Some(word) = &interface.unsafety {
        errors.at(word, "an interface cannot be `unsafe`; remove the word");
    }
    for (at, method) in methods.iter().enumerate() {
        let before = methods.iter().take(at);
        name(method, before, errors);
        self::method(method, errors);
    }
}

fn name<'m>(method: &Written, before: impl Iterator<Item = &'m Written>, errors: &mut Errors) {
    let name = method.js_name();
    if RESERVED.contains(&name.as_str()) {
        let message = format!(
            "`{name}` means something else to the platform; give the method another name, or write `#[rpc(name = \"…\")]`"
        );
        errors.at_span(method.name_span(), message);
    }
    let mut letters = name.chars();
    let starts_well = letters
        .next()
        .is_some_and(|first| first.is_ascii_alphabetic());
    if !starts_well || !letters.all(|letter| letter.is_ascii_alphanumeric() || letter == '_') {
        let message = format!(
            "`{name}` cannot be the name of a remote method; begin with a letter, and use ASCII letters, digits and `_`"
        );
        errors.at_span(method.name_span(), message);
    }
    if before.into_iter().any(|other| other.js_name() == name) {
        let message = format!("two methods are called `{name}`; rename one");
        errors.at_span(method.name_span(), message);
    }
}

fn method(method: &Written, errors: &mut Errors) {
    let signature = &method.signature;
    if OF_THE_CLIENT.iter().any(|name| signature.ident == name) {
        let message = format!(
            "the client has a function `{}` already; give the method another name",
            signature.ident
        );
        errors.at(&signature.ident, message);
    }
    check::unconditional(&method.attributes, &METHOD, "interface", errors);
    check::qualifiers(signature, &METHOD, errors);
    check::generics(signature, &METHOD, errors);
    match signature.receiver() {
        Some(receiver) => self::receiver(receiver, errors),
        None => errors.at(
            &signature.ident,
            "a remote method belongs to an object; write `&self` as its first parameter",
        ),
    }
    if let Some(word) = &method.options.getter
        && signature.inputs.len() > 1
    {
        errors.at(
            word,
            "a property is read without arguments; remove the parameters, or `getter`",
        );
    }
    for input in &signature.inputs {
        let FnArg::Typed(parameter) = input else {
            continue;
        };
        check::parameter(parameter, METHOD.noun, errors);
        if !matches!(&*parameter.pat, Pat::Ident(name) if name.subpat.is_none()) {
            errors.at(
                &parameter.pat,
                "a parameter of a remote method has a name, for messages; write it in place of the pattern",
            );
        }
    }
    if let ReturnType::Type(_, ty) = &signature.output {
        output(ty, errors);
    }
}

fn output(ty: &Type, errors: &mut Errors) {
    match ty {
        Type::Reference(reference) => errors.at(
            reference,
            "a remote method gives its value away; return an owned one instead of a reference",
        ),
        Type::ImplTrait(anonymous) => errors.at(
            anonymous,
            "a remote method returns a concrete type, which its client needs too; name it instead of `impl`",
        ),
        _ => {}
    }
}

fn receiver(receiver: &Receiver, errors: &mut Errors) {
    let message = match &receiver.kind {
        ReceiverKind::Reference(_, _, None) => return,
        ReceiverKind::Typed(_, ty) if is_counted(ty) => return,
        ReceiverKind::Reference(..) => {
            "a remote method cannot take `&mut self`, because an object handles several calls at a time; take `&self`, and \
             keep what changes in a `Cell`"
        }
        ReceiverKind::Typed(..) => {
            "a remote method has the object as `&self`, or as `self: Rc<Self>`; write one of these"
        }
        _ => "a remote method cannot take the object away; write `&self`, or `self: Rc<Self>`",
    };
    errors.at(receiver, message);
}
