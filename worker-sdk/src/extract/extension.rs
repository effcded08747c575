//! What a middleware has left for the handler.

use super::{FromRequestParts, OptionalFromRequestParts, Parts};
use crate::error::Error;

/// What a middleware, or an earlier extractor, has left: [`Next::insert`](crate::middleware::Next::insert).
///
/// A handler whose routes lack that middleware is a mistake of the worker: the event is rejected with an error. With
/// `Option<Extension<T>>` it is `None`.
///
/// # Examples
///
/// ```no_run
/// use worker_sdk::extract::Extension;
/// use worker_sdk::middleware::Next;
/// use worker_sdk::{HttpError, Request, Response};
///
/// #[derive(Clone)]
/// struct User(String);
///
/// async fn sign_in(request: Request, mut next: Next) -> Result<Response, HttpError> {
///     let name = request.header("x-user").ok_or_else(|| HttpError::unauthorized("who are you"))?;
///     next.insert(User(name));
///     Ok(next.run(request).await?)
/// }
///
/// async fn profile(Extension(user): Extension<User>) -> String {
///     user.0
/// }
/// ```
#[derive(Clone, Copy, Debug, Default)]
pub struct Extension<T>(pub T);

impl<S, T: Clone + 'static> FromRequestParts<S> for Extension<T> {
    type Rejection = Error;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Error> {
        let value = parts.extension().cloned();
        value
            .map(Self)
            .ok_or_else(|| missing(std::any::type_name::<T>()))
    }
}

impl<S, T: Clone + 'static> OptionalFromRequestParts<S> for Extension<T> {
    type Rejection = Error;

    async fn optional_from_request_parts(parts: &mut Parts, _: &S) -> Result<Option<Self>, Error> {
        Ok(parts.extension().cloned().map(Self))
    }
}

#[cold]
fn missing(name: &str) -> Error {
    Error::saying(format!(
        "nothing has left a `{name}` for this handler; put the middleware that does around its route"
    ))
}
