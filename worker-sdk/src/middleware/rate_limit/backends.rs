//! What counts the requests of a client.

use std::fmt;
use std::time::Duration;

use crate::error::Result;
use crate::kv;
use crate::middleware::next::behind;
use crate::rate_limiting::{Counter, Decision, Limiter, Quota};
use crate::time::Timestamp;
use crate::{Context, durable_objects, now};

/// What counts for a [`RateLimit`](super::RateLimit), given with [`RateLimit::new`](super::RateLimit::new).
///
/// # Examples
///
/// ```no_run
/// use std::time::Duration;
/// use worker_sdk::middleware::{RateLimit, RateLimitBackend};
/// use worker_sdk::rate_limiting::{Decision, Quota};
/// use worker_sdk::router::{Router, get};
/// use worker_sdk::{Context, Result};
///
/// /// Nobody may, at night.
/// struct ByDay(fn() -> bool);
///
/// impl<S> RateLimitBackend<S> for ByDay {
///     async fn count(&self, _key: &str, quota: Quota, _: &S, _: Option<&Context>) -> Result<Decision> {
///         Ok(match (self.0)() {
///             true => Decision::allowed(None, quota.window()),
///             false => Decision::refused(Duration::from_secs(3600)),
///         })
///     }
/// }
///
/// let router: Router = Router::new()
///     .route("/", get(|| "hello"))
///     .layer(RateLimit::new(Quota::per_minute(100), ByDay(|| true)));
/// ```
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot count requests of a router whose state is `{S}`",
    label = "not a backend of `RateLimit` for this state",
    note = "the function gets the router's state: `RateLimit::binding(quota, |app: &App| &app.limiter)`"
)]
pub trait RateLimitBackend<S>: 'static {
    /// Counts a request of `key`, and decides. `context` is that of the event, if it has one.
    ///
    /// # Errors
    ///
    /// Fails when it cannot be counted; what happens then is up to [`fail_closed`](super::RateLimit::fail_closed).
    fn count(
        &self,
        key: &str,
        quota: Quota,
        state: &S,
        context: Option<&Context>,
    ) -> impl Future<Output = Result<Decision>>;
}

/// Lets the platform count: [`RateLimit::binding`](super::RateLimit::binding).
pub struct InBinding<F>(pub(super) F);

/// Counts in KV: [`RateLimit::kv`](super::RateLimit::kv).
pub struct InKv<F>(pub(super) F);

/// Counts in Durable Objects: [`RateLimit::object`](super::RateLimit::object).
pub struct InObject<F>(pub(super) F);

impl<S, F: Fn(&S) -> &Limiter + 'static> RateLimitBackend<S> for InBinding<F> {
    async fn count(
        &self,
        key: &str,
        quota: Quota,
        state: &S,
        _: Option<&Context>,
    ) -> Result<Decision> {
        ask(self.0(state), key, quota).await
    }
}

impl<S, F: Fn(&S) -> &kv::Namespace + 'static> RateLimitBackend<S> for InKv<F> {
    async fn count(
        &self,
        key: &str,
        quota: Quota,
        state: &S,
        context: Option<&Context>,
    ) -> Result<Decision> {
        count(self.0(state), key, quota, context).await
    }
}

impl<S, F: Fn(&S) -> &durable_objects::Namespace + 'static> RateLimitBackend<S> for InObject<F> {
    async fn count(
        &self,
        key: &str,
        quota: Quota,
        state: &S,
        _: Option<&Context>,
    ) -> Result<Decision> {
        Counter::count(self.0(state), key, quota).await
    }
}

/// The platform does not say when it allows the next one: after the window at the latest.
async fn ask(limiter: &Limiter, key: &str, quota: Quota) -> Result<Decision> {
    Ok(match limiter.limit(key).await?.success {
        true => Decision::allowed(None, quota.window()),
        false => Decision::refused(quota.window()),
    })
}

/// The longest time that KV takes.
const LONGEST: Duration = Duration::from_secs(i32::MAX.unsigned_abs() as u64);

/// A window that ends whatever happens in it, and a key for each window.
async fn count(
    namespace: &kv::Namespace,
    key: &str,
    quota: Quota,
    context: Option<&Context>,
) -> Result<Decision> {
    let (window, ends) = window_of(quota, now());
    let reset = ends - now();
    let key = format!("{key}:{window}");
    let counted = namespace.get(key.as_str()).text().await?;
    let counted = counted.and_then(|text| text.parse().ok()).unwrap_or(0_u32);
    let Some(left) = quota.limit().checked_sub(counted.saturating_add(1)) else {
        return Ok(Decision::refused(reset));
    };
    // What is left of it is read no more a window later, also from a cache.
    let stored = namespace
        .put(key.as_str(), (counted + 1).to_string())
        .expiration_ttl(quota.window().saturating_mul(2).min(LONGEST));
    let stored = async move {
        match stored.await {
            // One write in a second is what a key takes. The number is approximate anyway.
            Err(error) if error.is_rate_limited() => Ok(()),
            stored => stored,
        }
    };
    match context {
        Some(context) => behind(Some(context.clone()), stored),
        None => stored.await?,
    }
    Ok(Decision::allowed(Some(left), reset))
}

/// The number of the window that this time is in, and when it ends.
fn window_of(quota: Quota, time: Timestamp) -> (u64, Timestamp) {
    let length = quota.window().as_secs_f64() * 1000.0;
    let number = (time.as_millis() / length).floor();
    let ends = Timestamp::from_millis((number + 1.0) * length);
    (number as u64, ends)
}

macro_rules! hidden {
    ($($type:ident)*) => {
        $(impl<F> fmt::Debug for $type<F> {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(concat!(stringify!($type), " { .. }"))
            }
        })*
    };
}

hidden!(InBinding InKv InObject);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn windows_follow_each_other() {
        let quota = Quota::per_minute(1);
        let at = |millis| window_of(quota, Timestamp::from_millis(millis));
        let minute = |number: u32| Timestamp::from_millis(f64::from(number) * 60_000.0);
        assert_eq!(at(0.0), (0, minute(1)));
        assert_eq!(at(59_999.0), (0, minute(1)));
        assert_eq!(at(60_000.0), (1, minute(2)));
        let odd = Quota::new(1, Duration::from_millis(90_500));
        assert_eq!(window_of(odd, Timestamp::from_millis(90_500.0)).0, 1);
    }
}
