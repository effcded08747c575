//! From an event to the answer of a service.

use std::cell::RefCell;
use std::future::poll_fn;

use ::axum::Router;
use ::axum::extract::Request as AxumRequest;
use ::axum::response::IntoResponse;
use tower_service::Service;

use crate::__private::Application;
use crate::env::Bindings;
use crate::error::{Error, Result};
use crate::fetch::Fetch;
use crate::integrations::http::NativeRequest;
use crate::{Context, Env, Request, Response};

/// Answers a request with a service of `tower`: a router of axum, also one with layers around it.
///
/// A function that returns a router, with `#[event(fetch)]`, does this by itself.
///
/// # Errors
///
/// Fails when the request cannot be one of the `http` crate, when the service fails, and with the error that a handler
/// returned.
///
/// # Examples
///
/// See [the module](crate::integrations::axum).
pub async fn serve<S>(
    mut service: S,
    request: Request,
    env: Env,
    context: Context,
) -> Result<Response>
where
    S: Service<AxumRequest, Response: IntoResponse>,
    S::Error: Into<Box<dyn std::error::Error + Send + Sync>>,
{
    let mut request = AxumRequest::try_from(request)?;
    if let Some(native) = request.extensions_mut().get_mut::<NativeRequest>() {
        native.event = Some((env, context));
    }
    let refused = |error: S::Error| Error::from(error.into());
    poll_fn(|context| service.poll_ready(context))
        .await
        .map_err(refused)?;
    let response = service.call(request).await.map_err(refused)?;
    response.into_response().try_into()
}

impl<S> Application for Router<S>
where
    S: Bindings + Clone + Send + Sync + 'static,
{
    async fn answer(&self, request: Request, env: Env, context: Context) -> Result<Fetch> {
        let router = with_state_of(self, &env)?;
        serve(router, request, env, context).await.map(Fetch::from)
    }
}

thread_local! {
    /// The address of the router that a worker has, and the same with the state that was made of the environment.
    static SERVED: RefCell<Option<(usize, Env, Router)>> = const { RefCell::new(None) };
}

/// The platform passes one environment to all events of an instance; tests need not.
fn with_state_of<S>(router: &Router<S>, env: &Env) -> Result<Router>
where
    S: Bindings + Clone + Send + Sync + 'static,
{
    let address = std::ptr::from_ref(router).addr();
    SERVED.with_borrow_mut(|served| {
        if let Some((known, of, made)) = served
            && (*known, of.as_raw()) == (address, env.as_raw())
        {
            return Ok(made.clone());
        }
        let made = router.clone().with_state(S::from_env(env)?);
        *served = Some((address, env.clone(), made.clone()));
        Ok(made)
    })
}
