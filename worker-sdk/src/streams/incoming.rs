//! Rust sinks that JavaScript writes to.

use std::cell::RefCell;
use std::future::poll_fn;
use std::pin::Pin;
use std::rc::Rc;
use std::task::{Context, Poll};

use futures_sink::Sink;
use wasm_bindgen::JsValue;

use super::{reason, sys};
use crate::error::{Error, Result};
use crate::executor::{self, Id, Slab};
use crate::js;

pub(super) type Boxed = Pin<Box<dyn Sink<Vec<u8>, Error = Error>>>;

struct Incoming {
    sink: Option<Boxed>,
    /// The task that waits for the sink.
    task: Option<Id>,
}

type Shared = Rc<RefCell<Incoming>>;

thread_local! {
    static INCOMING: RefCell<Slab<Shared>> = const { RefCell::new(Slab::new()) };
}

/// A `WritableStream` whose chunks go to `sink`, and whose writers wait when `ahead` bytes do; 0 stands for one chunk.
pub(super) fn writable(sink: Boxed, ahead: f64) -> JsValue {
    let shared = Rc::new(RefCell::new(Incoming {
        sink: Some(sink),
        task: None,
    }));
    let id = INCOMING.with_borrow_mut(|all| all.insert(shared));
    // Nobody else registers them, so they are neighbours.
    let first = executor::callback(write);
    executor::callback(close);
    executor::callback(abort);
    sys::writable_to(id.index, id.generation, first, ahead)
}

fn poll_sink<T>(
    shared: &Shared,
    context: &mut Context<'_>,
    step: impl FnOnce(Pin<&mut dyn Sink<Vec<u8>, Error = Error>>, &mut Context<'_>) -> Poll<Result<T>>,
) -> Poll<Result<T>> {
    let mut incoming = shared.borrow_mut();
    let Some(sink) = &mut incoming.sink else {
        // Aborted: nobody waits for the outcome.
        return Poll::Pending;
    };
    let polled = step(sink.as_mut(), context);
    incoming.task = if polled.is_pending() {
        executor::current()
    } else {
        None
    };
    polled
}

/// A promise that the chunk was taken.
fn write(index: i32, generation: i32, chunk: JsValue) -> JsValue {
    let id = Id::new(index, generation);
    let Some(shared) = INCOMING.with_borrow(|all| all.get(id).cloned()) else {
        return JsValue::UNDEFINED;
    };
    executor::start("stream", async move {
        let bytes = js::bytes_from_js(&chunk);
        drop(chunk);
        settle(id, send(&shared, bytes).await)
    })
}

async fn send(shared: &Shared, bytes: Vec<u8>) -> Result<()> {
    poll_fn(|context| poll_sink(shared, context, |sink, context| sink.poll_ready(context))).await?;
    let mut bytes = Some(bytes);
    poll_fn(|context| {
        poll_sink(shared, context, |sink, _| {
            Poll::Ready(sink.start_send(bytes.take().unwrap_or_default()))
        })
    })
    .await?;
    poll_fn(|context| poll_sink(shared, context, |sink, context| sink.poll_flush(context))).await
}

fn close(index: i32, generation: i32, _: JsValue) -> JsValue {
    let id = Id::new(index, generation);
    let Some(shared) = INCOMING.with_borrow(|all| all.get(id).cloned()) else {
        return JsValue::UNDEFINED;
    };
    executor::start("stream", async move {
        let closed = poll_fn(|context| {
            poll_sink(&shared, context, |sink, context| sink.poll_close(context))
        })
        .await;
        if closed.is_ok() {
            forget(id);
        }
        settle(id, closed)
    })
}

fn settle(id: Id, result: Result<()>) -> Result<JsValue, JsValue> {
    match result {
        Ok(()) => Ok(JsValue::UNDEFINED),
        Err(error) => {
            let thrown = js::error_to_js(&error);
            reason::during(thrown.clone(), || forget(id));
            Err(thrown)
        }
    }
}

/// The writer gave up, or went away.
fn abort(index: i32, generation: i32, reason: JsValue) -> JsValue {
    reason::during(reason, || {
        forget(Id::new(index, generation));
    });
    JsValue::UNDEFINED
}

fn forget(id: Id) {
    let Some(shared) = INCOMING.with_borrow_mut(|all| all.remove(id)) else {
        return;
    };
    let Ok((sink, task)) = shared
        .try_borrow_mut()
        .map(|mut incoming| (incoming.sink.take(), incoming.task.take()))
    else {
        return;
    };
    executor::guard_drop(sink);
    if let Some(task) = task {
        executor::cancel(task);
    }
}
