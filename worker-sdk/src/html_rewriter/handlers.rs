//! Closures that JavaScript calls with a token.
//!
//! Each has a number. Those of one rewriter are a group, which goes when the document ends, when the client leaves and
//! no response of its event was copied, or when nothing of the rewriter is left in JavaScript.

use std::cell::RefCell;
use std::pin::Pin;

use wasm_bindgen::JsValue;

use super::token::Token;
use crate::error::{Error, Result};
use crate::executor::{self, Id, Slab};
use crate::js;
use crate::streams::when_copied;

/// What a handler is for, as in html_rewriter.js.
#[derive(Clone, Copy, Debug)]
pub(super) enum Kind {
    Element,
    Comments,
    Text,
    Doctype,
    End,
}

type Pending<'a> = Pin<Box<dyn Future<Output = Result<()>> + 'a>>;

pub(super) trait AsyncHandler {
    fn call(&mut self, token: JsValue, group: Id) -> Pending<'_>;
}

pub(super) enum Handler {
    Sync(Box<dyn FnMut(JsValue, Id) -> Result<()>>),
    Async(Box<dyn AsyncHandler>),
}

struct OfToken<F, T>(F, std::marker::PhantomData<fn(T)>);

impl<T: Token, F: AsyncFnMut(&mut T) -> Result<()>> AsyncHandler for OfToken<F, T> {
    fn call(&mut self, token: JsValue, group: Id) -> Pending<'_> {
        Box::pin(async move { (self.0)(&mut T::of(token, group)).await })
    }
}

impl Handler {
    pub(super) fn of_sync<T: Token>(mut f: impl FnMut(&mut T) -> Result<()> + 'static) -> Self {
        Self::Sync(Box::new(move |token, group| f(&mut T::of(token, group))))
    }

    pub(super) fn of_async<T: Token + 'static>(
        f: impl AsyncFnMut(&mut T) -> Result<()> + 'static,
    ) -> Self {
        Self::Async(Box::new(OfToken(f, std::marker::PhantomData)))
    }
}

struct Entry {
    group: Id,
    once: bool,
    /// Away while it runs.
    handler: Option<Handler>,
}

thread_local! {
    static ENTRIES: RefCell<Slab<Entry>> = const { RefCell::new(Slab::new()) };
    static GROUPS: RefCell<Slab<Group>> = const { RefCell::new(Slab::new()) };
}

struct Group {
    members: Vec<Id>,
    /// The event that the document belongs to.
    root: Option<Id>,
    /// Somebody else may read the document, too, and go on when the client has left.
    copied: bool,
}

pub(super) fn new_group() -> Id {
    when_copied(keep_copied);
    let group = Group {
        members: Vec::new(),
        root: executor::current_root(),
        copied: false,
    };
    GROUPS.with_borrow_mut(|groups| groups.insert(group))
}

/// A response of this event is copied. Which document its body is, if any, cannot be told.
fn keep_copied() {
    let root = executor::current_root();
    GROUPS.with_borrow_mut(|groups| {
        let own = groups.values_mut().filter(|group| group.root == root);
        own.for_each(|group| group.copied = true);
    });
}

/// Gives a handler its number.
pub(super) fn add(group: Id, handler: Handler, once: bool) -> Id {
    let entry = Entry {
        group,
        once,
        handler: Some(handler),
    };
    let id = ENTRIES.with_borrow_mut(|entries| entries.insert(entry));
    GROUPS.with_borrow_mut(|groups| {
        if let Some(group) = groups.get_mut(group) {
            group.members.push(id);
        }
    });
    id
}

pub(super) fn remove(id: Id) {
    let Some(entry) = ENTRIES.with_borrow_mut(|entries| entries.remove(id)) else {
        return;
    };
    GROUPS.with_borrow_mut(|groups| {
        let Some(group) = groups.get_mut(entry.group) else {
            return;
        };
        let members = &mut group.members;
        // End tags come in the reverse order of their start tags.
        if let Some(at) = members.iter().rposition(|member| *member == id) {
            members.swap_remove(at);
        }
    });
    executor::guard_drop(entry);
}

const GONE: &str =
    "the handlers of this document are gone: its client has left, or one of them has failed";

/// Calls a handler with the token that JavaScript passed.
pub(super) fn run(index: i32, generation: i32, token: JsValue) -> JsValue {
    let id = Id::new(index, generation);
    let taken = ENTRIES.with_borrow_mut(|entries| {
        let entry = entries.get_mut(id)?;
        Some((entry.handler.take()?, entry.group))
    });
    match taken {
        Some((Handler::Sync(mut handler), group)) => executor::start_sync(move || {
            let result = handler(token, group);
            put_back(id, Handler::Sync(handler));
            outcome(result, group)
        }),
        Some((Handler::Async(mut handler), group)) => {
            executor::start("html rewriter", async move {
                let result = handler.call(token, group).await;
                put_back(id, Handler::Async(handler));
                outcome(result, group)
            })
        }
        // Its request is gone, or it panicked. Nobody may take the rest for the document.
        None => executor::start_sync(|| Err(js::new_error_of(GONE))),
    }
}

fn put_back(id: Id, handler: Handler) {
    let gone = ENTRIES.with_borrow_mut(|entries| match entries.get_mut(id) {
        Some(entry) if !entry.once => {
            entry.handler = Some(handler);
            None
        }
        _ => Some(handler),
    });
    // Outside of the borrow: what a closure holds may do anything when it is dropped.
    if let Some(handler) = gone {
        drop(handler);
        remove(id);
    }
}

/// An error is the end of the document.
fn outcome(result: Result<()>, group: Id) -> Result<JsValue, JsValue> {
    match result {
        Ok(()) => Ok(JsValue::UNDEFINED),
        Err(error) => {
            drop_group(group);
            Err(js::error_to_js(&error))
        }
    }
}

/// Drops all handlers of a group.
pub(super) fn drop_group(group: Id) {
    let group = GROUPS.with_borrow_mut(|groups| groups.remove(group));
    for id in group.map(|group| group.members).unwrap_or_default() {
        remove(id);
    }
}

/// The document is rewritten, or never will be.
pub(super) fn done(index: i32, generation: i32, _: JsValue) -> JsValue {
    drop_group(Id::new(index, generation));
    JsValue::UNDEFINED
}

/// The client left.
pub(super) fn leave(index: i32, generation: i32, _: JsValue) -> JsValue {
    let id = Id::new(index, generation);
    let copied = GROUPS.with_borrow(|groups| groups.get(id).is_some_and(|group| group.copied));
    if !copied {
        drop_group(id);
    }
    JsValue::UNDEFINED
}

/// How many handlers are held, of all rewriters.
pub(super) fn live() -> usize {
    ENTRIES.with_borrow(Slab::len)
}

pub(super) fn failed(doing: &'static str) -> Error {
    Error::last_failure(doing)
}
