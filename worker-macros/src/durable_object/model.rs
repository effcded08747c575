//! What a Durable Object is, and where the user wrote it.

use proc_macro2::{Ident, Span};
use syn::ext::IdentExt;
use syn::spanned::Spanned;
use syn::{Path, ReceiverKind, ReturnType, Signature, Type};

use crate::class::block::Block;
use crate::class::options::Options;
use crate::function::check::types;
use crate::function::router;

/// The function that makes the object.
pub(crate) const NEW: &str = "new";

/// A method that the platform calls.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Hook {
    Fetch,
    Connect,
    Alarm,
    WebSocketMessage,
    WebSocketClose,
    WebSocketError,
}

impl Hook {
    pub(crate) const ALL: [Hook; 6] = [
        Hook::Fetch,
        Hook::Connect,
        Hook::Alarm,
        Hook::WebSocketMessage,
        Hook::WebSocketClose,
        Hook::WebSocketError,
    ];

    /// The name of the function.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Hook::Fetch => "fetch",
            Hook::Connect => "connect",
            Hook::Alarm => "alarm",
            Hook::WebSocketMessage => "websocket_message",
            Hook::WebSocketClose => "websocket_close",
            Hook::WebSocketError => "websocket_error",
        }
    }

    /// The name of the method that the platform calls.
    pub(crate) fn method(self) -> &'static str {
        match self {
            Hook::Fetch => "fetch",
            Hook::Connect => "connect",
            Hook::Alarm => "alarm",
            Hook::WebSocketMessage => "webSocketMessage",
            Hook::WebSocketClose => "webSocketClose",
            Hook::WebSocketError => "webSocketError",
        }
    }

    /// The type, in the SDK, of what the platform passes.
    pub(crate) fn arguments(self) -> &'static str {
        match self {
            Hook::Fetch => "RequestArgs",
            Hook::Connect => "ConnectionArgs",
            Hook::Alarm => "AlarmArgs",
            Hook::WebSocketMessage => "MessageArgs",
            Hook::WebSocketClose => "CloseArgs",
            Hook::WebSocketError => "SocketErrorArgs",
        }
    }

    /// What turns the returned value into what the platform expects.
    pub(crate) fn conversion(self) -> &'static str {
        match self {
            Hook::Fetch => "response",
            _ => "completion",
        }
    }
}

/// A function that the generated code calls.
pub(crate) struct Function<'a> {
    pub(crate) name: &'a Ident,
    pub(crate) asynchronous: bool,
    /// Whether it takes the object as `Rc<Self>`.
    pub(crate) counted: bool,
    /// The type of each parameter.
    pub(crate) parameters: Vec<&'a Type>,
    /// Whether it makes the router that answers in its place.
    pub(crate) routes: bool,
    pub(crate) returned: Option<&'a Type>,
    /// Where the returned type stands, or the name when there is none.
    pub(crate) output: Span,
}

impl<'a> Function<'a> {
    pub(crate) fn new(signature: &'a Signature) -> Self {
        let returned = match &signature.output {
            ReturnType::Type(_, returned) => Some(&**returned),
            ReturnType::Default => None,
        };
        let output = returned.map_or_else(|| signature.ident.span(), Spanned::span);
        let receiver = signature.receiver();
        Self {
            name: &signature.ident,
            asynchronous: signature.asyncness.is_some(),
            counted: receiver.is_some_and(|it| matches!(it.kind, ReceiverKind::Typed(..))),
            parameters: types(signature).collect(),
            routes: receiver.is_none() && router::returned(signature).is_some(),
            returned,
            output,
        }
    }
}

/// A class without mistakes, ready to be registered.
pub(crate) struct Class<'a> {
    pub(crate) krate: Option<Path>,
    pub(crate) name: &'a Ident,
    pub(crate) object: &'a Type,
    /// As JavaScript knows it.
    pub(crate) class: String,
    pub(crate) constructor: Function<'a>,
    pub(crate) hooks: Vec<(Hook, Function<'a>)>,
    /// The interfaces that others call.
    pub(crate) interfaces: Vec<Path>,
}

impl<'a> Class<'a> {
    /// Joins attribute and block; `None` if something is missing.
    pub(crate) fn new(options: Options, block: &'a Block) -> Option<Self> {
        let name = block.name()?;
        let class = class_name(&options, name);
        let function = |name| Some(Function::new(&block.function(name)?.signature));
        let hooks = Hook::ALL.into_iter();
        Some(Class {
            interfaces: options.interfaces().cloned().collect(),
            krate: options.krate,
            name,
            object: &block.object,
            class,
            constructor: function(NEW)?,
            hooks: hooks
                .filter_map(|hook| Some((hook, function(hook.name())?)))
                .collect(),
        })
    }
}

/// The name of the class.
pub(crate) fn class_name(options: &Options, name: &Ident) -> String {
    match &options.name {
        Some(written) => written.value(),
        None => name.unraw().to_string(),
    }
}
