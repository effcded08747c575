//! Spans of the platform itself.

use std::cell::Cell;
use std::future::{Ready, ready};

use futures_util::future::join;
use tracing::{Instrument, info_span};
use worker_sdk::spans::{Span, Status, Value};
use worker_sdk::{Env, Error, Response, Result, kv};

thread_local! {
    static EVENTS: Cell<u32> = const { Cell::new(0) };
}

pub(crate) async fn serve(path: &str, env: &Env) -> Result<Response> {
    let pages = env.kv("PAGES")?;
    EVENTS.set(EVENTS.get() + 1);
    match path {
        "events" => Ok(Response::text(EVENTS.get().to_string())),
        "tree" => tree(&pages).await,
        "told" => Ok(told()),
        _ => panic(&pages).await,
    }
}

/// What each span is inside of is the word behind its name.
async fn tree(pages: &kv::Namespace) -> Result<Response> {
    let outer = Span::start("outer in root");
    outer.run(Eager).await;
    outer.run(inside(pages)).await?;
    // Those that know of no span are inside of the request's, also when the last promise belonged to another one.
    read(pages, "root").await?;
    let (first, second) = (Span::start("first in root"), Span::start("second in root"));
    let (a, b) = join(
        first.run(twice(pages, "first")),
        second.run(twice(pages, "second")),
    )
    .await;
    a.and(b)?;
    Span::start("builder in root")
        .run(pages.put("builder", "a"))
        .await?;
    let beside = join(first.run(twice(pages, "first")), twice(pages, "root")).await;
    beside.0.and(beside.1)?;
    Ok(Response::text("ok"))
}

async fn inside(pages: &kv::Namespace) -> Result<()> {
    read(pages, "outer").await?;
    let inner = Span::start("inner in outer");
    inner.run(twice(pages, "inner")).await?;
    read(pages, "outer").await?;
    inner.in_scope(|| Span::start("scoped in inner").end());
    let task = {
        let pages = pages.clone();
        worker_sdk::spawn(async move { twice(&pages, "outer").await })
    };
    // The client is refused, which is all the same for the span.
    let _ = worker_sdk::fetch("http://127.0.0.1:1/outer").await;
    let bridged = async {
        let span = info_span!("tracing in bridged");
        read(pages, "bridged").instrument(span).await
    };
    Span::start("bridged in outer").run(bridged).await?;
    task.await.map_err(Error::new)?
}

/// Begins before it is polled.
struct Eager;

impl IntoFuture for Eager {
    type Output = ();
    type IntoFuture = Ready<()>;

    fn into_future(self) -> Ready<()> {
        Span::start("eager in outer").end();
        ready(())
    }
}

async fn twice(pages: &kv::Namespace, key: &str) -> Result<()> {
    read(pages, key).await?;
    read(pages, key).await
}

async fn read(pages: &kv::Namespace, key: &str) -> Result<()> {
    pages.get(key).text().await.map(drop)
}

fn told() -> Response {
    let span = Span::start("a name");
    span.update_name("another name")
        .set_attribute("flag", true)
        .set_attribute("number", 1)
        .set_attribute("number", 1.5)
        .set_attributes([("text", Value::from("é")), ("large", u64::MAX.into())])
        .set_status(Status::Error("no luck".to_owned()))
        .record_exception(&Error::new("what happened"));
    let context = span.context();
    Span::start("well")
        .set_status(Status::Ok)
        .set_status(Status::Unset);
    Span::start("last").end();
    if let Some(root) = Span::active() {
        root.set_attribute("of the request", "yes");
    }
    let parent = context.map(|context| context.traceparent());
    Response::text(parent.unwrap_or_default())
}

async fn panic(pages: &kv::Namespace) -> Result<Response> {
    let span = Span::start("panics");
    let work = async {
        read(pages, "panics").await?;
        panic!("inside of a span")
    };
    span.run(work).await
}
