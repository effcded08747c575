//! What may be missing.

use std::future::Future;

use super::{FromRequest, FromRequestParts, Parts};
use crate::http::IntoResponse;

/// A type that a handler can take as `Option<Self>`, without reading the body.
///
/// `None` is for requests that have nothing of the kind. What they have and is wrong is refused.
#[diagnostic::on_unimplemented(
    message = "a handler cannot take `Option<{Self}>` here",
    label = "it is not known when there is no `{Self}`",
    note = "take `Result<{Self}, _>`, which has the answer to requests without it",
    note = "or implement `worker_sdk::extract::OptionalFromRequestParts` for `{Self}`"
)]
pub trait OptionalFromRequestParts<S>: Sized {
    /// The answer to a request where it is wrong.
    type Rejection: IntoResponse;

    /// Takes it from the request, if it is there.
    ///
    /// # Errors
    ///
    /// Fails with the answer to a request where it is wrong.
    fn optional_from_request_parts(
        parts: &mut Parts,
        state: &S,
    ) -> impl Future<Output = Result<Option<Self>, Self::Rejection>>;
}

/// A type that a handler can take as `Option<Self>` in its last parameter.
///
/// `None` is for requests that have nothing of the kind. What they have and is wrong is refused.
#[diagnostic::on_unimplemented(
    message = "a handler cannot take `Option<{Self}>` as its last parameter",
    label = "it is not known when there is no `{Self}`",
    note = "take `Result<{Self}, _>`, which has the answer to requests without it",
    note = "or implement `worker_sdk::extract::OptionalFromRequest` for `{Self}`"
)]
pub trait OptionalFromRequest<S>: Sized {
    /// The answer to a request where it is wrong.
    type Rejection: IntoResponse;

    /// Takes it from the request, if it is there.
    ///
    /// # Errors
    ///
    /// Fails with the answer to a request where it is wrong.
    fn optional_from_request(
        parts: Parts,
        state: &S,
    ) -> impl Future<Output = Result<Option<Self>, Self::Rejection>>;
}

impl<S, T: OptionalFromRequestParts<S>> FromRequestParts<S> for Option<T> {
    type Rejection = T::Rejection;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Self::Rejection> {
        T::optional_from_request_parts(parts, state).await
    }
}

impl<S, T: OptionalFromRequest<S>> FromRequest<S> for Option<T> {
    type Rejection = T::Rejection;

    async fn from_request(parts: Parts, state: &S) -> Result<Self, Self::Rejection> {
        T::optional_from_request(parts, state).await
    }
}
