//! What `#[debug_handler]` asks the compiler.

use crate::Request;
use crate::extract::{FromRequest, FromRequestParts};
use crate::http::IntoResponse;
use crate::router::{IntoFetch, Reply};

/// A parameter before the last one.
pub fn is_part<S, T: FromRequestParts<S>>() {}

/// The last parameter.
pub fn is_last<S, T: FromRequest<S, M>, M>() {}

/// What an async handler returns.
pub fn is_reply<T: IntoFetch<K>, K>() {}

/// What a handler returns that is not async.
pub fn is_reply_or_future<T: Reply<K>, K>() {}

/// What a middleware returns.
pub fn is_response<T: IntoResponse>() {}

/// The parameter before `Next`.
pub fn is_request<T: IsRequest>() {}

/// The request of a middleware.
#[diagnostic::on_unimplemented(
    message = "a middleware takes a `Request` before its `Next`, not `{Self}`",
    label = "this has to be `worker_sdk::Request`",
    note = "extractors stand before it"
)]
pub trait IsRequest {}

impl IsRequest for Request {}
