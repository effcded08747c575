//! What a handler is, and where the user wrote it.

use proc_macro2::{Ident, Span, TokenStream};
use syn::spanned::Spanned;
use syn::{Attribute, Path, ReturnType, Signature, Type};

use crate::function::check::types;
use crate::function::router::returned;

/// An event of the platform.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Event {
    Fetch,
    Scheduled,
    Queue,
    Email,
    Tail,
    TailStream,
    Connect,
    Start,
}

impl Event {
    pub(crate) const ALL: [Event; 8] = [
        Event::Fetch,
        Event::Scheduled,
        Event::Queue,
        Event::Email,
        Event::Tail,
        Event::TailStream,
        Event::Connect,
        Event::Start,
    ];

    /// The name in the attribute and in the record.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Event::Fetch => "fetch",
            Event::Scheduled => "scheduled",
            Event::Queue => "queue",
            Event::Email => "email",
            Event::Tail => "tail",
            Event::TailStream => "tail_stream",
            Event::Connect => "connect",
            Event::Start => "start",
        }
    }

    /// The names of all, for messages.
    pub(crate) fn list() -> String {
        let names = Event::ALL.map(|event| format!("`{}`", event.name()));
        names.join(", ")
    }

    pub(crate) fn from_name(name: &str) -> Option<Event> {
        Event::ALL.into_iter().find(|event| event.name() == name)
    }
}

/// What stands in the parentheses of the attribute.
#[derive(Default)]
pub(crate) struct Options {
    pub(crate) event: Option<Event>,
    pub(crate) krate: Option<Path>,
}

/// What the attribute stands on.
pub(crate) struct Item {
    /// The item as it was written, without repeated `#[event]` attributes.
    pub(crate) tokens: TokenStream,
    /// Further `#[event]` attributes on the same item.
    pub(crate) repeated: Vec<Attribute>,
    /// The signature, if it could be read. The body is never parsed, so that an editor can
    /// complete code in it while it is not valid.
    pub(crate) signature: Option<Signature>,
}

/// A function without mistakes, ready to be registered.
pub(crate) struct Handler<'a> {
    pub(crate) event: Event,
    /// Path of the SDK, when it is not `::worker_sdk`.
    pub(crate) krate: Option<Path>,
    pub(crate) name: &'a Ident,
    pub(crate) asynchronous: bool,
    /// The type of each parameter.
    pub(crate) parameters: Vec<&'a Type>,
    /// Where the returned type stands, or the name when there is none.
    pub(crate) output: Span,
    /// The returned type, if it is a router: what the function makes once, for all events.
    pub(crate) router: Option<&'a Type>,
}

impl<'a> Handler<'a> {
    /// Joins attribute and item; `None` if either could not be read.
    pub(crate) fn new(options: Options, item: &'a Item) -> Option<Self> {
        let signature = item.signature.as_ref()?;
        let output = match &signature.output {
            ReturnType::Type(_, returned) => returned.span(),
            ReturnType::Default => signature.ident.span(),
        };
        Some(Handler {
            event: options.event?,
            krate: options.krate,
            name: &signature.ident,
            asynchronous: signature.asyncness.is_some(),
            parameters: types(signature).collect(),
            output,
            router: router(options.event, signature),
        })
    }
}

/// The returned type of a `fetch` handler, if it is called `Router`.
pub(crate) fn router(event: Option<Event>, signature: &Signature) -> Option<&Type> {
    returned(signature).filter(|_| event == Some(Event::Fetch))
}
