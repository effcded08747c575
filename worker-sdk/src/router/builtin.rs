//! What a router answers by itself.

use http::StatusCode;

use super::answer::Answer;
use super::endpoint::{Callee, SharedState};
use crate::Response;
use crate::error::Result;
use crate::extract::Parts;
use crate::http::{HttpError, IntoResponse};

pub(super) struct NotFound;

/// The answer to `OPTIONS`, or to a method that the path does not have.
pub(super) struct OtherMethod {
    pub(super) allowed: String,
    pub(super) is_asked: bool,
}

impl Callee for NotFound {
    fn answer(&self, _: &mut Parts, _: &SharedState) -> Option<Answer> {
        let error = HttpError::not_found("there is nothing at this path");
        Some(Answer::ready(error.into_response()))
    }
}

impl Callee for OtherMethod {
    fn answer(&self, _: &mut Parts, _: &SharedState) -> Option<Answer> {
        Some(Answer::ready(self.response()))
    }
}

impl OtherMethod {
    fn response(&self) -> Result<Response> {
        let response = match self.is_asked {
            true => Response::empty().with_status(StatusCode::NO_CONTENT),
            false => {
                let detail = format!("this path has only the methods {}", self.allowed);
                HttpError::new(StatusCode::METHOD_NOT_ALLOWED, detail).into_response()?
            }
        };
        response.with_header("allow", self.allowed.as_str())
    }
}
