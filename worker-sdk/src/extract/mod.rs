//! What handlers of a [`Router`](crate::router::Router) take from a request.
//!
//! A handler has a parameter for each thing that it needs, and its type says what that is. Nothing else is looked at.
//!
//! | parameter | |
//! |---|---|
//! | [`Path<T>`] | parameters of the route's path |
//! | [`Query<T>`] | the query |
//! | [`Headers`](crate::Headers), [`TypedHeader<T>`] | the headers, one header |
//! | [`Accept`], [`AcceptLanguage`] | what the client would rather have, of what you offer |
//! | [`Cookies`], [`SignedCookies`], [`PrivateCookies`] | the cookies, and those that nobody else can make |
//! | [`State<T>`] | the router's state, or a part of it |
//! | `Rc<T>` | the state of a `Router<Rc<T>>`, such as the [object](crate::router#objects) that it answers for |
//! | [`Env`](crate::Env), a struct with `#[derive(Bindings)]` | the environment |
//! | [`Context`](crate::Context) | the context of the event |
//! | [`Cf`](crate::http::Cf), [`Method`](http::Method) | what the platform knows of the connection, the method |
//! | [`Extension<T>`] | what a middleware has left for the handler |
//! | **the last one may be** | |
//! | [`Json<T>`](crate::Json), [`Form<T>`] | the body as a type of your own |
//! | `String`, `Vec<u8>` | the body as text or bytes |
//! | [`FormData`](crate::http::FormData), `http::Multipart` | the body as a form with files, all at once or one after the other |
//! | [`Request`](crate::Request), [`Body`](crate::Body) | the request, or its body, which nobody has read |
//!
//! A request that has not what a parameter asks for is answered before the handler is called, with an
//! [`HttpError`](crate::HttpError) that names the field: 400, 413, 415 or 422. A handler that takes
//! `Result<Json<T>, HttpError>` gets that error instead. `Option<Json<T>>` is `None` where there is nothing;
//! what is there and wrong is refused.
//!
//! [`Valid<E>`] checks what an extractor gives by rules of your own.
//!
//! ```no_run
//! use worker_sdk::extract::{Path, Query};
//! use worker_sdk::router::{Router, get};
//! use worker_sdk::{HttpError, Json};
//!
//! #[derive(serde::Deserialize)]
//! struct Page {
//!     after: Option<String>,
//! }
//!
//! #[derive(serde::Deserialize)]
//! struct Order {
//!     items: Vec<String>,
//! }
//!
//! async fn list(Path(shop): Path<String>, Query(page): Query<Page>) -> String {
//!     format!("orders of {shop} after {:?}", page.after)
//! }
//!
//! async fn order(Path(shop): Path<String>, Json(order): Json<Order>) -> Result<String, HttpError> {
//!     Ok(format!("{} items of {shop}", order.items.len()))
//! }
//!
//! let router: Router = Router::new().route("/shops/{shop}/orders", get(list).post(order));
//! ```
//!
//! # Extractors of your own
//!
//! ```no_run
//! use worker_sdk::HttpError;
//! use worker_sdk::extract::{FromRequestParts, Parts};
//!
//! struct Tenant(String);
//!
//! impl<S> FromRequestParts<S> for Tenant {
//!     type Rejection = HttpError;
//!
//!     async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, HttpError> {
//!         let tenant = parts.request.header("x-tenant");
//!         tenant.map(Self).ok_or_else(|| HttpError::bad_request("the header `x-tenant` is missing"))
//!     }
//! }
//! ```

mod accept;
mod body;
mod cookies;
mod extension;
mod form;
mod header;
mod inner;
#[cfg(feature = "json")]
mod json;
mod optional;
mod parts;
mod path;
mod platform;
mod query;
mod signed;
mod state;
mod valid;

use std::future::Future;

use crate::http::IntoResponse;

pub use accept::{Accept, AcceptLanguage};
pub use body::BodyLimit;
pub(crate) use body::{announced, too_large};
pub use cookies::Cookies;
pub use extension::Extension;
pub use form::Form;
pub use header::{BasicAuth, BearerToken, Header, TypedHeader};
pub use optional::{OptionalFromRequest, OptionalFromRequestParts};
pub use parts::Parts;
pub(crate) use parts::{Params, RouteInfo, Surroundings};
pub use path::{MatchedPath, Path};
pub use query::Query;
pub use signed::{PrivateCookies, SignedCookies};
pub use state::{FromRef, State};
pub use valid::{Extracted, InvalidOr, Problems, Valid, Validate};
pub use worker_macros::FromRef;

