//! What handlers of axum may take.

use std::fmt;

use ::axum::extract::{FromRequest, FromRequestParts, Request as AxumRequest};
use http::request::Parts;

use crate::abort::AbortSignal;
use crate::error::{Detail, Error, Result};
use crate::http::{Cf, Request};
use crate::integrations::http::NativeRequest;
use crate::{Context, Env};

fn native<'a>(parts: &'a Parts, wanted: &'static str) -> Result<&'a NativeRequest> {
    let native = parts.extensions.get::<NativeRequest>();
    native.ok_or_else(|| Error::of(NotFromPlatform { wanted }))
}

fn event<'a>(parts: &'a Parts, wanted: &'static str) -> Result<&'a (Env, Context)> {
    let event = native(parts, wanted)?.event.as_ref();
    event.ok_or_else(|| Error::of(NotServed { wanted }))
}

macro_rules! part {
    ($($type:ident: |$parts:ident| $value:expr;)*) => {
        $(impl<S: Sync> FromRequestParts<S> for $type {
            type Rejection = Error;

            async fn from_request_parts($parts: &mut Parts, _: &S) -> Result<Self> {
                Ok($value)
            }
        })*
    };
}

part! {
    Env: |parts| event(parts, "Env")?.0.clone();
    Context: |parts| event(parts, "Context")?.1.clone();
    Cf: |parts| native(parts, "Cf")?.cf();
    AbortSignal: |parts| native(parts, "AbortSignal")?.signal();
}

impl<S: Sync> FromRequest<S> for Request {
    type Rejection = Error;

    async fn from_request(request: AxumRequest, _: &S) -> Result<Self> {
        request.try_into()
    }
}

/// A request that the platform did not make.
struct NotFromPlatform {
    wanted: &'static str,
}

/// A request that came to the router without its environment.
struct NotServed {
    wanted: &'static str,
}

impl Detail for NotFromPlatform {}

impl Detail for NotServed {}

impl fmt::Display for NotFromPlatform {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the extractor `")?;
        f.write_str(self.wanted)?;
        f.write_str("` needs a request of the platform, and this one has no `NativeRequest` among its extensions")
    }
}

impl fmt::Display for NotServed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the extractor `")?;
        f.write_str(self.wanted)?;
        f.write_str(
            "` needs to know the event; return the router from the `fetch` handler, or call \
             `worker_sdk::integrations::axum::serve`",
        )
    }
}
