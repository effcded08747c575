//! The parts of a function that are looked at.

use proc_macro2::Span;
use quote::ToTokens;
use syn::spanned::Spanned;
use syn::{FnArg, GenericArgument, Path, PathArguments, ReceiverKind, ReturnType, Signature, Type};

use super::parse::Options;
use crate::errors::Errors;
use crate::function::check::{mentions, types, written};

/// How many parameters a handler may have.
const MOST: usize = 10;

const METHOD: &str = "a method cannot be looked at; move it out of the `impl` block, and take the state as `State<T>` or `Rc<T>`";

const BORROWED: &str =
    "a handler owns its arguments; take `self: Rc<Self>`, as methods do in the router of an object";

pub(crate) struct Checked {
    pub(crate) krate: Option<Path>,
    pub(crate) state: Option<Type>,
    /// Parameters that leave the body alone.
    pub(crate) parts: Vec<Type>,
    /// The last parameter of a handler.
    pub(crate) last: Option<Type>,
    /// The parameter of a middleware that has to be the request.
    pub(crate) request: Option<Type>,
    /// What is returned, if it has a name.
    pub(crate) output: Option<Type>,
    pub(crate) asynchronous: bool,
    pub(crate) name: Span,
}

impl Checked {
    pub(crate) fn new(
        options: Options,
        signature: &Signature,
        errors: &mut Errors,
    ) -> Option<Self> {
        if is_wrong(signature, errors) {
            return None;
        }
        let mut parts: Vec<Type> = types(signature).cloned().collect();
        let state = match options.state {
            Some(state) => Some(state),
            None => state(&parts, errors)?,
        };
        let is_middleware = parts.last().is_some_and(|ty| is_named(ty, "Next"));
        let last = parts.pop();
        let request = if is_middleware { parts.pop() } else { None };
        if is_middleware && request.is_none() {
            errors.at(
                &signature.inputs,
                "a middleware has a `Request` before its `Next`; add it",
            );
            return None;
        }
        let output = match &signature.output {
            ReturnType::Type(_, ty) => Some((**ty).clone()),
            ReturnType::Default => None,
        };
        Some(Self {
            krate: options.krate,
            state,
            parts,
            last: last.filter(|_| !is_middleware),
            request,
            output: output.filter(|ty| !mentions(ty.to_token_stream(), "impl")),
            asynchronous: signature.asyncness.is_some(),
            name: signature.ident.span(),
        })
    }
}

/// Adds what no handler can have.
fn is_wrong(signature: &Signature, errors: &mut Errors) -> bool {
    let mut wrong = false;
    let mut say = |tokens: &dyn ToTokens, message: &str| {
        errors.at(tokens, message);
        wrong = true;
    };
    if !signature.generics.params.is_empty() {
        let message = "a generic function cannot be looked at; remove `#[debug_handler]`, or write concrete types";
        say(&signature.generics, message);
    }
    for input in &signature.inputs {
        match input {
            FnArg::Receiver(receiver) => {
                let message = match &receiver.kind {
                    ReceiverKind::Reference(..) => BORROWED,
                    _ => METHOD,
                };
                say(receiver, message);
            }
            FnArg::Typed(parameter) => match &*parameter.ty {
                Type::Reference(reference) => {
                    say(
                        reference,
                        "a handler owns its arguments; take the type without `&`",
                    );
                }
                Type::ImplTrait(anonymous) => {
                    say(
                        anonymous,
                        "a handler's parameter has a concrete type; name it instead of `impl`",
                    );
                }
                _ => {}
            },
        }
    }
    if signature.inputs.len() > MOST {
        say(
            &signature.inputs,
            "a handler has up to 10 parameters; take several in one tuple or struct",
        );
    }
    wrong
}

/// The state of the router, as far as the parameters tell; `None` if they tell of several.
fn state(parts: &[Type], errors: &mut Errors) -> Option<Option<Type>> {
    let mut states = parts.iter().filter_map(state_of);
    let Some(first) = states.next() else {
        return Some(None);
    };
    let name = written(&first);
    if let Some(other) = states.find(|state| written(state) != name) {
        let message = format!(
            "the state of the router is not known, because there are `{name}` and `{}`; write it as \
             `#[debug_handler(state = App)]`",
            written(&other)
        );
        errors.at(other, message);
        return None;
    }
    Some(Some(first))
}

/// `T` of `State<T>`, or an `Rc<T>`, which is the state itself.
fn state_of(ty: &Type) -> Option<Type> {
    let Type::Path(path) = ty else {
        return None;
    };
    let segment = path.path.segments.last()?;
    let PathArguments::AngleBracketed(arguments) = &segment.arguments else {
        return None;
    };
    match arguments.args.first() {
        Some(GenericArgument::Type(state)) if segment.ident == "State" => Some(state.clone()),
        Some(_) if segment.ident == "Rc" => Some(ty.clone()),
        _ => None,
    }
}

fn is_named(ty: &Type, name: &str) -> bool {
    let Type::Path(path) = ty else {
        return false;
    };
    path.path
        .segments
        .last()
        .is_some_and(|segment| segment.ident == name)
}

/// Where the compiler points to when a type is wrong.
pub(crate) fn place(ty: &Type) -> Span {
    ty.span().resolved_at(Span::mixed_site())
}
