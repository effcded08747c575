//! Who has sent it, as a signature says.

use std::fmt;

use super::{Middleware, Next, Personal};
use crate::error::Result;
use crate::extract::BodyLimit;
use crate::http::IntoResponse;
use crate::js::Local;
use crate::webhooks::Verifier;
use crate::{Request, Response};

/// Lets through only [webhooks](crate::webhooks) that their service has signed.
///
/// What is not is answered with 401 and [why](crate::webhooks#what-is-refused). Handlers read the body as ever, up to the
/// [limit](Verifier::body_limit) of the verifier, whatever a `BodyLimit` further out says, and take what else is signed as
/// [`Extension<Verified>`](crate::extract::Extension).
///
/// Each service has its own URL, so it stands around one route, mostly.
///
/// # Examples
///
/// ```no_run
/// use worker_sdk::env::Secret;
/// use worker_sdk::extract::Extension;
/// use worker_sdk::middleware::VerifyWebhook;
/// use worker_sdk::router::{Router, post};
/// use worker_sdk::webhooks::{Verified, Verifier};
/// use worker_sdk::{Bindings, Json, console_log};
///
/// #[derive(Bindings, Clone)]
/// struct App {
///     orders_secret: Secret,
///     stripe_secret: Secret,
/// }
///
/// #[derive(serde::Deserialize)]
/// struct Event {
///     r#type: String,
/// }
///
/// async fn paid(Json(event): Json<Event>) {
///     console_log!("stripe says {}", event.r#type);
/// }
///
/// async fn ordered(Extension(hook): Extension<Verified>, Json(event): Json<Event>) {
///     console_log!("{:?}: {}", hook.id(), event.r#type);
/// }
///
/// fn app() -> Router<App> {
///     let stripe = VerifyWebhook::with(|app: &App| Verifier::stripe(app.stripe_secret.expose()));
///     let orders = VerifyWebhook::with(|app: &App| Verifier::standard(app.orders_secret.expose()));
///     Router::new()
///         .route("/hooks/stripe", post(paid).layer(stripe))
///         .route("/hooks/orders", post(ordered).layer(orders))
/// }
/// ```
#[must_use = "a middleware is added with `layer`"]
pub struct VerifyWebhook<S>(Source<S>);

enum Source<S> {
    Fixed(Verifier),
    Made(Local<Make<S>>),
}

type Make<S> = Box<dyn Fn(&S) -> Result<Verifier>>;

impl<S> VerifyWebhook<S> {
    /// Asks for what this verifier takes.
    pub fn new(verifier: Verifier) -> Self {
        Self(Source::Fixed(verifier))
    }

    /// As [`new`](Self::new), with a verifier that is made of the router's state for each request.
    pub fn with(make: impl Fn(&S) -> Result<Verifier> + 'static) -> Self {
        Self(Source::Made(Local::new(Box::new(make))))
    }
}

impl<S: 'static> Middleware<S> for VerifyWebhook<S> {
    async fn handle(&self, request: Request, next: Next, state: &S) -> Result<Response> {
        match &self.0 {
            Source::Fixed(verifier) => verified(verifier.clone(), request, next).await,
            Source::Made(make) => verified(make(state)?, request, next).await,
        }
    }
}

async fn verified(verifier: Verifier, mut request: Request, mut next: Next) -> Result<Response> {
    let hook = match verifier.verify(&mut request).await {
        Ok(hook) => hook,
        Err(refusal) => return refusal.into_response(),
    };
    if request.is_body_used() {
        request = request.with_bytes(hook.bytes())?;
    }
    // The answer to a webhook is for its sender alone.
    Personal::of(&mut next).mark();
    next.insert(BodyLimit::new(verifier.limit()));
    next.insert(hook);
    next.run(request).await
}

impl<S> fmt::Debug for VerifyWebhook<S> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("VerifyWebhook { .. }")
    }
}
