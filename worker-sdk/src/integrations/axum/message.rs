//! Requests and responses of axum as ours, and the other way.

use std::sync::Arc;

use ::axum::body::Body as AxumBody;
use ::axum::extract::Request as AxumRequest;
use ::axum::response::{IntoResponse as IntoAxumResponse, Response as AxumResponse};
use http::StatusCode;
use http::header::CONTENT_LENGTH;

use crate::__private::{Argument, FetchArgs, RequestArgs};
use crate::error::{Error, Result};
use crate::http::{Body, HttpError, IntoRequest, IntoResponse, Request, Response};
use crate::streams::ByteStream;

/// The error behind a response of status 500, which nothing replaced yet.
#[derive(Clone)]
struct Failed(Arc<Error>);

impl TryFrom<Request> for AxumRequest {
    type Error = Error;

    fn try_from(request: Request) -> Result<Self> {
        let request: http::Request<Body> = request.try_into()?;
        Ok(request.map(AxumBody::from))
    }
}

impl TryFrom<AxumRequest> for Request {
    type Error = Error;

    fn try_from(request: AxumRequest) -> Result<Self> {
        request.map(Body::from).try_into()
    }
}

impl TryFrom<Response> for AxumResponse {
    type Error = Error;

    fn try_from(response: Response) -> Result<Self> {
        let response: http::Response<Body> = response.try_into()?;
        Ok(response.map(AxumBody::from))
    }
}

impl TryFrom<AxumResponse> for Response {
    type Error = Error;

    /// Fails with the error that a handler returned, if this is still its answer.
    fn try_from(mut response: AxumResponse) -> Result<Self> {
        let failed = response.extensions_mut().remove::<Failed>();
        match failed {
            Some(Failed(error)) if response.status() == StatusCode::INTERNAL_SERVER_ERROR => {
                Err(Arc::try_unwrap(error).unwrap_or_else(Error::new))
            }
            _ => without_known_length(response.map(Body::from)).try_into(),
        }
    }
}

/// axum writes the length of a complete body, which the platform does by itself.
fn without_known_length(mut response: http::Response<Body>) -> http::Response<Body> {
    let known = response.body().known_length();
    let length = response.headers().get(CONTENT_LENGTH);
    let written = length.and_then(|length| length.to_str().ok()?.parse().ok());
    if known.is_some() && known == written {
        response.headers_mut().remove(CONTENT_LENGTH);
    }
    response
}

impl IntoResponse for AxumResponse {
    fn into_response(self) -> Result<Response> {
        self.try_into()
    }
}

impl IntoRequest for AxumRequest {
    fn into_request(self) -> Result<Request> {
        self.try_into()
    }

    fn into_request_at(self, origin: &'static str) -> Result<Request> {
        self.map(Body::from).into_request_at(origin)
    }
}

impl Argument<FetchArgs> for AxumRequest {
    fn from_args(args: &mut FetchArgs) -> Result<Self> {
        Request::from_args(args)?.try_into()
    }
}

impl Argument<RequestArgs> for AxumRequest {
    fn from_args(args: &mut RequestArgs) -> Result<Self> {
        Request::from_args(args)?.try_into()
    }
}

impl IntoAxumResponse for Response {
    fn into_response(self) -> AxumResponse {
        match self.try_into() {
            Ok(response) => response,
            Err(error) => IntoAxumResponse::into_response(error),
        }
    }
}

/// The event is rejected with the error, unless a middleware answers in its place.
impl IntoAxumResponse for Error {
    fn into_response(self) -> AxumResponse {
        let status = StatusCode::INTERNAL_SERVER_ERROR;
        let mut response = IntoAxumResponse::into_response((status, "Internal Server Error"));
        response.extensions_mut().insert(Failed(Arc::new(self)));
        response
    }
}

macro_rules! responses {
    ($($type:ty),*) => {
        $(impl IntoAxumResponse for $type {
            fn into_response(self) -> AxumResponse {
                match IntoResponse::into_response(self) {
                    Ok(response) => IntoAxumResponse::into_response(response),
                    Err(error) => IntoAxumResponse::into_response(error),
                }
            }
        })*
    };
}

responses!(Body, ByteStream, HttpError);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_error_that_a_layer_gave_another_status_is_an_answer() {
        let failed = || IntoAxumResponse::into_response(Error::new("broken"));
        let error = Response::try_from(failed()).unwrap_err();
        assert_eq!(error.to_string(), "broken");
        let mut answered = failed();
        *answered.status_mut() = StatusCode::SERVICE_UNAVAILABLE;
        let answered = Response::try_from(answered).unwrap();
        assert_eq!(answered.status(), StatusCode::SERVICE_UNAVAILABLE);
    }
}
