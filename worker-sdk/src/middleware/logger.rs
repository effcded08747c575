//! A line for each request.

use super::{Middleware, Next};
use crate::error::Result;
use crate::{Request, Response, console_error, console_log, time};

/// Writes a line about each request to the console: `GET /path 200 12ms`.
///
/// The query is left out: it may have secrets. The time is what the handler has waited; the platform's clock stands
/// still while code runs.
///
/// # Examples
///
/// ```no_run
/// use worker_sdk::middleware::Logger;
/// use worker_sdk::router::{Router, get};
///
/// let router: Router = Router::new().route("/", get(|| "hello")).layer(Logger);
/// ```
#[derive(Clone, Copy, Debug)]
pub struct Logger;

impl<S> Middleware<S> for Logger {
    async fn handle(&self, request: Request, next: Next, _: &S) -> Result<Response> {
        let line = format!("{} {}", request.method(), request.path());
        let start = time::now();
        let response = next.run(request).await;
        let elapsed = (time::now() - start).as_millis();
        match &response {
            Ok(response) => console_log!("{line} {} {elapsed}ms", response.status().as_u16()),
            Err(error) => console_error!("{line} failed after {elapsed}ms: {error}"),
        }
        response
    }
}
