//! Functions that answer.

use std::any::Any;
use std::future::Future;
use std::marker::PhantomData;

use super::answer::Answer;
use crate::error::Result;
use crate::extract::{FromRequest, FromRequestParts, Parts};
use crate::fetch::Fetch;
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
    label = "this cannot answer requests of a router",
    note = "a handler is a function, `async` or not, whose parameters are extractors and which returns a response",
    note = "only the last parameter may read the body, such as `Json`, `Form`, `String` or `Request`",
    note = "a method of an object is one if it takes `self: Rc<Self>`, not `&self`, in a `Router<Rc<Self>>`",
    note = "`State<T>` takes the router's state, which has to be `Clone`, or a part of it, which has to be `FromRef`",
    note = "put `#[worker_sdk::debug_handler]` above the function to see which part of it is wrong"
)]
pub trait Handler<M, S>: 'static {
    /// Takes the parameters from the request, and answers.
    ///
    /// # Errors
    ///
    /// Fails with what the function fails with, if that is no response.
    fn call(&self, parts: Parts, state: &S) -> impl Future<Output = Result<Fetch>>;

    /// Whether no parameter has to be awaited.
    ///
    /// There are as many futures as handlers, so one that is not needed makes a worker smaller.
    #[doc(hidden)]
    const IS_AT_HAND: bool = false;

    /// As [`call`](Self::call), where all parameters are at hand.
    #[doc(hidden)]
    fn start(&self, _: &mut Parts, _: &S) -> Answer {
        unreachable!("it has to be awaited")
    }
}

/// What a handler may return: a response, a [`Fetch`] of one, or a future of either.
#[diagnostic::on_unimplemented(
    message = "a handler cannot return `{Self}`",
    label = "neither a response nor a future of one",
    note = "return what is `worker_sdk::IntoResponse`, or make the function `async`"
)]
pub trait Reply<K> {
    /// Waits for the response, unless it is one that is merely handed on.
    ///
    /// # Errors
    ///
    /// Fails where the value can be no response.
    fn reply(self) -> impl Future<Output = Result<Fetch>>;

    /// As [`reply`](Self::reply), without a future where there is nothing to wait for.
    #[doc(hidden)]
    fn answer(self) -> Answer
    where
        Self: Sized + 'static,
        K: 'static,
    {
        Answer::of(self.reply())
    }
}

/// What a handler has at last: a response, or a [`Fetch`] of one.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a response",
    label = "a handler cannot answer with `{Self}`",
    note = "return a `Response`, text, bytes, a `StatusCode`, `Json(value)`, a tuple `(StatusCode, …)`, or a `Result` of one",
    note = "or implement `worker_sdk::IntoResponse` for `{Self}`"
)]
pub trait IntoFetch<K> {
    /// The response, or that of which it comes.
    ///
    /// # Errors
    ///
    /// Fails where the value can be no response.
    fn into_fetch(self) -> Result<Fetch>;
}

/// Marks functions that are not `async`, and responses.
#[derive(Debug)]
pub struct Now;

/// Marks functions that are `async`.
#[derive(Debug)]
pub struct Later<K>(PhantomData<K>);

/// Marks responses that are on their way.
#[derive(Debug)]
pub struct Sent;

impl<T: IntoResponse> IntoFetch<Now> for T {
    fn into_fetch(self) -> Result<Fetch> {
        self.into_response().map(Fetch::from)
    }
}

impl IntoFetch<Sent> for Fetch {
    fn into_fetch(self) -> Result<Fetch> {
        Ok(self)
    }
}

impl<E: IntoResponse> IntoFetch<Sent> for std::result::Result<Fetch, E> {
    fn into_fetch(self) -> Result<Fetch> {
        self.or_else(|error| error.into_fetch())
    }
}

impl<T: IntoResponse> Reply<Now> for T {
    async fn reply(self) -> Result<Fetch> {
        self.into_fetch()
    }

    fn answer(self) -> Answer {
        Answer::ready(self.into_response())
    }
}

