//! What a router answers by itself.

use http::StatusCode;

use super::answer::Answer;
use super::endpoint::Callee;
use crate::Response;
use crate::error::Result;
use crate::extract::Parts;
use crate::http::{HttpError, IntoResponse};

pub(super) struct NotFound;
pub(super) struct Options(pub(super) String);
pub(super) struct NotAllowed(pub(super) String);

impl Callee for NotFound {
    fn call(&self, _: Parts) -> Answer {
        let error = HttpError::not_found("there is nothing at this path");
        Answer::ready(error.into_response())
    }
}

impl Callee for Options {
    fn call(&self, _: Parts) -> Answer {
        let response = Response::empty().with_status(StatusCode::NO_CONTENT);
        Answer::ready(allow(Ok(response), &self.0))
    }
}

impl Callee for NotAllowed {
    fn call(&self, _: Parts) -> Answer {
        let detail = format!("this path has only the methods {}", self.0);
        let error = HttpError::new(StatusCode::METHOD_NOT_ALLOWED, detail);
        Answer::ready(allow(error.into_response(), &self.0))
    }
}

fn allow(response: Result<Response>, methods: &str) -> Result<Response> {
    response?.with_header("allow", methods)
}
