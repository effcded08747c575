//! Answers that were given before.

mod conditions;
mod entry;
mod freshness;
mod key;
mod revalidation;

use std::rc::Rc;
use std::time::Duration;

use http::Method;

use super::control::Control;
use super::next::behind;
use super::{Middleware, Next, Personal};
use crate::cache::{Cache as Store, Key};
use crate::error::{Error, Result};
use crate::js::Local;
use crate::{Context, Headers, Request, Response, console_error, now};
use conditions::{COMPARED, CONDITIONS, unless_known, without};
use entry::{Entry, is_failure, kept};
use freshness::lifetime;
use revalidation::Running;

/// Keeps answers in the [Cache API](crate::cache), and gives them again without asking the handler.
///
/// It does what RFC 9111 asks of a cache that several share:
///
/// - answers to `GET` are kept, and given to `GET` and `HEAD`, for as long as their `cache-control` (`s-maxage`, `max-age`)
///   or `expires` says, or [`ttl`](Self::ttl) where they say nothing. Without any of these nothing is kept;
/// - not kept are answers with `no-store`, `private`, `no-cache`, `set-cookie`, `vary: *`, a `vary` on a header that is
///   not in [`vary`](Self::vary), a `content-encoding`, or a status such as 206 or 500, streams of events, pages with their
///   [`Nonce`](super::Nonce), and answers to requests that have `cache-control: no-store`;
/// - a request with `authorization` is answered from, and its answer goes to, the cache only if the answer has `public`,
///   `s-maxage` or `must-revalidate`. So it is with requests whose token [`RequireJwt`](super::RequireJwt) has taken from
///   elsewhere, of whom [Access](crate::access) let in, and whose [session](crate::sessions) somebody has taken. Other
///   cookies of a request are not looked at: what depends on them says `private`;
/// - an answer has its own `cache-control`, its `age`, and `cache-status`, which tells a hit from a miss (RFC 9211);
/// - `if-none-match`, `if-modified-since` and `range` are answered from the cache, with 304 and 206. Without a copy, the
///   handler of a `GET` is asked without the first two, so that there is an answer to keep, which is then compared with what
///   the client has. A request with `range` reaches it as it is: what it answers with 206 is not kept;
/// - when a `POST`, `PUT`, `PATCH` or `DELETE` succeeds, the copy at its URL is removed;
/// - what else clients say about caching is ignored, as networks of caches do: anybody could make the handler work.
///
/// An answer with `stale-while-revalidate` is given for so long after it was fresh while a new one is made behind it,
/// once at a time in an instance of the worker. With `stale-if-error` it is given where the handler fails, or answers
/// with 500, 502, 503 or 504. `must-revalidate` and `proxy-revalidate` forbid both.
///
/// The cache belongs to the data centre that runs the worker; on `workers.dev` and in previews nothing is kept. It is a
/// cache of its own, which [`named`](Self::named) changes. When it fails, the handler is asked. A body goes to the client and
/// into the cache at the same time, and never through Rust unless Rust made it.
///
/// All entrypoints and objects of a worker share the cache. Inside of a Durable Object, and wherever a router is asked
/// without a context, nothing is kept without a [`key`](Self::key) of yours, and an entrypoint whose answers depend on the
/// `props` of its caller needs one as well.
///
/// Put it inside of what decides who may ask, and of what changes each answer, such as [`RequestIds`](super::RequestIds)
/// and [`Compression`](super::Compression): what is further in is not asked again.
///
/// # Examples
///
/// ```no_run
/// use std::time::Duration;
/// use worker_sdk::middleware::Cache;
/// use worker_sdk::router::{Router, get};
///
/// async fn prices() -> ([(&'static str, &'static str); 1], String) {
///     let fresh = [("cache-control", "max-age=60, stale-while-revalidate=600")];
///     (fresh, "tea: 2.50".to_owned())
/// }
///
/// let router: Router = Router::new()
///     .route("/prices", get(prices))
///     .layer(Cache::new().stale_if_error(Duration::from_secs(86_400)));
/// ```
///
/// See <https://developers.cloudflare.com/workers/runtime-apis/cache/>.
#[must_use = "a middleware is added with `Router::layer`"]
pub struct Cache {
    name: &'static str,
    defaults: Defaults,
    vary: Vec<&'static str>,
    key: Local<Option<Box<KeyOf>>>,
    bypass: Local<Box<IsPassed>>,
    running: Local<Running>,
}

type KeyOf = dyn Fn(&Request) -> String;
type IsPassed = dyn Fn(&Request) -> bool;

/// In seconds, where an answer says nothing.
#[derive(Clone, Copy, Default)]
struct Defaults {
    fresh: Option<u64>,
    while_revalidate: u64,
    if_error: u64,
}

