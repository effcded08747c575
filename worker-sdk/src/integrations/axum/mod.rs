//! A router of axum as the handler of all requests.
//!
//! A function that returns an [`axum::Router`], with `#[event(fetch)]`, makes it once for each instance of the worker. The
//! router's state is a struct of bindings, or [`Env`](crate::Env) itself; it is made when the first request comes.
//!
//! ```no_run
//! # mod worker {
//! use axum::Router;
//! use axum::extract::{Path, State};
//! use axum::http::StatusCode;
//! use axum::routing::get;
//! use worker_sdk::{Bindings, Result, event, kv};
//!
//! #[derive(Bindings, Clone)]
//! struct App {
//!     #[binding("PAGES")]
//!     pages: kv::Namespace,
//! }
//!
//! #[event(fetch)]
//! fn app() -> Router<App> {
//!     Router::new().route("/pages/{name}", get(page))
//! }
//!
//! async fn page(State(app): State<App>, Path(name): Path<String>) -> Result<String, (StatusCode, &'static str)> {
//!     let page = app.pages.get(&name).text().await;
//!     page.ok().flatten().ok_or((StatusCode::NOT_FOUND, "no such page"))
//! }
//! # }
//! # fn main() {}
//! ```
//!
//! Where more than the router has to be done, such as a layer that has to see a request before it is routed,
//! [`serve`] answers a request with any service of `tower`:
//!
//! ```no_run
//! # mod worker {
//! use std::sync::LazyLock;
//! use axum::Router;
//! use axum::routing::get;
//! use worker_sdk::integrations::axum::serve;
//! use worker_sdk::{Context, Env, Request, Response, Result, event};
//!
//! static APP: LazyLock<Router> = LazyLock::new(|| Router::new().route("/", get(async || "hello")));
//!
//! #[event(fetch)]
//! async fn main(request: Request, env: Env, context: Context) -> Result<Response> {
//!     serve(APP.clone(), request, env, context).await
//! }
//! # }
//! # fn main() {}
//! ```
//!
//! # In handlers
//!
//! - [`Env`](crate::Env), [`Context`](crate::Context), [`Cf`](crate::http::Cf) and
//!   [`AbortSignal`](crate::abort::AbortSignal) are extractors, beside those of axum. [`Request`](crate::Request) is one
//!   too, as the last parameter: to hand a request on to a service, a Durable Object or the network.
//! - [`Response`](crate::Response) and [`Error`](crate::Error) can be returned, so `?` works on every call of this crate.
//!   An error that no middleware replaced rejects the event, as anywhere else: the platform logs it. For an answer of
//!   your own, return an error type that implements axum's `IntoResponse`, or an [`HttpError`](crate::HttpError).
//! - Every future of this crate is `Send`, so it can be awaited in handlers and middleware.
//! - A body that nobody reads or wraps on its way passes as the stream of the platform that it was: that of a request
//!   sent to another server, of its answer, of an object of R2. Bodies that are complete cross in one piece.
//! - [`Response::from_websocket`](crate::Response::from_websocket) upgrades to a WebSocket. axum's own `ws` needs a
//!   server of hyper's and does not compile for this target.
//! - When the client goes away, the future of the handler is dropped.
//!
//! # Which features
//!
//! axum's defaults contain a server. Take `default-features = false` and what you use of `json`, `form`, `query`,
//! `matched-path`, `original-uri`, `macros`, `multipart` and `tracing`. The feature `tokio`, and `http1`, `http2` and
//! `ws`, which need it, do not compile for `wasm32-unknown-unknown`.
//!
//! Of `tower-http`, what needs a clock or files does not work here: `timeout` and `fs`; use
//! [`timeout`](crate::timeout) and static assets. `docs/axum.md` of the repository has the list, tested.

mod body;
mod extract;
mod message;
mod serve;

pub(crate) use body::take_over;
pub use serve::serve;
