//! Asking a router that the test has made.

use worker_sdk::http::{Method, StatusCode};
use worker_sdk::test;
use worker_sdk::{Headers, Request, Response, Result, Router};

/// A request to a path.
pub(crate) fn request(method: Method, path: &str) -> Request {
    Request::new(method, &format!("http://worker.test{path}")).unwrap()
}

/// The answer to a request.
pub(crate) async fn ask(router: &Router, request: Request) -> Result<Response> {
    router.handle_with(request, test::env(), ()).await
}

/// Status and text of the answer to `GET`.
#[allow(dead_code, reason = "each file of tests needs some of them")]
pub(crate) async fn get(router: &Router, path: &str) -> (u16, String) {
    read(ask(router, request(Method::GET, path)).await.unwrap()).await
}

/// Status and headers of an answer.
#[allow(dead_code, reason = "each file of tests needs some of them")]
pub(crate) async fn head(router: &Router, method: Method, path: &str) -> (StatusCode, Headers) {
    let response = ask(router, request(method, path)).await.unwrap();
    (response.status(), response.headers())
}

/// Status and text of an answer.
pub(crate) async fn read(response: Response) -> (u16, String) {
    let status = response.status().as_u16();
    (status, response.read_text().await.unwrap())
}
