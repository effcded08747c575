//! How often a client may ask.

mod backends;
mod key;

use http::StatusCode;

use super::upstream_limit::seconds;
use super::{Middleware, Next};
use crate::console_error;
use crate::error::{Error, Result};
use crate::http::{HttpError, IntoResponse};
use crate::js::Local;
use crate::rate_limiting::{Decision, Limiter, Quota};
use crate::{Headers, Request, Response, durable_objects, kv};

pub use backends::{InBinding, InKv, InObject, RateLimitBackend};

/// Refuses the requests of a client that asks too often, with 429.
///
/// | made with | counts | exact | costs |
/// |---|---|---|---|
/// | [`RateLimit::binding`] | the platform, in each of its locations | nearly | nothing |
/// | [`RateLimit::object`] | a Durable Object for each client | yes | a request to the object |
/// | [`RateLimit::kv`] | an entry of KV for each client and window | no | a read, and a write behind the answer |
///
/// A client is its address, unless [`key`](Self::key) or [`key_header`](Self::key_header) says otherwise: that of the
/// platform's header `cf-connecting-ip`, or its network of 64 bits where the address is one of IPv6. Requests that have no
/// such header, or no key, count as those of one client.
///
/// Answers have `ratelimit-policy`, and `ratelimit` where the number of requests that are left is known, as in the
/// [draft](https://datatracker.ietf.org/doc/draft-ietf-httpapi-ratelimit-headers/) of the IETF; a refusal has `retry-after`.
///
/// When the backend fails, the failure is in the log and requests pass, unless it is to
/// [`fail_closed`](Self::fail_closed).
///
/// Put it outside of what takes time, such as finding out who asks, and inside of [`Cors`](super::Cors), so that scripts
/// can read the refusal.
///
/// # Example: by a binding
///
/// ```no_run
/// use worker_sdk::Bindings;
/// use worker_sdk::middleware::RateLimit;
/// use worker_sdk::rate_limiting::{Limiter, Quota};
/// use worker_sdk::router::{Router, get};
///
/// #[derive(Bindings, Clone)]
/// struct App {
///     limiter: Limiter,
/// }
///
/// fn app() -> Router<App> {
///     let limit = RateLimit::binding(Quota::per_minute(100), |app: &App| &app.limiter);
///     Router::new().route("/", get(|| "hello")).layer(limit)
/// }
/// ```
///
/// # Example: three attempts an hour, by account
///
/// ```no_run
/// use worker_sdk::Bindings;
/// use worker_sdk::durable_objects::Namespace;
/// use worker_sdk::middleware::RateLimit;
/// use worker_sdk::rate_limiting::Quota;
/// use worker_sdk::router::{Router, post};
///
/// #[derive(Bindings, Clone)]
/// struct App {
///     limits: Namespace, // of a class that consists of a `Counter`
/// }
///
/// fn app() -> Router<App> {
///     let limit = RateLimit::object(Quota::per_hour(3), |app: &App| &app.limits)
///         .named("sign-in")
///         .key(|request, _| request.query_value("account"))
///         .fail_closed();
///     Router::new().route("/sign-in", post(|| "welcome").layer(limit))
/// }
/// ```
#[must_use = "a middleware is added with `Router::layer`"]
pub struct RateLimit<B> {
    backend: B,
    rules: Rules,
}

/// All but the backend.
struct Rules {
    quota: Quota,
    name: &'static str,
    key: Local<Box<KeyOf>>,
    skip: Local<Box<IsSkipped>>,
    is_closed: bool,
}

type KeyOf = dyn Fn(&Request, &Next) -> Option<String>;
type IsSkipped = dyn Fn(&Request, &Next) -> bool;

impl<F> RateLimit<InBinding<F>> {
    /// Lets the platform count, with a binding of the router's state.
    ///
    /// The configuration says what is allowed. `quota` is to say the same: it is what clients are told.
    pub fn binding<S>(quota: Quota, limiter: F) -> Self
    where
        F: Fn(&S) -> &Limiter,
    {
        Self::with(quota, InBinding(limiter))
    }
}

impl<F> RateLimit<InKv<F>> {
    /// Counts in KV, in windows that end whatever happens in them.
    ///
    /// The count is approximate: requests that come at the same time are counted once, an entry takes one write in a
    /// second, and other places of the world see it up to a minute later. It is for quotas of hours and days. A window has a
    /// minute at least.
    pub fn kv<S>(quota: Quota, namespace: F) -> Self
    where
        F: Fn(&S) -> &kv::Namespace,
    {
        let window = quota.window().max(kv::MIN_EXPIRATION_TTL);
        Self::with(Quota::new(quota.limit(), window), InKv(namespace))
    }
}

impl<F> RateLimit<InObject<F>> {
    /// Counts in Durable Objects of a class that consists of a [`Counter`](crate::rate_limiting::Counter), one object for
    /// each client.
    ///
    /// The whole quota may be used at once, and comes back evenly.
    pub fn object<S>(quota: Quota, objects: F) -> Self
    where
        F: Fn(&S) -> &durable_objects::Namespace,
    {
        Self::with(quota, InObject(objects))
    }
}

