//! Answers for outbound requests.

mod recorded;

use std::cell::RefCell;
use std::fmt;
use std::future::Future;
use std::pin::Pin;
use std::rc::Rc;

use http::Method;
use wasm_bindgen::JsValue;

use super::{current, kit, sys};
use crate::error::Result;
use crate::executor::{self, Id, Slab};
use crate::js;
use crate::{Headers, Request, Response};

pub use recorded::Recorded;

thread_local! {
    static STUBS: RefCell<Slab<Rc<Entry>>> = const { RefCell::new(Slab::new()) };
}

struct Entry {
    answer: Answerer,
    received: RefCell<Vec<Received>>,
}

type Answer = Pin<Box<dyn Future<Output = Result<Response>>>>;

type Answerer = Box<dyn Fn(Request) -> Answer>;

/// Answers requests that the test, and everything that runs in it, sends to `host`; until the guard is dropped.
///
/// The host is that of the URL, with its port when it is not the protocol's own: `api.example.com`,
/// `localhost:8080`. As soon as one host is stubbed, a request to any other fails with an error that names it, so that
/// no test depends on the network. The newest stub of a host answers; when it is dropped, the one before it does.
///
/// An error of the closure is what the `fetch` fails with. Answers that are known before are written down as
/// [`Recorded`].
///
/// # Panics
///
/// Panics outside of a [test](macro@crate::test).
///
/// # Examples
///
/// ```no_run
/// # mod tests {
/// use worker_sdk::{Request, Response, Result, test};
///
/// #[worker_sdk::test]
/// async fn shows_the_weather() -> Result<()> {
///     let api = test::stub("api.example.com", async |request: Request| {
///         let city = request.query_value("city").unwrap_or_default();
///         Ok(Response::text(format!("rain in {city}")))
///     });
///     let page = test::fetch("/weather/Utrecht").await?.read_text().await?;
///     assert!(page.contains("rain in Utrecht"));
///     assert_eq!(api.received().len(), 1);
///     Ok(())
/// }
/// # }
/// ```
#[must_use = "the stub ends when the guard is dropped"]
#[track_caller]
pub fn stub<A>(host: impl Into<String>, answer: impl Fn(Request) -> A + 'static) -> Stub
where
    A: Future<Output = Result<Response>> + 'static,
{
    put(
        host.into(),
        Box::new(move |request| Box::pin(answer(request))),
    )
}

#[track_caller]
fn put(host: String, answer: Answerer) -> Stub {
    let kit = kit();
    let entry = Rc::new(Entry {
        answer,
        received: RefCell::default(),
    });
    let id = STUBS.with_borrow_mut(|stubs| stubs.insert(entry));
    let called = executor::callback(called);
    sys::stub(&kit, &js::text(&host), called, id.index, id.generation);
    Stub { host, id }
}

fn called(index: i32, generation: i32, request: JsValue) -> JsValue {
    let request = Request::from_raw(request);
    let Some(entry) = find(Id::new(index, generation)) else {
        return JsValue::UNDEFINED;
    };
    entry.received.borrow_mut().push(Received {
        method: request.method().clone(),
        url: request.url().to_owned(),
        headers: request.headers(),
    });
    executor::start("stub", async move {
        let response = (entry.answer)(request).await;
        response
            .and_then(Response::into_raw)
            .map_err(|error| js::error_to_js(&error))
    })
}

fn find(id: Id) -> Option<Rc<Entry>> {
    STUBS.with_borrow(|stubs| stubs.get(id).cloned())
}

/// A stub in force; see [`stub()`].
#[must_use = "the stub ends when the guard is dropped"]
pub struct Stub {
    host: String,
    id: Id,
}

impl Stub {
    /// The requests that it was asked to answer so far, oldest first.
    #[must_use]
    pub fn received(&self) -> Vec<Received> {
        find(self.id)
            .map(|entry| entry.received.borrow().clone())
            .unwrap_or_default()
    }
}

impl Drop for Stub {
    fn drop(&mut self) {
        if let Some(kit) = current(|current| &current.kit) {
            let host = js::text(&self.host);
            sys::unstub(&kit, &host, self.id.index, self.id.generation);
        }
        drop(STUBS.with_borrow_mut(|stubs| stubs.remove(self.id)));
    }
}

impl fmt::Debug for Stub {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Stub")
            .field("host", &self.host)
            .field("received", &self.received())
            .finish()
    }
}

/// A request that a stub answered.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Received {
    /// Its method.
    pub method: Method,
    /// Its whole URL.
    pub url: String,
    /// Its header fields.
    pub headers: Headers,
}
