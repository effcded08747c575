//! Requests to the crate's own worker.

use super::{kit, sys};
use crate::Response;
use crate::error::Result;
use crate::http::IntoRequest;
use crate::js;

/// The host of requests for which a test gives a path alone.
const ORIGIN: &str = "https://worker.test";

/// Sends a request to the crate's own worker, through its real entrypoint and with the environment of the test.
///
/// It takes all that [`fetch`](crate::fetch()) takes, and a path is enough of a URL: it stands for one of
/// `https://worker.test`. The worker runs in an instance of its own, as it does behind the network: it shares storage with
/// the test, but no statics, and a panic in it is an error here.
///
/// # Errors
///
/// Fails when the value cannot be a request, and with what the worker failed with: its handler's `Err` or its panic. A status such as 500 is a response.
///
/// # Panics
///
/// Panics outside of a [test](macro@crate::test).
///
/// # Examples
///
/// ```no_run
/// # mod tests {
/// use worker_sdk::http::StatusCode;
/// use worker_sdk::{Request, Result, test};
///
/// #[worker_sdk::test]
/// async fn keeps_users() -> Result<()> {
///     let response = test::fetch(Request::put("/users/1").body("Ada")).await?;
///     assert_eq!(response.status(), StatusCode::CREATED);
///     assert_eq!(test::fetch("/users/1").await?.read_text().await?, "Ada");
///
///     let request = Request::delete("/users/1").header("authorization", "none");
///     let response = test::fetch(request).await?;
///     assert_eq!(response.status(), StatusCode::FORBIDDEN);
///     Ok(())
/// }
/// # }
/// ```
pub async fn fetch(request: impl IntoRequest) -> Result<Response> {
    let request = request.into_request_at(ORIGIN)?;
    let promise = sys::own_fetch(&kit(), request.as_raw());
    let response = js::settled(promise, "the worker's `fetch`").await?;
    Ok(Response::from_raw(response))
}
