//! Handlers that are made once.

use std::future::Future;
use std::sync::OnceLock;

use wasm_bindgen::JsValue;

#[cfg(feature = "router")]
use crate::env::Bindings;
use crate::error::Result;
use crate::fetch::Fetch;
use crate::js::error_to_js;
#[cfg(feature = "router")]
use crate::router::Router;
use crate::{Context, Env, Request, executor};

/// What a function without parameters may return to handle all `fetch` events.
#[diagnostic::on_unimplemented(
    message = "`{Self}` does not handle requests by itself",
    label = "this is no router that can be made of the environment",
    note = "return a `worker_sdk::Router`, or with the feature `axum` one of axum, whose state is `()`, `Env` or a struct with `#[derive(worker_sdk::Bindings)]`",
    note = "a router with another state gets it from `Router::with_state`"
)]
pub trait Application {
    /// Answers a request.
    fn answer(
        &self,
        request: Request,
        env: Env,
        context: Context,
    ) -> impl Future<Output = Result<Fetch>>;
}

#[cfg(feature = "router")]
impl<S: Bindings + 'static> Application for Router<S> {
    fn answer(
        &self,
        request: Request,
        env: Env,
        context: Context,
    ) -> impl Future<Output = Result<Fetch>> {
        self.handle(request, env, context).into_fetch()
    }
}

/// Answers a `fetch` event with what `make` has made when the first one came.
pub fn application<A: Application + 'static>(
    made: &'static OnceLock<A>,
    make: fn() -> A,
    request: JsValue,
    env: JsValue,
    context: JsValue,
) -> JsValue {
    let request = Request::from_raw(request);
    executor::start_event("fetch", async move {
        let application = made.get_or_init(make);
        let answer = application.answer(request, Env::from_raw(env), Context::from_raw(context));
        match answer.await {
            Ok(fetch) => fetch.finished().await,
            Err(error) => Err(error_to_js(&error)),
        }
    })
}
