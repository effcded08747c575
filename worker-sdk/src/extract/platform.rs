//! What the platform passes.

use std::convert::Infallible;

use http::Method;
use wasm_bindgen::JsValue;

use super::{FromRequest, FromRequestParts, OptionalFromRequestParts, Parts};
use crate::error::Error;
use crate::http::Cf;
use crate::{Body, Context, Env, Headers, Request};

macro_rules! always {
    ($($type:ty => |$parts:ident| $value:expr;)*) => {
        $(impl<S> FromRequestParts<S> for $type {
            type Rejection = Infallible;

            const IS_AT_HAND: bool = true;

            async fn from_request_parts($parts: &mut Parts, _: &S) -> Result<Self, Infallible> {
                Ok($value)
            }

            fn at_hand($parts: &mut Parts, _: &S) -> Result<Self, Infallible> {
                Ok($value)
            }
        })*
    };
}

always! {
    Env => |parts| parts.env().clone();
    Headers => |parts| parts.request.headers();
    Method => |parts| parts.request.method().clone();
    Cf => |parts| parts.request.cf();
}

impl<S> FromRequestParts<S> for Context {
    type Rejection = Error;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Error> {
        let none = || {
            Error::saying("there is no context inside of a Durable Object; use `worker_sdk::spawn`")
        };
        parts.context().cloned().ok_or_else(none)
    }
}

impl<S> OptionalFromRequestParts<S> for Context {
    type Rejection = Infallible;

    async fn optional_from_request_parts(
        parts: &mut Parts,
        _: &S,
    ) -> Result<Option<Self>, Infallible> {
        Ok(parts.context().cloned())
    }
}

impl<S> FromRequest<S> for Request {
    type Rejection = Infallible;

    const IS_AT_HAND: bool = true;

    async fn from_request(parts: Parts, _: &S) -> Result<Self, Infallible> {
        Ok(parts.request)
    }

    fn at_hand(parts: &mut Parts, _: &S) -> Result<Self, Infallible> {
        let none = Self::from_raw(JsValue::UNDEFINED);
        Ok(std::mem::replace(&mut parts.request, none))
    }
}

impl<S> FromRequest<S> for Body {
    type Rejection = Infallible;

    async fn from_request(parts: Parts, _: &S) -> Result<Self, Infallible> {
        Ok(parts.request.into_body())
    }
}

impl<S> FromRequest<S> for http::Request<Body> {
    type Rejection = Error;

    async fn from_request(parts: Parts, _: &S) -> Result<Self, Error> {
        parts.request.try_into()
    }
}
