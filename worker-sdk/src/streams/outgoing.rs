//! Rust streams that JavaScript reads.

use std::cell::{Cell, RefCell};
use std::future::poll_fn;
use std::pin::Pin;
use std::rc::Rc;
use std::task::{Context, Poll, ready};

use futures_core::Stream;
use wasm_bindgen::JsValue;

use super::gathered::Gathered;
use super::{ByteStream, reason, sys};
use crate::error::{Error, Result};
use crate::executor::{self, Id, Slab};
use crate::http::HttpError;
use crate::js;

struct Outgoing {
    stream: Option<ByteStream>,
    /// The event that the stream belongs to.
    root: Option<Id>,
    /// The task that waits for the next chunk.
    pull: Option<Id>,
    /// How many chunks may cross as one.
    together: usize,
    /// What the stream said behind the chunks that crossed last.
    last: Option<Option<Error>>,
}

type Shared = Rc<RefCell<Outgoing>>;

thread_local! {
    /// Streams that are made now outlive the client: somebody else reads them, too.
    static COPIED: Cell<bool> = const { Cell::new(false) };
    /// Who else has to know that a message of this event gets a second reader.
    static ON_COPY: Cell<Option<fn()>> = const { Cell::new(None) };
    static OUTGOING: RefCell<Slab<Shared>> = const { RefCell::new(Slab::new()) };
}

/// A body that Rust writes. A trait object, so that a worker without one does not carry the code.
pub(crate) trait Readable: Send + Sync {
    /// A `ReadableStream`, or another value that the platform takes as a body.
    fn into_readable(self: Box<Self>) -> JsValue;

    fn into_stream(self: Box<Self>) -> ByteStream;

    /// How many bytes there are, unless it takes reading to know.
    fn known_length(&self) -> Option<u64> {
        None
    }

    /// The error that it tells of.
    fn http_error(&self) -> Option<&HttpError> {
        None
    }

    #[cfg(feature = "router")]
    fn http_error_mut(&mut self) -> Option<&mut HttpError> {
        None
    }

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
            Err(stream) => outgoing(stream, Kind::Body, 0.0),
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

/// What a stream is made for.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    /// All of it is read, and nobody looks at single chunks.
    Body,
    Chunks,
    /// As chunks, but it gives way to readers with their own buffer.
    Bytes,
}

/// A `ReadableStream` of the same chunks, on request one that gives way to readers with their own buffer, or one of
/// which so many bytes, or, if it is negative, so many chunks are made before somebody reads.
pub(super) fn readable(stream: ByteStream, is_bytes: bool, ahead: f64) -> JsValue {
    let kind = if is_bytes { Kind::Bytes } else { Kind::Chunks };
    outgoing(stream, kind, ahead)
}

fn outgoing(stream: ByteStream, kind: Kind, ahead: f64) -> JsValue {
    let shared = Rc::new(RefCell::new(Outgoing {
        stream: Some(stream),
        root: executor::current_root(),
        pull: None,
        together: usize::from(kind == Kind::Body),
        last: None,
    }));
    let id = OUTGOING.with_borrow_mut(|all| all.insert(shared));
    // Nobody else registers them, so they are neighbours.
    let first = executor::callback(pull);
    executor::callback(cancel);
    let request = match COPIED.get() {
        true => JsValue::UNDEFINED,
        false => executor::current_source(),
    };
    let is_bytes = (kind == Kind::Bytes).into();
    sys::stream_from(id.index, id.generation, first, is_bytes, ahead, &request)
}

/// Makes a message whose body gets a second reader. It does not end when the client leaves: half a page would be kept.
pub(crate) fn copied<T>(make: impl FnOnce() -> T) -> T {
    let outer = COPIED.replace(true);
    let made = make();
    COPIED.set(outer);
    if let Some(tell) = ON_COPY.get() {
        tell();
    }
    made
}

/// Has `tell` called whenever a message is copied.
pub(crate) fn when_copied(tell: fn()) {
    ON_COPY.set(Some(tell));
}

impl Outgoing {
    fn poll_next(&mut self, context: &mut Context<'_>) -> Poll<Option<Result<Vec<u8>>>> {
        match &mut self.stream {
            Some(stream) => Pin::new(stream).poll_next(context),
            None => Poll::Ready(Some(Err(Error::new(GONE)))),
        }
    }

    /// The next chunks, none at the end.
    fn poll_chunks(&mut self, context: &mut Context<'_>) -> Poll<Result<Option<Gathered>>> {
        if let Some(last) = self.last.take() {
            return Poll::Ready(last.map_or(Ok(None), Err));
        }
        let Some(first) = ready!(self.poll_next(context)) else {
            return Poll::Ready(Ok(None));
        };
        let mut gathered = Gathered::default();
        gathered.push(first?);
        self.gather(&mut gathered, context);
        Poll::Ready(Ok(Some(gathered)))
    }

    /// Takes what is there already. One chunk at first and then twice as many each time, so that none waits for
    /// longer than those before it took to make.
    fn gather(&mut self, gathered: &mut Gathered, context: &mut Context<'_>) {
        while gathered.has_room(self.together) {
            match self.poll_next(context) {
                Poll::Ready(Some(Ok(chunk))) => gathered.push(chunk),
                Poll::Ready(end) => {
                    self.last = Some(end.and_then(Result::err));
                    break;
                }
                Poll::Pending => break,
            }
        }
        self.together = self.together.saturating_mul(2);
    }
}

fn poll_pull(shared: &Shared, context: &mut Context<'_>) -> Poll<Result<Option<Gathered>>> {
    let mut outgoing = shared.borrow_mut();
    // Where the event is not known, the first pull stands for it.
    outgoing.root = outgoing.root.or_else(executor::current_root);
    let polled = outgoing.poll_chunks(context);
    outgoing.pull = if polled.is_pending() {
        executor::current()
    } else {
        None
    };
    polled
}

const GONE: &str = "the stream was given up before its end: the request that it belongs to is over";

/// The next chunk as a `Uint8Array`, `undefined` at the end, or a promise of it.
fn pull(index: i32, generation: i32, _: JsValue) -> JsValue {
    let id = Id::new(index, generation);
    let Some(shared) = OUTGOING.with_borrow(|all| all.get(id).cloned()) else {
        return executor::start_sync(|| Err(js::new_error_of(GONE)));
    };
    let root = shared.borrow().root;
    executor::start_in(root, "stream", async move {
        let pulled = poll_fn(|context| poll_pull(&shared, context)).await;
        if let Ok(Some(chunks)) = pulled {
            return Ok(chunks.to_js());
        }
        forget(id);
        match pulled {
            Err(error) => Err(js::error_to_js(&error)),
            Ok(_) => Ok(JsValue::UNDEFINED),
        }
    })
}

/// The reader went away.
fn cancel(index: i32, generation: i32, reason: JsValue) -> JsValue {
    reason::during(reason, || {
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
