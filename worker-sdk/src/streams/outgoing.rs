//! Rust streams that JavaScript reads.

use std::cell::{Cell, RefCell};
use std::future::poll_fn;
use std::pin::Pin;
use std::rc::Rc;
use std::task::{Context, Poll};

use futures_core::Stream;
use wasm_bindgen::JsValue;

use super::{ByteStream, reason, sys};
use crate::error::{Error, Result};
use crate::executor::{self, Id, Slab};
use crate::js;

struct Outgoing {
    stream: Option<ByteStream>,
    /// The task that waits for the next chunk.
    pull: Option<Id>,
}

type Shared = Rc<RefCell<Outgoing>>;

thread_local! {
    /// Streams that are made now outlive the client: somebody else reads them, too.
    static COPIED: Cell<bool> = const { Cell::new(false) };
    static OUTGOING: RefCell<Slab<Shared>> = const { RefCell::new(Slab::new()) };
}

/// A body that Rust writes. A trait object, so that a worker without one does not carry the code.
pub(crate) trait Readable: Send + Sync {
    /// A `ReadableStream`, or another value that the platform takes as a body.
    fn into_readable(self: Box<Self>) -> JsValue;

    fn into_stream(self: Box<Self>) -> ByteStream;

    /// The stream, if it is one already.
    #[cfg(feature = "http-body")]
    fn as_stream(&mut self) -> Option<&mut ByteStream> {
        None
    }
}

impl Readable for ByteStream {
    fn into_readable(self: Box<Self>) -> JsValue {
        match self.into_unread() {
            Ok(unread) => unread,
            Err(stream) => readable(stream, false, 0.0),
        }
    }

    fn into_stream(self: Box<Self>) -> ByteStream {
        *self
    }

    #[cfg(feature = "http-body")]
    fn as_stream(&mut self) -> Option<&mut ByteStream> {
        Some(self)
    }
}

/// A `ReadableStream`, on request one that gives way to readers with their own buffer, or one of chunks of which so many
/// bytes are made before somebody reads.
pub(super) fn readable(stream: ByteStream, is_bytes: bool, ahead: f64) -> JsValue {
    let shared = Rc::new(RefCell::new(Outgoing {
        stream: Some(stream),
        pull: None,
    }));
    let id = OUTGOING.with_borrow_mut(|all| all.insert(shared));
    // Nobody else registers them, so they are neighbours.
    let first = executor::callback(pull);
    executor::callback(cancel);
    let request = match COPIED.get() {
        true => JsValue::UNDEFINED,
        false => executor::current_source(),
    };
    let is_bytes = is_bytes.into();
    sys::stream_from(id.index, id.generation, first, is_bytes, ahead, &request)
}

/// Makes a message whose body gets a second reader. It does not end when the client leaves: half a page would be kept.
pub(crate) fn copied<T>(make: impl FnOnce() -> T) -> T {
    let outer = COPIED.replace(true);
    let made = make();
    COPIED.set(outer);
    made
}

fn poll_chunk(shared: &Shared, context: &mut Context<'_>) -> Poll<Option<Result<Vec<u8>>>> {
    let mut outgoing = shared.borrow_mut();
    let Some(stream) = &mut outgoing.stream else {
        return Poll::Ready(Some(Err(Error::new(GONE))));
    };
    let polled = Pin::new(stream).poll_next(context);
    outgoing.pull = if polled.is_pending() {
        executor::current()
    } else {
        None
    };
    polled
}

const GONE: &str = "the stream was given up before its end: the request that it belongs to is over";

/// The next chunk as a `Uint8Array`, `undefined` at the end, or a promise of it.
fn pull(index: i32, generation: i32) -> JsValue {
    let id = Id::new(index, generation);
    let Some(shared) = OUTGOING.with_borrow(|all| all.get(id).cloned()) else {
        return executor::start_sync(|| Err(js::new_error_of(GONE)));
    };
    executor::start("stream", async move {
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
fn cancel(index: i32, generation: i32) -> JsValue {
    reason::during(executor::take_passed(), || {
        forget(Id::new(index, generation));
    });
    JsValue::UNDEFINED
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
