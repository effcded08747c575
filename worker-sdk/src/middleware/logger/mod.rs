//! A line for each request.

mod exchange;

use super::{Middleware, Next};
use crate::error::Result;
use crate::js::Local;
use crate::{Request, Response, time};

pub use exchange::Exchange;

/// Writes a line about each request to the console: `GET /path 200 12ms`, and the id of the request before it where
/// [`RequestIds`](super::RequestIds) stands further out.
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
/// let router: Router = Router::new().route("/", get(|| "hello")).layer(Logger::new());
/// ```
#[must_use = "a middleware is added with `Router::layer`"]
pub struct Logger(Local<Log>);

type Log = Box<dyn Fn(&Exchange<'_>)>;

impl Logger {
    /// Writes each line as text.
    pub fn new() -> Self {
        Self::with(|exchange| exchange.write(&exchange.to_string()))
    }

    /// Writes each line as an object of JSON, whose fields Workers Logs can be filtered by: `message`, `method`, `path`,
    /// `route`, `status`, `duration_ms`, `request_id` and `error`, as far as they are known.
    ///
    /// # Examples
    ///
    /// ```no_run
    /// use worker_sdk::middleware::{Logger, RequestIds};
    /// use worker_sdk::router::{Router, get};
    ///
    /// let router: Router = Router::new()
    ///     .route("/", get(|| "hello"))
    ///     .layer(Logger::json())
    ///     .layer(RequestIds::new());
    /// ```
    ///
    /// See <https://developers.cloudflare.com/workers/observability/logs/workers-logs/>.
    pub fn json() -> Self {
        Self::with(|exchange| exchange.write(&exchange.to_json()))
    }

    /// Hands each request and its answer to `log`, which writes what it wants to, or nothing.
    ///
    /// # Examples
    ///
    /// ```no_run
    /// use worker_sdk::console_log;
    /// use worker_sdk::middleware::{Exchange, Logger};
    /// use worker_sdk::router::{Router, get};
    ///
    /// fn log(exchange: &Exchange<'_>) {
    ///     if exchange.path() != "/health" {
    ///         console_log!("{exchange}");
    ///     }
    /// }
    ///
    /// let router: Router = Router::new().route("/", get(|| "hello")).layer(Logger::with(log));
    /// ```
    pub fn with(log: impl Fn(&Exchange<'_>) + 'static) -> Self {
        Self(Local::new(Box::new(log)))
    }
}

impl Default for Logger {
    fn default() -> Self {
        Self::new()
    }
}

impl<S> Middleware<S> for Logger {
    async fn handle(&self, request: Request, next: Next, _: &S) -> Result<Response> {
        logged(request, next, &*self.0).await
    }
}

async fn logged(request: Request, next: Next, log: &dyn Fn(&Exchange<'_>)) -> Result<Response> {
    let (method, path) = (request.method().clone(), request.path().to_owned());
    let id = next.extension().cloned();
    let route = next.route().map(str::to_owned);
    let start = time::now();
    let answer = next.run(request).await;
    log(&Exchange {
        method,
        path,
        route,
        id,
        elapsed: time::now() - start,
        answer: &answer,
    });
    answer
}

impl std::fmt::Debug for Logger {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Logger { .. }")
    }
}
