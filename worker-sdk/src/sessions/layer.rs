//! Sessions around routes.

use std::fmt;
use std::rc::Rc;
use std::time::Duration;

use super::record::{Limits, Record, seconds};
use super::sealed::Sealed;
use super::session::{Handle, Shared};
use super::store::{Backend, Saved, Store, named};
use crate::error::Result;
use crate::http::cookies::{Keys, named as cookies_named};
use crate::http::{SameSite, SetCookie};
use crate::js::Local;
use crate::middleware::{Middleware, Next, Personal};
use crate::time::{Timestamp, now};
use crate::{Request, Response, durable_objects, kv};

/// Gives handlers [sessions](super): each takes its [`Session`](super::Session).
///
/// The cookie is `__Host-session`, with `Secure`, `HttpOnly`, `SameSite=Lax` and `Path=/`; browsers send it over `https`
/// and to `localhost`. An answer that sets it is marked `cache-control: private`, unless the handler says otherwise.
///
/// # Examples
///
/// ```no_run
/// use std::time::Duration;
/// use worker_sdk::router::{Router, get};
/// use worker_sdk::sessions::{Session, Sessions};
/// use worker_sdk::{Bindings, Result, kv};
///
/// #[derive(Bindings, Clone)]
/// struct App {
///     sessions: kv::Namespace,
/// }
///
/// async fn count(session: Session<u32>) -> Result<String> {
///     let visits = session.update(|visits| {
///         *visits += 1;
///         *visits
///     })?;
///     Ok(format!("visit {visits}"))
/// }
///
/// fn app() -> Router<App> {
///     let sessions = Sessions::kv(|app: &App| &app.sessions).idle(Duration::from_secs(3600));
///     Router::new().route("/", get(count)).layer(sessions)
/// }
/// ```
#[must_use = "a middleware is added with `Router::layer`"]
pub struct Sessions<S> {
    backend: Local<MakeBackend<S>>,
    name: String,
    limits: Limits,
    change: Option<Local<Change>>,
}

/// Makes it of the router's state and the cookie's name.
type MakeBackend<S> = Box<dyn Fn(&S, &str) -> Rc<dyn Backend>>;

type Change = Box<dyn Fn(SetCookie) -> SetCookie>;

impl<S: 'static> Sessions<S> {
    /// Keeps sessions in KV, by keys that begin with `session:`.
    ///
    /// KV is eventually consistent: elsewhere in the world, what was written, or destroyed, may be read as it was for a
    /// minute. A request there that changes the session in that minute, or is the first one after a tenth of the idle time,
    /// writes it back: it is good again, for the rest of its time. Where signing out has to hold at once, keep sessions in
    /// Durable Objects ([`object`](Self::object)).
    pub fn kv(namespace: impl Fn(&S) -> &kv::Namespace + 'static) -> Self {
        Self::of(move |state, _| named(namespace(state).clone()))
    }

    /// Keeps sessions in Durable Objects of a class that consists of an [`Object`](super::Object), one for each session.
    pub fn object(objects: impl Fn(&S) -> &durable_objects::Namespace + 'static) -> Self {
        Self::of(move |state, _| named(objects(state).clone()))
    }

    /// Keeps sessions in the cookie itself, hidden, and nowhere else.
    ///
    /// There is room for about 2,900 bytes of JSON. A session that was destroyed is good again for who has kept the cookie,
    /// until its time is over, and of two requests at the same time, the one that is answered last wins.
    pub fn cookie(keys: impl Fn(&S) -> &Keys + 'static) -> Self {
        Self::of(move |state, name| {
            Rc::new(Sealed {
                keys: keys(state).clone(),
                name: name.to_owned(),
            })
        })
    }

    /// Keeps sessions in a [`Store`] of your own, which the function makes for each request.
    pub fn store<T: Store>(store: impl Fn(&S) -> T + 'static) -> Self {
        Self::of(move |state, _| named(store(state)))
    }

    fn of(backend: impl Fn(&S, &str) -> Rc<dyn Backend> + 'static) -> Self {
        Self {
            backend: Local::new(Box::new(backend)),
            name: "__Host-session".to_owned(),
            limits: Limits {
                idle: Duration::from_secs(24 * 3600),
                absolute: Duration::from_secs(7 * 24 * 3600),
            },
            change: None,
        }
    }

    /// Names the cookie; `__Host-session`.
    pub fn name(mut self, name: impl Into<String>) -> Self {
        self.name = name.into();
        self
    }

    /// How long a session lives that nobody uses; 24 hours.
    pub fn idle(mut self, time: Duration) -> Self {
        self.limits.idle = time;
        self
    }

    /// How long a session lives that is in use; 7 days. Then somebody has to sign in again.
    pub fn absolute(mut self, time: Duration) -> Self {
        self.limits.absolute = time;
        self
    }

    /// Changes what browsers are told of the cookie, such as its domain, or `SameSite`.
    ///
    /// # Examples
    ///
    /// ```no_run
    /// # use worker_sdk::kv;
    /// use worker_sdk::http::SameSite;
    /// use worker_sdk::sessions::Sessions;
    ///
    /// # fn run() -> Sessions<kv::Namespace> {
    /// Sessions::kv(|sessions: &kv::Namespace| sessions)
    ///     .name("__Secure-session")
    ///     .attributes(|cookie| cookie.domain("example.com").same_site(SameSite::Strict))
    /// # }
    /// ```
    pub fn attributes(mut self, change: impl Fn(SetCookie) -> SetCookie + 'static) -> Self {
        self.change = Some(Local::new(Box::new(change)));
        self
    }

    fn begin(&self, request: &Request, state: &S, personal: Personal) -> Rc<Shared> {
        let cookies = request.cookies();
        Rc::new(Shared {
            backend: (self.backend)(state, &self.name),
            limits: self.limits,
            sent: cookies_named(&cookies, &self.name)
                .map(ToOwned::to_owned)
                .collect(),
            state: std::cell::RefCell::default(),
            personal,
        })
    }

    fn cookie_of(&self, value: String, lifetime: Duration) -> SetCookie {
        let cookie = SetCookie::new(self.name.as_str(), value)
            .max_age(lifetime)
            .http_only()
            .secure()
            .same_site(SameSite::Lax);
        match &self.change {
            Some(change) => change(cookie),
            None => cookie,
        }
    }
}