/// What has to be known of a request after it was handed on.
struct Asked {
    key: String,
    context: Option<Context>,
    headers: Headers,
    is_head: bool,
    personal: Personal,
    must_not_be_kept: bool,
}

impl Cache {
    /// Keeps what says how long it is fresh.
    pub fn new() -> Self {
        Self {
            name: "worker-sdk",
            defaults: Defaults::default(),
            vary: Vec::new(),
            key: Local::new(None),
            bypass: Local::new(Box::new(|_| false)),
            running: Local::new(Rc::default()),
        }
    }

    /// How long answers are fresh that do not say it. Redirects with 302 and 307 have to: they are for now.
    pub fn ttl(mut self, fresh: Duration) -> Self {
        self.defaults.fresh = Some(fresh.as_secs());
        self
    }

    /// How long after that answers are given while new ones are made, unless they say it.
    pub fn stale_while_revalidate(mut self, stale: Duration) -> Self {
        self.defaults.while_revalidate = stale.as_secs();
        self
    }

    /// How long after that answers are given where the handler fails, unless they say it.
    pub fn stale_if_error(mut self, stale: Duration) -> Self {
        self.defaults.if_error = stale.as_secs();
        self
    }

    /// Keeps an answer for each combination of the values of these headers.
    ///
    /// A write removes the copy for the values that it has itself; the others stay until their time is over.
    ///
    /// Few values are better: a client that makes them up gets an answer of its own, kept for nobody else.
    pub fn vary(mut self, names: impl IntoIterator<Item = &'static str>) -> Self {
        self.vary = names.into_iter().collect();
        self
    }

    /// What an answer is kept under: an absolute URL, that of the request unless this is called. In a Durable Object it
    /// has to say which object it is, and where answers depend on `props`, what these say.
    pub fn key(mut self, key: impl Fn(&Request) -> String + 'static) -> Self {
        self.key = Local::new(Some(Box::new(key)));
        self
    }

    /// Which requests neither get what is kept nor have their answers kept.
    pub fn bypass(mut self, bypass: impl Fn(&Request) -> bool + 'static) -> Self {
        self.bypass = Local::new(Box::new(bypass));
        self
    }

    /// Which cache it is; one with a new name is empty.
    pub fn named(mut self, name: &'static str) -> Self {
        self.name = name;
        self
    }

    fn asked(&self, request: &Request, next: &mut Next) -> Asked {
        let headers = request.headers();
        let personal = Personal::of(next);
        let access = next.context().and_then(Context::access);
        if headers.has("authorization") || access.is_some() {
            personal.mark();
        }
        Asked {
            key: key::of(self.key_of(request), &self.vary, &headers),
            context: next.context().cloned(),
            is_head: request.verb() == "HEAD",
            personal,
            must_not_be_kept: Control::of(&headers).has("no-store"),
            headers,
        }
    }

    fn key_of(&self, request: &Request) -> String {
        match &*self.key {
            Some(key) => key(request),
            None => request.url().to_owned(),
        }
    }

    async fn answer(&self, request: Request, mut next: Next) -> Result<Response> {
        // Each Durable Object has answers of its own, and all may be asked under one URL.
        if self.key.is_none() && next.context().is_none() {
            return next.run(request).await;
        }
        match &*request.verb() {
            "GET" | "HEAD" if !self.passes(&request) => {}
            "POST" | "PUT" | "PATCH" | "DELETE" => {
                return self.change(request, next).await;
            }
            _ => return next.run(request).await,
        }
        let asked = self.asked(&request, &mut next);
        let store = self.store().await;
        let found = match &store {
            Some(store) => asked.find(store).await,
            None => None,
        };
        match found {
            Some(copy) if copy.is_fresh() => copy.answer(&asked.headers, asked.is_head),
            Some(copy) if copy.may_be_stale() => {
                let answer = copy.answer(&asked.headers, asked.is_head);
                if let Some(store) = store {
                    self.revalidate(store, asked, request, next)?;
                }
                answer
            }
            Some(copy) if copy.may_replace_an_error() => {
                let (headers, is_head) = (asked.headers.clone(), asked.is_head);
                let answer = self.ask(store, asked, "stale", request, next).await;
                if !is_failure(&answer) {
                    return answer;
                }
                if let Err(error) = &answer {
                    console_error!("an old copy answers, because the handler failed: {error}");
                }
                copy.answer(&headers, is_head)
            }
            Some(_) => self.ask(store, asked, "stale", request, next).await,
            None => self.ask(store, asked, "miss", request, next).await,
        }
    }

    /// A WebSocket is no answer that could be kept.
    fn passes(&self, request: &Request) -> bool {
        request.header("upgrade").is_some() || (self.bypass)(request)
    }

    async fn store(&self) -> Option<Store> {
        let opened = Store::open(self.name).await;
        opened.map_err(|error| report(&error)).ok()
    }