/// A type that a handler can take without reading the body.
///
/// See the [module](self) for those that there are, and for one of your own.
#[diagnostic::on_unimplemented(
    message = "a handler cannot take `{Self}` here",
    label = "`{Self}` is no extractor, or one that reads the body",
    note = "what reads the body, such as `Json`, `Form`, `String` or `Request`, is the last parameter",
    note = "a struct with `#[derive(worker_sdk::Bindings)]` may stand here, and whatever implements `worker_sdk::extract::FromRequestParts`",
    note = "the router's state is taken as `State<T>`"
)]
pub trait FromRequestParts<S>: Sized {
    /// The answer to a request that has not got it.
    type Rejection: IntoResponse;

    /// Takes it from the request.
    ///
    /// # Errors
    ///
    /// Fails with the answer to a request that has not got it.
    fn from_request_parts(
        parts: &mut Parts,
        state: &S,
    ) -> impl Future<Output = Result<Self, Self::Rejection>>;

    /// Whether nothing has to be awaited: a handler all of whose parameters are so needs no future.
    #[doc(hidden)]
    const IS_AT_HAND: bool = false;

    /// As [`from_request_parts`](Self::from_request_parts), of what is at hand.
    #[doc(hidden)]
    fn at_hand(_: &mut Parts, _: &S) -> Result<Self, Self::Rejection> {
        unreachable!("it has to be awaited")
    }
}

/// A type that a handler can take as its last parameter: it may read the body.
///
/// `M` is of no interest to implementations: leave it out.
#[diagnostic::on_unimplemented(
    message = "a handler cannot take `{Self}` as its last parameter",
    label = "`{Self}` is no extractor",
    note = "a handler takes `Path`, `Query`, `State`, `Json`, `Request` and others; see `worker_sdk::extract`",
    note = "`Json<T>`, `Form<T>`, `Path<T>` and `Query<T>` need `T: serde::Deserialize`",
    note = "`Option<T>` needs `T: worker_sdk::extract::OptionalFromRequest`, or `OptionalFromRequestParts`",
    note = "`Valid<E>` needs `worker_sdk::extract::Validate` for what `E` gives, such as `T` of `Valid<Json<T>>`",
    note = "or implement `worker_sdk::extract::FromRequest` for `{Self}`"
)]
pub trait FromRequest<S, M = ViaRequest>: Sized {
    /// The answer to a request that has not got it.
    type Rejection: IntoResponse;

    /// Takes it from the request.
    ///
    /// # Errors
    ///
    /// Fails with the answer to a request that has not got it.
    fn from_request(parts: Parts, state: &S)
    -> impl Future<Output = Result<Self, Self::Rejection>>;

    /// As [`FromRequestParts::IS_AT_HAND`].
    #[doc(hidden)]
    const IS_AT_HAND: bool = false;

    /// As [`FromRequestParts::at_hand`].
    #[doc(hidden)]
    fn at_hand(_: &mut Parts, _: &S) -> Result<Self, Self::Rejection> {
        unreachable!("it has to be awaited")
    }
}

/// Marks extractors that may read the body.
#[derive(Debug)]
pub struct ViaRequest;

/// Marks extractors that do not read the body.
#[derive(Debug)]
pub struct ViaParts;

impl<S, T: FromRequestParts<S>> FromRequest<S, ViaParts> for T {
    type Rejection = T::Rejection;

    const IS_AT_HAND: bool = T::IS_AT_HAND;

    async fn from_request(mut parts: Parts, state: &S) -> Result<Self, Self::Rejection> {
        T::from_request_parts(&mut parts, state).await
    }

    fn at_hand(parts: &mut Parts, state: &S) -> Result<Self, Self::Rejection> {
        T::at_hand(parts, state)
    }
}

impl<S, T: FromRequestParts<S>> FromRequestParts<S> for Result<T, T::Rejection> {
    type Rejection = std::convert::Infallible;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Self::Rejection> {
        Ok(T::from_request_parts(parts, state).await)
    }
}

impl<S, T: FromRequest<S>> FromRequest<S> for Result<T, T::Rejection> {
    type Rejection = std::convert::Infallible;

    async fn from_request(parts: Parts, state: &S) -> Result<Self, Self::Rejection> {
        Ok(T::from_request(parts, state).await)
    }
}