impl<B> RateLimit<B> {
    /// Lets a type of your own count, which implements [`RateLimitBackend`].
    pub fn new(quota: Quota, backend: B) -> Self {
        Self::with(quota, backend)
    }

    fn with(quota: Quota, backend: B) -> Self {
        let rules = Rules {
            quota,
            name: "default",
            key: Local::new(Box::new(|request, _| key::address(request))),
            skip: Local::new(Box::new(|_, _| false)),
            is_closed: false,
        };
        Self { backend, rules }
    }

    /// Names the limit: clients are told, and limits of different names count apart.
    ///
    /// What is no letter, digit, `-` or `_` becomes `_`.
    pub fn named(mut self, name: &'static str) -> Self {
        self.rules.name = name;
        self
    }

    /// Whose requests are counted together. `Next` has what middleware further out has left, such as who asks.
    ///
    /// Requests without a key count as those of one client. A key of more than 128 bytes is replaced by its hash.
    pub fn key(mut self, key: impl Fn(&Request, &Next) -> Option<String> + 'static) -> Self {
        self.rules.key = Local::new(Box::new(key));
        self
    }

    /// Counts together what has the same value of a header, such as that of an API key. The value has to be checked
    /// further out: a client that makes them up is a new one with each request.
    pub fn key_header(self, name: &'static str) -> Self {
        self.key(move |request, _| request.header(name))
    }

    /// Lets requests pass uncounted.
    pub fn skip(mut self, skip: impl Fn(&Request, &Next) -> bool + 'static) -> Self {
        self.rules.skip = Local::new(Box::new(skip));
        self
    }

    /// Refuses requests with 503 when they cannot be counted.
    pub fn fail_closed(mut self) -> Self {
        self.rules.is_closed = true;
        self
    }
}

impl Rules {
    async fn key_of(&self, request: &Request, next: &Next) -> Result<String> {
        let key = (self.key)(request, next).unwrap_or_default();
        key::stored(self.name, &key).await
    }

    async fn answer(
        &self,
        decision: Result<Decision>,
        request: Request,
        next: Next,
    ) -> Result<Response> {
        let decision = match decision {
            Ok(decision) => decision,
            Err(error) => {
                self.report(&error);
                return match self.is_closed {
                    true => uncounted(),
                    false => next.run(request).await,
                };
            }
        };
        let mut response = match decision.is_allowed() {
            true => next.run(request).await?,
            false => too_many(&decision)?,
        };
        self.mark(response.headers_mut(), &decision)?;
        Ok(response)
    }

    #[cold]
    fn report(&self, error: &Error) {
        console_error!("the rate limit `{}` could not count: {error}", self.name);
    }

    /// What clients are told, in the form of the draft.
    fn mark(&self, headers: &mut Headers, decision: &Decision) -> Result<()> {
        let name = self.quoted_name();
        let (limit, window) = (self.quota.limit(), seconds(self.quota.window()));
        headers.append("ratelimit-policy", format!("{name};q={limit};w={window}"))?;
        if let Some(left) = decision.remaining() {
            let reset = seconds(decision.reset());
            headers.append("ratelimit", format!("{name};r={left};t={reset}"))?;
        }
        Ok(())
    }

    fn quoted_name(&self) -> String {
        let is_plain = |char: char| char.is_ascii_alphanumeric() || char == '-' || char == '_';
        let name = self.name.chars();
        let mut quoted = String::from("\"");
        quoted.extend(name.map(|char| if is_plain(char) { char } else { '_' }));
        quoted.push('"');
        quoted
    }
}

#[cold]
fn too_many(decision: &Decision) -> Result<Response> {
    let detail = "there were too many requests; ask again later";
    HttpError::new(StatusCode::TOO_MANY_REQUESTS, detail)
        .with_header("retry-after", seconds(decision.reset()).max(1).to_string())
        .into_response()
}

#[cold]
fn uncounted() -> Result<Response> {
    let detail = "the requests cannot be counted at the moment; ask again later";
    HttpError::new(StatusCode::SERVICE_UNAVAILABLE, detail)
        .with_header("retry-after", "1")
        .into_response()
}

impl<S, B: RateLimitBackend<S>> Middleware<S> for RateLimit<B> {
    async fn handle(&self, request: Request, next: Next, state: &S) -> Result<Response> {
        if (self.rules.skip)(&request, &next) {
            return next.run(request).await;
        }
        let decision = match self.rules.key_of(&request, &next).await {
            Ok(key) => {
                let context = next.context();
                self.backend
                    .count(&key, self.rules.quota, state, context)
                    .await
            }
            Err(error) => Err(error),
        };
        self.rules.answer(decision, request, next).await
    }
}

impl<B> std::fmt::Debug for RateLimit<B> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("RateLimit")
            .field("name", &self.rules.name)
            .field("quota", &self.rules.quota)
            .finish_non_exhaustive()
    }
}
