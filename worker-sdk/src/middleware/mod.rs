//! What stands around handlers.
//!
//! A middleware is an `async` function whose last two parameters are the request and [`Next`], which asks what is
//! further in. What stands before them are [extractors](crate::extract) that leave the body alone:
//!
//! ```no_run
//! use worker_sdk::extract::State;
//! use worker_sdk::middleware::Next;
//! use worker_sdk::router::{Router, get};
//! use worker_sdk::{Bindings, HttpError, Request, Response, env::Secret};
//!
//! #[derive(Bindings, Clone)]
//! struct App {
//!     token: Secret,
//! }
//!
//! async fn only_us(State(app): State<App>, request: Request, next: Next) -> Result<Response, HttpError> {
//!     let given = request.header("x-token");
//!     if !given.is_some_and(|given| app.token.matches(&given)) {
//!         return Err(HttpError::unauthorized("the token is wrong"));
//!     }
//!     let response = next.run(request).await?;
//!     Ok(response.with_header("cache-control", "private")?)
//! }
//!
//! fn app() -> Router<App> {
//!     Router::new().route("/", get(|| "hello")).layer(only_us)
//! }
//! ```
//!
//! It is added with [`Router::layer`](crate::router::Router::layer), for all routes of a router, or with
//! [`MethodRouter::layer`](crate::router::MethodRouter::layer), for one. The one added last sees a request first.
//!
//! A middleware that decides by the path takes [`MatchedPath`](crate::extract::MatchedPath), or stands only around the
//! routes that it is for. `request.path()` is escaped as the client has written it. Escaped letters, digits and `-._~` lead
//! to no text of a route (`/%61dmin` is not `/admin`), only to parameters; what a route cannot have without escapes, such as
//! the `é` of `/café`, has them in capitals or not.
//!
#![doc = include_str!("guide.md")]

mod auth;
mod body_limit;
mod cache;
mod catch_panic;
mod compression;
mod control;
mod cors;
mod csrf;
mod errors;
mod etag;
#[cfg(feature = "json")]
mod jwt;
mod logger;
mod marks;
mod next;
mod personal;
mod rate_limit;
mod request_id;
mod secure_headers;
mod timeout;
mod trailing_slash;
mod upstream_limit;
mod webhook;

use std::future::Future;
use std::rc::Rc;

use crate::error::Result;
use crate::extract::FromRequestParts;
use crate::http::{IntoResponse, or_rejection};
use crate::{Request, Response};

pub use crate::extract::BodyLimit;
pub use auth::{RequireBasic, RequireBearer};
pub use cache::Cache;
pub use catch_panic::CatchPanic;
pub use compression::Compression;
pub use cors::{Cors, CorsWith};
pub use csrf::Csrf;
pub use errors::{OnError, on_error};
pub use etag::ETag;
#[cfg(feature = "json")]
pub use jwt::{Claims, ClaimsRejection, RequireJwt, RequireScope};
pub use logger::{Exchange, Logger};
#[doc(hidden)]
pub use marks::Marks;
pub(crate) use marks::marked;
pub use next::Next;
pub(crate) use personal::Personal;
pub use rate_limit::{InBinding, InKv, InObject, RateLimit, RateLimitBackend};
pub use request_id::{RequestId, RequestIds};
pub use secure_headers::{Nonce, SecureHeaders};
pub use timeout::Timeout;
pub use trailing_slash::TrailingSlash;
pub use upstream_limit::UpstreamLimit;
pub use webhook::VerifyWebhook;

/// What stands around handlers: an `async` function, or a type of its own.
///
/// `M` is of no interest to implementations: leave it out.
///
/// # Example: with settings
///
/// ```no_run
/// use worker_sdk::middleware::{Middleware, Next};
/// use worker_sdk::router::{Router, get};
/// use worker_sdk::{Request, Response, Result};
///
/// struct ServedBy(&'static str);
///
/// impl<S> Middleware<S> for ServedBy {
///     async fn handle(&self, request: Request, next: Next, _: &S) -> Result<Response> {
///         next.run(request).await?.with_header("x-served-by", self.0)
///     }
/// }
///
/// let router: Router = Router::new().route("/", get(|| "hello")).layer(ServedBy("rust"));
/// ```
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a middleware",
    label = "this cannot stand around handlers of a router",
    note = "a middleware is an `async` function that ends with the parameters `Request` and `Next` and returns a response",
    note = "parameters before these two are extractors that leave the body alone",
    note = "`State<T>` takes the router's state, which has to be `Clone`, or a part of it, which has to be `FromRef`",
    note = "or implement `worker_sdk::middleware::Middleware` for `{Self}`"
)]
pub trait Middleware<S, M = ()>: 'static {
    /// Answers the request, mostly by asking `next`.
    ///
    /// # Errors
    ///
    /// Fails with what `next` fails with, or what the middleware does.
    fn handle(
        &self,
        request: Request,
        next: Next,
        state: &S,
    ) -> impl Future<Output = Result<Response>>;

    /// Gives what needs no future of its own.
    #[doc(hidden)]
    fn into_marks(self) -> std::result::Result<Rc<dyn Marks>, Self>
    where
        Self: Sized,
    {
        Err(self)
    }
}

macro_rules! functions {
    ($($part:ident)*) => {
        #[allow(non_snake_case, reason = "a parameter is called as its type")]
        impl<F, R, S, $($part,)*> Middleware<S, (R, $($part,)*)> for F
        where
            F: Fn($($part,)* Request, Next) -> R + 'static,
            R: Future<Output: IntoResponse>,
            $($part: FromRequestParts<S>,)*
        {
            #[allow(unused_variables, unused_mut, reason = "without extractors, nothing is taken apart")]
            async fn handle(&self, request: Request, next: Next, state: &S) -> Result<Response> {
                let (mut parts, rest) = next.into_parts(request);
                $(
                    let $part = match $part::from_request_parts(&mut parts, state).await {
                        Ok(value) => value,
                        Err(rejection) => return rejection.into_response(),
                    };
                )*
                let (request, next) = rest.into_next(parts);
                or_rejection(self($($part,)* request, next).await.into_response())
            }
        }
    };
}

functions!();
functions!(A);
functions!(A B);
functions!(A B C);
functions!(A B C D);
functions!(A B C D E);
functions!(A B C D E G);
