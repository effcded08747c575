//! `fetch` and services as `tower::Service`s, for the layers of `tower` and `tower-http`. The feature `tower` brings the
//! trait, no layers.
//!
//! ```no_run
//! # async fn run() -> worker_sdk::Result<()> {
//! use tower_service::Service;
//! use worker_sdk::fetch::Client;
//! use worker_sdk::{Body, http::StatusCode};
//!
//! let request = http::Request::get("https://example.com/").body(Body::empty())?;
//! let response = Client.call(request).await?;
//! assert_eq!(response.status(), StatusCode::OK);
//! # Ok(())
//! # }
//! ```

use std::future::Future;
use std::pin::Pin;
use std::task::{Context, Poll};

use tower_service::Service;

use crate::error::{Error, Result};
use crate::fetch::{Client, Fetcher, fetch};
use crate::http::Body;

type Answer = Pin<Box<dyn Future<Output = Result<http::Response<Body>>> + Send>>;

impl Service<http::Request<Body>> for Client {
    type Response = http::Response<Body>;
    type Error = Error;
    type Future = Answer;

    fn poll_ready(&mut self, _: &mut Context<'_>) -> Poll<Result<()>> {
        Poll::Ready(Ok(()))
    }

    fn call(&mut self, request: http::Request<Body>) -> Answer {
        Box::pin(async move { fetch(request).await?.try_into() })
    }
}

impl Service<http::Request<Body>> for Fetcher {
    type Response = http::Response<Body>;
    type Error = Error;
    type Future = Answer;

    fn poll_ready(&mut self, _: &mut Context<'_>) -> Poll<Result<()>> {
        Poll::Ready(Ok(()))
    }

    fn call(&mut self, request: http::Request<Body>) -> Answer {
        let service = self.clone();
        Box::pin(async move { service.fetch(request).await?.try_into() })
    }
}
