//! Counting in a Durable Object.

use std::time::Duration;

use http::StatusCode;

use super::error::NoDecision;
use super::quota::{Decision, Quota};
use crate::durable_objects::{Cell, Namespace, State, Storage};
use crate::error::{Error, Result};
use crate::http::HttpError;
use crate::time::Timestamp;
use crate::{IntoResponse, Request, Response, now};

/// Where the object keeps its count.
const KEY: &str = "worker-sdk:spent";

/// The inside of a Durable Object that counts the calls of one key, exactly.
///
/// There is one object for each key. It lets the whole quota through at once, and gives it back evenly: of 60 calls in a
/// minute, one each second (a token bucket). It keeps two numbers, which survive the object's memory, and
/// an alarm that removes it when the quota is whole again.
///
/// Export a class that consists of it. Its storage has to be that of SQLite, as it is for all new classes.
///
/// ```no_run
/// # mod worker {
/// use worker_sdk::durable_objects::State;
/// use worker_sdk::rate_limiting::Counter;
/// use worker_sdk::{Request, Response, Result, durable_object};
///
/// struct Limits(Counter);
///
/// #[durable_object]
/// impl Limits {
///     fn new(state: State) -> Result<Self> {
///         Counter::new(&state).map(Self)
///     }
///
///     async fn fetch(&self, request: Request) -> Result<Response> {
///         self.0.fetch(&request).await
///     }
///
///     async fn alarm(&self) -> Result<()> {
///         self.0.alarm().await
///     }
/// }
/// # }
/// # fn main() {}
/// ```
///
/// ```jsonc
/// // wrangler.jsonc
/// "durable_objects": { "bindings": [{ "name": "LIMITS", "class_name": "Limits" }] },
/// "migrations": [{ "tag": "v1", "new_sqlite_classes": ["Limits"] }]
/// ```
///
/// [`RateLimit::object`](crate::middleware::RateLimit::object) asks it for each request, and [`Counter::count`] does
/// wherever you want.
#[derive(Debug)]
pub struct Counter {
    storage: Storage,
    spent: Cell<Spent>,
    has_alarm: Cell<bool>,
}

/// What was used of a quota.
#[derive(Clone, Copy, Debug, Default)]
struct Spent {
    calls: f64,
    /// At this time, in milliseconds since 1970.
    at: f64,
    /// When all of it will have come back.
    until: f64,
}

impl Counter {
    /// The counter of this object.
    ///
    /// # Errors
    ///
    /// Fails when the storage cannot be read.
    pub fn new(state: &State) -> Result<Self> {
        let storage = state.storage();
        let stored = storage.kv().get::<(f64, f64, f64)>(KEY)?;
        let (calls, at, until) = stored.unwrap_or_default();
        Ok(Self {
            storage,
            spent: Cell::new(Spent { calls, at, until }),
            has_alarm: Cell::new(stored.is_some()),
        })
    }

    /// Counts a call of `key`, in the object that has its name.
    ///
    /// # Errors
    ///
    /// Fails when the object cannot be asked, or is of a class without a counter.
    ///
    /// # Examples
    ///
    /// ```no_run
    /// # async fn run(env: worker_sdk::Env) -> worker_sdk::Result<()> {
    /// use worker_sdk::rate_limiting::{Counter, Quota};
    ///
    /// let limits = env.durable_object("LIMITS")?;
    /// let decision = Counter::count(&limits, "mail to ada@example.com", Quota::per_hour(3)).await?;
    /// if !decision.is_allowed() {
    ///     worker_sdk::console_log!("not now, but in {:?}", decision.reset());
    /// }
    /// # Ok(())
    /// # }
    /// ```
    pub async fn count(
        objects: &Namespace,
        key: impl AsRef<str>,
        quota: Quota,
    ) -> Result<Decision> {
        let stub = objects.get_by_name(key.as_ref());
        ask(stub.fetch(path_of(quota)).await?).await
    }

    /// Answers the request of [`count`](Self::count).
    ///
    /// # Errors
    ///
    /// Fails when the storage cannot be written.
    pub async fn fetch(&self, request: &Request) -> Result<Response> {
        let Some(quota) = request.query().and_then(quota_of) else {
            let unknown = "a counter is asked by `Counter::count`";
            return HttpError::new(StatusCode::NOT_FOUND, unknown).into_response();
        };
        let mut spent = self.spent.get();
        let decision = spent.decide(quota, now().as_millis());
        if decision.allowed {
            let Spent { calls, at, until } = spent;
            self.storage.kv().put(KEY, &(calls, at, until))?;
            self.spent.set(spent);
            self.wake_at(until).await?;
        }
        Ok(Response::text(text_of(&decision)))
    }

    /// The alarm of this object: forgets what it has counted, when that is over.
    ///
    /// # Errors
    ///
    /// Fails when the storage cannot be written.
    pub async fn alarm(&self) -> Result<()> {
        let until = self.spent.get().until;
        self.has_alarm.set(false);
        if until > now().as_millis() {
            return self.wake_at(until).await;
        }
        self.storage.delete_all().await
    }