    /// Asks the handler, and keeps its answer behind it.
    async fn ask(
        &self,
        store: Option<Store>,
        asked: Asked,
        why: &'static str,
        request: Request,
        next: Next,
    ) -> Result<Response> {
        let is_compared = store.is_some() && asked.is_compared_here();
        let request = match is_compared {
            true => request.with_headers(without(&asked.headers, &COMPARED)?)?,
            false => request,
        };
        let mut response = next.run(request).await?;
        let kept = match store {
            Some(store) => asked.keep(&mut response, store, &self.vary, &self.defaults)?,
            None => None,
        };
        let stored = if kept.is_some() { "; stored" } else { "" };
        let status = format!("worker; fwd={why}{stored}");
        response.headers_mut().append("cache-status", status)?;
        if let Some(kept) = kept {
            behind(asked.context, kept);
        }
        match is_compared {
            true => unless_known(response, &asked.headers),
            false => Ok(response),
        }
    }

    /// Makes a new copy behind the old one, unless somebody does already.
    fn revalidate(&self, store: Store, asked: Asked, request: Request, next: Next) -> Result<()> {
        // It has no body that could be kept.
        if asked.is_head {
            return Ok(());
        }
        let Some(turn) = revalidation::begin(&self.running, &asked.key, now()) else {
            return Ok(());
        };
        let request = request.with_headers(without(&asked.headers, &CONDITIONS)?)?;
        let (vary, defaults) = (self.vary.clone(), self.defaults);
        let context = asked.context.clone();
        behind(context, async move {
            let mut response = next.run(request).await?;
            let kept = asked.keep(&mut response, store, &vary, &defaults)?;
            drop(response);
            if let Some(kept) = kept {
                kept.await?;
            }
            drop(turn);
            Ok(())
        });
        Ok(())
    }

    /// What was changed is not what was kept.
    async fn change(&self, request: Request, mut next: Next) -> Result<Response> {
        let key = self.asked(&request, &mut next).key;
        let context = next.context().cloned();
        let response = next.run(request).await?;
        let status = response.status();
        if (status.is_success() || status.is_redirection())
            && let Some(store) = self.store().await
        {
            behind(context, async move {
                if let Err(error) = store.delete(key).await {
                    report(&error);
                }
                Ok(())
            });
        }
        Ok(response)
    }
}

impl Asked {
    /// The copy, if there is one that this client may have.
    async fn find(&self, store: &Store) -> Option<Entry> {
        let found = match self.range() {
            Some(range) => store.get(range).await,
            None => store.get(&self.key).await,
        };
        let found = found.unwrap_or_else(|error| {
            report(&error);
            None
        });
        let entry = Entry::of(found?)?;
        (!self.personal.is_marked() || entry.is_for_others()).then_some(entry)
    }

    /// The key that has the cache answer with a part. With `if-range`, the whole is as good.
    fn range(&self) -> Option<Key> {
        let range = self.headers.get("range")?;
        if self.is_head || self.headers.has("if-range") {
            return None;
        }
        let mut headers = Headers::new();
        headers.set("range", range).ok()?;
        let request = Request::new(Method::GET, &self.key).ok()?;
        Some(request.with_headers(headers).ok()?.into())
    }

    /// Whether an answer to this may be kept that the handler would not give to a client that has it already.
    fn is_compared_here(&self) -> bool {
        let is_conditional = COMPARED.iter().any(|name| self.headers.has(name));
        is_conditional && !self.is_head && !self.must_not_be_kept && !self.headers.has("range")
    }

    /// The work of keeping this answer, if it may be kept.
    fn keep(
        &self,
        response: &mut Response,
        store: Store,
        vary: &[&str],
        defaults: &Defaults,
    ) -> Result<Option<impl Future<Output = Result<()>> + use<>>> {
        if self.is_head || self.must_not_be_kept || self.personal.is_single() {
            return Ok(None);
        }
        let (status, headers) = (response.status(), response.headers());
        let Some(lifetime) = lifetime(status, &headers, vary, defaults, now()) else {
            return Ok(None);
        };
        if self.personal.is_marked() && !Control::of(&headers).is_for_others() {
            return Ok(None);
        }
        let copy = kept(response.try_clone()?, lifetime)?;
        let put = store.put(self.key.as_str(), copy);
        Ok(Some(async move {
            put.await.unwrap_or_else(|error| report(&error));
            Ok(())
        }))
    }
}

#[cold]
fn report(error: &Error) {
    console_error!("the cache failed, and answers without it: {error}");
}

impl<S> Middleware<S> for Cache {
    async fn handle(&self, request: Request, next: Next, _: &S) -> Result<Response> {
        self.answer(request, next).await
    }
}

impl Default for Cache {
    fn default() -> Self {
        Self::new()
    }
}

impl std::fmt::Debug for Cache {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Cache")
            .field("name", &self.name)
            .finish_non_exhaustive()
    }
}
