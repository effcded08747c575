//! Routers that answer for the objects of a class.

use std::rc::Rc;
use std::sync::OnceLock;

use wasm_bindgen::JsValue;

use super::Outcome;
use super::arguments::{Argument, HasEnv};
use super::entrypoint::{EntryArgs, made};
use super::objects::object;
use crate::error::Result;
use crate::js::error_to_js;
use crate::router::{Answer, Router};
use crate::{Context, Env, Request, executor};

/// The router of a class, when there is one.
pub type RouterOf<T> = OnceLock<Router<Rc<T>>>;

/// What `fetch` of a class may return when it has no receiver.
#[diagnostic::on_unimplemented(
    message = "`{Self}` does not answer for objects of `{T}`",
    label = "this is no router whose state is `Rc<{T}>`",
    note = "return `worker_sdk::Router<Rc<Self>>`, whose handlers take the object as `Rc<{T}>` or `State<Rc<{T}>>`",
    note = "a router with another state gets that from `Router::with_state`, and fits then"
)]
pub trait ObjectRouter<T> {
    /// The router.
    fn into_router(self) -> Router<Rc<T>>;
}

impl<T> ObjectRouter<T> for Router<Rc<T>> {
    fn into_router(self) -> Self {
        self
    }
}

/// Answers a request to a Durable Object with the router that `make` has made when the first one came.
pub fn hook_router<T: 'static, R: ObjectRouter<T> + 'static>(
    router: &'static RouterOf<T>,
    make: fn() -> R,
    request: JsValue,
    env: JsValue,
    handle: JsValue,
) -> JsValue {
    executor::start_served("fetch", async move {
        let object = object(&handle).map_err(|error| error_to_js(&error))?;
        let router = router.get_or_init(|| make().into_router());
        let request = Request::from_raw(request);
        outcome(router.handle_with(request, Env::from_raw(env), object)).await
    })
}

/// Answers a request to an entrypoint, whose object is made for it, with the router that `routes` has made when the first
/// one came.
pub fn entry_router<O, T: 'static, R: ObjectRouter<T> + 'static>(
    router: &'static RouterOf<T>,
    routes: fn() -> R,
    request: JsValue,
    _: JsValue,
    this: JsValue,
    make: impl FnOnce(&mut EntryArgs) -> Result<O> + 'static,
    convert: impl FnOnce(O) -> Result<T, JsValue> + 'static,
) -> JsValue {
    executor::start_event("fetch", async move {
        let object = made(&this, make, convert)?;
        let router = router.get_or_init(|| routes().into_router());
        let (env, context) = surroundings(this).map_err(|error| error_to_js(&error))?;
        outcome(router.handle_in(Request::from_raw(request), env, context, object)).await
    })
}

/// What an object of an entrypoint has, though its `new` may not have asked for it.
fn surroundings(this: JsValue) -> Result<(Env, Context)> {
    let mut args = EntryArgs::of(&this);
    let context = Context::from_args(&mut args)?;
    Ok((Env::from_raw(args.env().clone()), context))
}

async fn outcome(answer: Answer) -> Outcome {
    match answer.into_fetch().await {
        Ok(fetch) => fetch.finished().await,
        Err(error) => Err(error_to_js(&error)),
    }
}