    async fn wake_at(&self, millis: f64) -> Result<()> {
        if self.has_alarm.replace(true) {
            return Ok(());
        }
        let time = Timestamp::from_millis(millis);
        self.storage.set_alarm(time).await
    }
}

fn path_of(quota: Quota) -> String {
    let millis = quota.window.as_millis();
    let limit = quota.limit;
    format!("/?{limit}/{millis}")
}

fn quota_of(query: &str) -> Option<Quota> {
    let (limit, millis) = query.split_once('/')?;
    let window = Duration::from_millis(millis.parse().ok()?);
    Some(Quota::new(limit.parse().ok()?, window))
}

fn text_of(decision: &Decision) -> String {
    let allowed = u8::from(decision.allowed);
    let remaining = decision.remaining.unwrap_or_default();
    let millis = decision.reset.as_millis();
    format!("{allowed} {remaining} {millis}")
}

async fn ask(answer: Response) -> Result<Decision> {
    let is_ok = answer.is_ok();
    let text = answer.read_text().await?;
    let decision = is_ok.then(|| decision_of(&text)).flatten();
    decision.ok_or_else(|| Error::of(NoDecision))
}

fn decision_of(text: &str) -> Option<Decision> {
    let mut parts = text.split(' ');
    let allowed = parts.next()? == "1";
    let remaining = parts.next()?.parse().ok()?;
    let reset = Duration::from_millis(parts.next()?.parse().ok()?);
    Some(Decision {
        allowed,
        remaining: Some(remaining),
        reset,
    })
}

/// Sums of fractions are not exact.
const ABOUT: f64 = 1e-6;

impl Spent {
    /// What was spent comes back evenly, one call in each share of the window.
    fn decide(&mut self, quota: Quota, now: f64) -> Decision {
        let limit = f64::from(quota.limit);
        if quota.limit == 0 {
            return Decision::refused(quota.window);
        }
        let share = quota.window.as_secs_f64() * 1000.0 / limit;
        let back = (now - self.at).max(0.0) / share;
        let calls = (self.calls - back).max(0.0) + 1.0;
        if calls > limit + ABOUT {
            return Decision::refused(after((calls - limit) * share));
        }
        *self = Self {
            calls,
            at: now,
            until: now + calls * share,
        };
        let remaining = (limit - calls + ABOUT) as u32;
        Decision::allowed(Some(remaining), after(calls * share))
    }
}

/// Whole milliseconds, so that it is not too early.
fn after(millis: f64) -> Duration {
    Duration::from_millis((millis - ABOUT).ceil() as u64)
}

#[cfg(test)]
mod tests {
    use super::*;

    const START: f64 = 1_790_000_000_000.0;

    #[test]
    fn a_quota_is_there_at_once_and_comes_back_evenly() {
        let quota = Quota::per_minute(3);
        let mut spent = Spent::default();
        let mut call = |at: f64| spent.decide(quota, START + at);
        let seconds = Duration::from_secs;
        assert_eq!(call(0.0), Decision::allowed(Some(2), seconds(20)));
        assert_eq!(call(0.0), Decision::allowed(Some(1), seconds(40)));
        assert_eq!(call(0.0), Decision::allowed(Some(0), seconds(60)));
        assert_eq!(call(0.0), Decision::refused(seconds(20)));
        assert_eq!(call(19_999.0), Decision::refused(Duration::from_millis(1)));
        assert_eq!(call(20_000.0), Decision::allowed(Some(0), seconds(60)));
        assert_eq!(call(20_000.0), Decision::refused(seconds(20)));
        assert_eq!(call(60_000.0), Decision::allowed(Some(1), seconds(40)));
        assert_eq!(call(500_000.0), Decision::allowed(Some(2), seconds(20)));
    }

    /// Shares that are no whole numbers do not lose a call.
    #[test]
    fn as_many_calls_as_there_may_be() {
        for limit in [1, 7, 10, 97, 1000, 99_999] {
            for quota in [
                Quota::per_second(limit),
                Quota::per_minute(limit),
                Quota::per_day(limit),
            ] {
                let mut spent = Spent::default();
                let mut allowed = 0;
                loop {
                    let decision = spent.decide(quota, START);
                    if !decision.allowed {
                        break;
                    }
                    allowed += 1;
                    assert_eq!(decision.remaining, Some(limit - allowed));
                }
                assert_eq!(allowed, limit, "{quota:?}");
            }
        }
    }

    #[test]
    fn nothing_is_allowed_of_nothing() {
        let quota = Quota::per_minute(0);
        let refused = Decision::refused(Duration::from_secs(60));
        assert_eq!(Spent::default().decide(quota, START), refused);
    }

    #[test]
    fn what_crosses_to_the_object() {
        let quota = Quota::new(7, Duration::from_millis(1500));
        assert_eq!(path_of(quota), "/?7/1500");
        assert_eq!(quota_of("7/1500"), Some(quota));
        for decision in [
            Decision::allowed(Some(6), Duration::from_millis(20)),
            Decision::refused(Duration::from_secs(60)),
        ] {
            assert_eq!(decision_of(&text_of(&decision)), Some(decision));
        }
        for text in ["", "1", "1 2", "1 a b"] {
            assert_eq!(decision_of(text), None, "{text}");
        }
    }
}
