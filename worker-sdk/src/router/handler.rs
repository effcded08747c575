//! Functions that answer.

use std::future::Future;

use crate::Response;
use crate::error::Result;
use crate::extract::{FromRequest, FromRequestParts, Parts};
use crate::http::IntoResponse;

/// A function that answers requests of a [`Router`](super::Router): `async` or not, with up to ten parameters.
///
/// Each parameter is an [extractor](crate::extract); the last one may read the body, the others may not. `M` says how
/// the compiler has found out, and `S` is the router's state.
///
/// When the compiler says no more than that a function is no handler, put
/// [`#[debug_handler]`](crate::debug_handler) above it.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a handler",
    label = "this cannot answer requests of a router whose state is `{S}`",
    note = "a handler is a function, `async` or not, whose parameters are extractors and which returns a response",
    note = "only the last parameter may read the body, such as `Json`, `Form`, `String` or `Request`",
    note = "put `#[worker_sdk::debug_handler]` above the function to see which part of it is wrong"
)]
pub trait Handler<M, S>: 'static {
    /// Takes the parameters from the request, and answers.
    ///
    /// # Errors
    ///
    /// Fails with what the function fails with, if that is no response.
    fn call(&self, parts: Parts, state: &S) -> impl Future<Output = Result<Response>>;
}

/// What a handler may return: a response, or a future of one.
#[diagnostic::on_unimplemented(
    message = "a handler cannot return `{Self}`",
    label = "neither a response nor a future of one",
    note = "return what is `worker_sdk::IntoResponse`, or make the function `async`"
)]
pub trait Reply<K> {
    /// Waits for the response.
    ///
    /// # Errors
    ///
    /// Fails where the value can be no response.
    fn reply(self) -> impl Future<Output = Result<Response>>;
}

/// Marks functions that are not `async`.
#[derive(Debug)]
pub struct Now;

/// Marks functions that are `async`.
#[derive(Debug)]
pub struct Later;

impl<T: IntoResponse> Reply<Now> for T {
    async fn reply(self) -> Result<Response> {
        self.into_response()
    }
}

impl<F: Future<Output: IntoResponse>> Reply<Later> for F {
    async fn reply(self) -> Result<Response> {
        self.await.into_response()
    }
}

impl<F, R, K, S> Handler<(K,), S> for F
where
    F: Fn() -> R + 'static,
    R: Reply<K>,
{
    async fn call(&self, _: Parts, _: &S) -> Result<Response> {
        self().reply().await
    }
}

macro_rules! handlers {
    ($($part:ident)*; $last:ident) => {
        #[allow(non_snake_case, reason = "a parameter is called as its type")]
        impl<F, R, K, M, S, $($part,)* $last> Handler<(K, M, $($part,)* $last), S> for F
        where
            F: Fn($($part,)* $last) -> R + 'static,
            R: Reply<K>,
            $($part: FromRequestParts<S>,)*
            $last: FromRequest<S, M>,
        {
            #[allow(unused_mut, reason = "one parameter alone takes all")]
            async fn call(&self, mut parts: Parts, state: &S) -> Result<Response> {
                $(
                    let $part = match $part::from_request_parts(&mut parts, state).await {
                        Ok(value) => value,
                        Err(rejection) => return rejection.into_response(),
                    };
                )*
                let $last = match $last::from_request(parts, state).await {
                    Ok(value) => value,
                    Err(rejection) => return rejection.into_response(),
                };
                self($($part,)* $last).reply().await
            }
        }
    };
}

handlers!(; A);
handlers!(A; B);
handlers!(A B; C);
handlers!(A B C; D);
handlers!(A B C D; E);
handlers!(A B C D E; G);
handlers!(A B C D E G; H);
handlers!(A B C D E G H; I);
handlers!(A B C D E G H I; J);
handlers!(A B C D E G H I J; L);