impl<S: 'static> Middleware<S> for Sessions<S> {
    async fn handle(&self, request: Request, mut next: Next, state: &S) -> Result<Response> {
        let shared = self.begin(&request, state, Personal::of(&mut next));
        next.insert(Handle(shared.clone()));
        let response = next.run(request).await?;
        match end(&shared, now()).await? {
            Cookie::Keep => Ok(response),
            Cookie::Set(value, lifetime) => with_cookie(response, self.cookie_of(value, lifetime)),
            Cookie::Forget => with_cookie(response, self.cookie_of(String::new(), Duration::ZERO)),
        }
    }
}

fn with_cookie(mut response: Response, cookie: SetCookie) -> Result<Response> {
    if !response.headers().has("cache-control") {
        response.headers_mut().set("cache-control", "private")?;
    }
    response.with_cookie(cookie)
}

/// What the client is told.
enum Cookie {
    Keep,
    Set(String, Duration),
    Forget,
}

/// Writes what has changed. Nothing is borrowed while the store is asked.
async fn end(shared: &Shared, now: Timestamp) -> Result<Cookie> {
    let state = shared.state.take();
    if !state.is_loaded {
        return Ok(Cookie::Keep);
    }
    let is_late = state.cookie.is_some() && state.record.is_seen_late(shared.limits, now);
    let is_new = state.is_old || state.cookie.is_none();
    let is_written = match is_new {
        true => state.is_changed && !state.record.is_empty(),
        false => state.is_changed || is_late,
    };
    let mut told = match state.is_old && state.cookie.is_some() {
        true => Cookie::Forget,
        false => Cookie::Keep,
    };
    if is_written {
        let record = dated(state.record, is_new, is_late, seconds(now));
        told = write(
            shared,
            state.cookie.as_deref().filter(|_| !is_new),
            &record,
            is_late,
            now,
        )
        .await?;
    }
    if let Some(old) = state.cookie.filter(|_| state.is_old) {
        shared.backend.remove(&old).await?;
    }
    Ok(told)
}

fn dated(mut record: Record, is_new: bool, is_late: bool, now: u64) -> Record {
    if is_new {
        record.created = now;
    }
    if is_new || is_late {
        record.seen = now;
    }
    record
}

async fn write(
    shared: &Shared,
    cookie: Option<&str>,
    record: &Record,
    is_late: bool,
    now: Timestamp,
) -> Result<Cookie> {
    let left = record.left(shared.limits, now).unwrap_or_default();
    let text = record.to_text()?;
    Ok(
        match (shared.backend.save(cookie, &text, left).await?, cookie) {
            (Saved::As(value), _) => Cookie::Set(value, left),
            // The client keeps it longer, too.
            (Saved::Same, Some(cookie)) if is_late => Cookie::Set(cookie.to_owned(), left),
            (Saved::Same | Saved::Gone, _) => Cookie::Keep,
        },
    )
}

impl<S> fmt::Debug for Sessions<S> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Sessions")
            .field("name", &self.name)
            .finish_non_exhaustive()
    }
}
