//! The parameters of a path.

mod de;

use std::convert::Infallible;

use serde::de::DeserializeOwned;

use super::{FromRequestParts, OptionalFromRequestParts, Parts};
use crate::http::{HttpError, decode_utf8};

/// The parameters of the route's path, decoded.
///
/// One parameter is any type that its text can be read as: `Path<u32>`, `Path<String>`, an enum. Several are a tuple
/// in the order of the path, or a struct or map by their names. Text that is not of the type is answered with 400;
/// of a `bool` it is `true`, `on` or `false`.
///
/// # Examples
///
/// ```no_run
/// # use worker_sdk::extract::Path;
/// # use worker_sdk::router::{Router, get};
/// #[derive(serde::Deserialize)]
/// struct Place {
///     row: u32,
///     seat: char,
/// }
///
/// let router: Router = Router::new()
///     .route("/users/{id}", get(|Path(id): Path<u32>| format!("user {id}")))
///     .route("/teams/{team}/users/{id}", get(|Path((team, id)): Path<(String, u32)>| format!("{id} of {team}")))
///     .route("/hall/{row}/{seat}", get(|Path(place): Path<Place>| format!("{}{}", place.row, place.seat)));
/// ```
#[derive(Clone, Copy, Debug, Default)]
pub struct Path<T>(pub T);

impl<S, T: DeserializeOwned> FromRequestParts<S> for Path<T> {
    type Rejection = HttpError;

    const IS_AT_HAND: bool = true;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, HttpError> {
        read(parts).map(Self)
    }

    fn at_hand(parts: &mut Parts, _: &S) -> Result<Self, HttpError> {
        read(parts).map(Self)
    }
}

#[inline(never)]
fn read<T: DeserializeOwned>(parts: &Parts) -> Result<T, HttpError> {
    let pairs = decoded(parts)?;
    T::deserialize(de::Deserializer::new(&pairs)).map_err(de::into_rejection)
}

/// Names and decoded values.
fn decoded(parts: &Parts) -> Result<Vec<(&str, String)>, HttpError> {
    let mut pairs = Vec::new();
    for (name, value) in parts.surroundings.params.iter() {
        let value = decode_utf8(value).ok_or_else(|| not_text(name))?;
        pairs.push((name, value));
    }
    Ok(pairs)
}

#[cold]
fn not_text(name: &str) -> HttpError {
    HttpError::bad_request(format!("{name}: this part of the path is not UTF-8"))
        .with("field", name)
}

/// The path of the route as it was written, such as `/users/{id}`; for logs and metrics.
///
/// `Option<MatchedPath>` is `None` in a fallback.
///
/// # Examples
///
/// ```no_run
/// # use worker_sdk::{Request, Response, Result};
/// use worker_sdk::extract::MatchedPath;
/// use worker_sdk::middleware::Next;
///
/// async fn count(path: Option<MatchedPath>, request: Request, next: Next) -> Result<Response> {
///     let path = path.map_or_else(|| "none".to_owned(), |path| path.0);
///     worker_sdk::console_log!("request"; path.as_str());
///     next.run(request).await
/// }
/// ```
#[derive(Clone, Debug)]
pub struct MatchedPath(pub String);

impl MatchedPath {
    fn of(parts: &Parts) -> Option<Self> {
        let route = parts.surroundings.params.route.as_ref()?;
        Some(Self(route.path.clone()))
    }
}

impl<S> FromRequestParts<S> for MatchedPath {
    type Rejection = HttpError;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, HttpError> {
        Self::of(parts).ok_or_else(|| HttpError::not_found("there is nothing at this path"))
    }
}

impl<S> OptionalFromRequestParts<S> for MatchedPath {
    type Rejection = Infallible;

    async fn optional_from_request_parts(
        parts: &mut Parts,
        _: &S,
    ) -> Result<Option<Self>, Infallible> {
        Ok(Self::of(parts))
    }
}

impl<S, T: DeserializeOwned> OptionalFromRequestParts<S> for Path<T> {
    type Rejection = HttpError;

    /// `None` where the route has no parameters, for a handler of several routes.
    async fn optional_from_request_parts(
        parts: &mut Parts,
        state: &S,
    ) -> Result<Option<Self>, HttpError> {
        if parts.surroundings.params.iter().next().is_none() {
            return Ok(None);
        }
        Self::from_request_parts(parts, state).await.map(Some)
    }
}
