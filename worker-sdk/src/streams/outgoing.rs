//! Rust streams that JavaScript reads.
#![allow(unreachable_pub, reason = "wasm-bindgen exports public functions only")]

use std::cell::RefCell;
use std::future::poll_fn;
use std::pin::Pin;
use std::rc::Rc;
use std::task::{Context, Poll};

use futures_core::Stream;
use wasm_bindgen::prelude::*;

use super::{ByteStream, sys};
use crate::error::Result;
use crate::executor::{self, Id, Slab};
use crate::js;

struct Outgoing {
    stream: Option<ByteStream>,
    /// The task that waits for the next chunk.
    pull: Option<Id>,
}

type Shared = Rc<RefCell<Outgoing>>;

thread_local! {
    static OUTGOING: RefCell<Slab<Shared>> = const { RefCell::new(Slab::new()) };
}

/// A `ReadableStream` that pulls from `stream`, or the JavaScript stream itself if `stream` is only a view of one.
pub(crate) fn into_readable(stream: ByteStream) -> JsValue {
    match stream.into_unread() {
        Ok(unread) => unread,
        Err(stream) => {
            let shared = Rc::new(RefCell::new(Outgoing {
                stream: Some(stream),
                pull: None,
            }));
            let id = OUTGOING.with_borrow_mut(|all| all.insert(shared));
            sys::stream_from(id.index, id.generation)
        }
    }
}

fn poll_chunk(shared: &Shared, context: &mut Context<'_>) -> Poll<Option<Result<Vec<u8>>>> {
    let mut outgoing = shared.borrow_mut();
    let Some(stream) = &mut outgoing.stream else {
        return Poll::Ready(None);
    };
    let polled = Pin::new(stream).poll_next(context);
    outgoing.pull = if polled.is_pending() {
        executor::current()
    } else {
        None
    };
    polled
}

/// The next chunk as a `Uint8Array`, `undefined` at the end, or a promise of it.
#[wasm_bindgen]
pub fn __worker_sdk_stream_pull(index: u32, generation: u32) -> JsValue {
    let id = Id::new(index, generation);
    let Some(shared) = OUTGOING.with_borrow(|all| all.get(id).cloned()) else {
        return JsValue::UNDEFINED;
    };
    executor::start("stream", JsValue::UNDEFINED, async move {
        let item = poll_fn(|context| poll_chunk(&shared, context)).await;
        match item {
            Some(Ok(chunk)) => Ok(js::bytes_to_js(&chunk)),
            Some(Err(error)) => {
                forget(id);
                Err(js::error_to_js(&error))
            }
            None => {
                forget(id);
                Ok(JsValue::UNDEFINED)
            }
        }
    })
}

/// The reader went away.
#[wasm_bindgen]
pub fn __worker_sdk_stream_cancel(index: u32, generation: u32) {
    forget(Id::new(index, generation));
}

fn forget(id: Id) {
    let Some(shared) = OUTGOING.with_borrow_mut(|all| all.remove(id)) else {
        return;
    };
    let Ok((stream, pull)) = shared
        .try_borrow_mut()
        .map(|mut outgoing| (outgoing.stream.take(), outgoing.pull.take()))
    else {
        return;
    };
    executor::guard_drop(stream);
    if let Some(pull) = pull {
        executor::cancel(pull);
    }
}
