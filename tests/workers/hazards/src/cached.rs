//! Answers that are copied into a cache on their way.

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::mem::take;
use std::time::Duration;

use futures_util::stream::{self, StreamExt};
use worker_sdk::cache::Cache;
use worker_sdk::html_rewriter::HtmlRewriter;
use worker_sdk::{Body, Context, Env, Response, Result, sleep};

const PARTS: usize = 20;

fn url(name: &str) -> String {
    format!("https://cached.example/{name}")
}

/// `stream/…` is made by Rust, `rewritten/…` comes from elsewhere and is changed by Rust.
pub(crate) async fn answer(name: &str, env: &Env, context: &Context) -> Result<Response> {
    let page = match name.split('/').next() {
        Some("stream") => Response::new(parts()).with_header("content-type", "text/html")?,
        _ => rewritten(env.service("PEER")?.fetch("http://peer/page").await?)?,
    };
    let mut page = page.with_header("cache-control", "max-age=60")?;
    let copy = page.try_clone()?;
    let mut outcome = Outcome(name.to_owned(), "given up".to_owned());
    context.wait_until(async move {
        let put = Cache::default().put(url(&outcome.0).as_str(), copy).await;
        outcome.is(put.map_or_else(|error| error.to_string(), |()| "kept".to_owned()));
    });
    Ok(page)
}

thread_local! {
    static OUTCOMES: RefCell<BTreeMap<String, String>> = const { RefCell::new(BTreeMap::new()) };
}

/// Name and outcome of a copy, noted when its task is over, however that ends.
struct Outcome(String, String);

impl Outcome {
    fn is(&mut self, outcome: String) {
        self.1 = outcome;
    }
}

impl Drop for Outcome {
    fn drop(&mut self) {
        let (name, outcome) = (take(&mut self.0), take(&mut self.1));
        OUTCOMES.with_borrow_mut(|all| all.insert(name, outcome));
    }
}

/// What became of a copy, once that is known.
pub(crate) fn outcome(name: &str) -> String {
    OUTCOMES.with_borrow(|all| all.get(name).cloned().unwrap_or_default())
}

fn parts() -> Body {
    Body::from_stream(stream::iter(0..PARTS).then(|_| async {
        sleep(Duration::from_millis(50)).await;
        Ok("<p>part</p>")
    }))
}

fn rewritten(page: Response) -> Result<Response> {
    HtmlRewriter::new()
        .element("p", |p| p.set_inner_content("part"))
        .transform(page)
}

/// The length of what the cache has, or nothing.
pub(crate) async fn kept(name: &str) -> Result<String> {
    match Cache::default().get(url(name).as_str()).await? {
        Some(copy) => Ok(copy.read_bytes().await?.len().to_string()),
        None => Ok("nothing".to_owned()),
    }
}