impl<E: IntoResponse> Reply<Sent> for std::result::Result<Fetch, E> {
    async fn reply(self) -> Result<Fetch> {
        self.into_fetch()
    }

    fn answer(self) -> Answer {
        Answer::here(self.into_fetch())
    }
}

impl<F: Future<Output: IntoFetch<K>> + 'static, K> Reply<Later<K>> for F {
    async fn reply(mut self) -> Result<Fetch> {
        // It is a future, too, but here it is not to be polled.
        if let Some(fetch) = (&mut self as &mut dyn Any).downcast_mut::<Fetch>() {
            return Ok(fetch.take());
        }
        self.await.into_fetch()
    }

    fn answer(mut self) -> Answer
    where
        K: 'static,
    {
        match (&mut self as &mut dyn Any).downcast_mut::<Fetch>() {
            Some(fetch) => Answer::here(Ok(fetch.take())),
            None => Answer::of(self.reply()),
        }
    }
}

impl<F, R, K, S> Handler<(K,), S> for F
where
    F: Fn() -> R + 'static,
    R: Reply<K> + 'static,
    K: 'static,
{
    async fn call(&self, _: Parts, _: &S) -> Result<Fetch> {
        self().reply().await
    }

    const IS_AT_HAND: bool = true;

    fn start(&self, _: &mut Parts, _: &S) -> Answer {
        self().answer()
    }
}

macro_rules! handlers {
    ($($part:ident)*; $last:ident) => {
        #[allow(non_snake_case, reason = "a parameter is called as its type")]
        impl<F, R, K, M, S, $($part,)* $last> Handler<(K, M, $($part,)* $last), S> for F
        where
            F: Fn($($part,)* $last) -> R + 'static,
            R: Reply<K> + 'static,
            K: 'static,
            $($part: FromRequestParts<S>,)*
            $last: FromRequest<S, M>,
        {
            #[allow(unused_mut, reason = "one parameter alone takes all")]
            async fn call(&self, mut parts: Parts, state: &S) -> Result<Fetch> {
                $(
                    let $part = match $part::from_request_parts(&mut parts, state).await {
                        Ok(value) => value,
                        Err(rejection) => return rejection.into_fetch(),
                    };
                )*
                let $last = match $last::from_request(parts, state).await {
                    Ok(value) => value,
                    Err(rejection) => return rejection.into_fetch(),
                };
                self($($part,)* $last).reply().await
            }

            const IS_AT_HAND: bool = $($part::IS_AT_HAND &&)* $last::IS_AT_HAND;

            fn start(&self, parts: &mut Parts, state: &S) -> Answer {
                $(
                    let $part = match $part::at_hand(parts, state) {
                        Ok(value) => value,
                        Err(rejection) => return Answer::ready(rejection.into_response()),
                    };
                )*
                match $last::at_hand(parts, state) {
                    Ok($last) => self($($part,)* $last).answer(),
                    Err(rejection) => Answer::ready(rejection.into_response()),
                }
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

#[cfg(test)]
mod tests {
    use std::pin::pin;
    use std::task::{Context, Waker};

    use super::*;
    use crate::{Error, Response};

    /// One that is pending for ever when somebody polls it.
    fn fetch() -> Fetch {
        let mut fetch = Fetch::from(Response::empty());
        drop(fetch.take());
        fetch
    }

    #[track_caller]
    fn is_handed_on<R: Reply<K>, K>(reply: R) {
        let mut context = Context::from_waker(Waker::noop());
        let polled = pin!(reply.reply()).poll(&mut context);
        assert!(polled.is_ready());
    }

    #[test]
    #[expect(
        clippy::async_yields_async,
        reason = "a future of a response that is on its way"
    )]
    fn nobody_polls_what_is_handed_on() {
        is_handed_on(fetch());
        is_handed_on(Ok::<_, Error>(fetch()));
        is_handed_on(async { fetch() });
        is_handed_on(async { Ok::<_, Error>(fetch()) });
    }
}
