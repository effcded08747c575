//! The session of one request.

use std::cell::RefCell;
use std::fmt;
use std::marker::PhantomData;
use std::rc::Rc;

use serde::Serialize;
use serde::de::DeserializeOwned;

use super::Flash;
use super::record::{Limits, Record};
use super::store::Backend;
use crate::error::{Error, Result};
use crate::extract::{FromRequestParts, Parts};
use crate::js::Local;
use crate::json;
use crate::middleware::Personal;
use crate::time::now;

/// The messages that a session keeps.
const MAX_FLASHES: usize = 16;

/// The session of this request, with data of the type `T`, of which all sessions of a worker are.
///
/// Taking it loads the session, if the client has one. Nothing is written unless something has changed, and all that has is
/// written once, when the handler and the middleware further in have answered; where they fail with an error instead,
/// nothing is. A body that is still being written then is too late.
///
/// # Examples
///
/// ```no_run
/// use worker_sdk::extract::Form;
/// use worker_sdk::http::RedirectMode;
/// use worker_sdk::sessions::Session;
/// use worker_sdk::{HttpError, Result};
///
/// #[derive(Default, serde::Serialize, serde::Deserialize)]
/// struct Visitor {
///     user: Option<String>,
///     visits: u32,
/// }
///
/// #[derive(serde::Deserialize)]
/// struct SignIn {
///     name: String,
/// }
///
/// async fn home(session: Session<Visitor>) -> Result<String> {
///     let visits = session.update(|visitor| {
///         visitor.visits += 1;
///         visitor.visits
///     })?;
///     Ok(format!("visit {visits}"))
/// }
///
/// async fn sign_in(session: Session<Visitor>, Form(form): Form<SignIn>) -> Result<&'static str> {
///     session.renew();
///     session.update(|visitor| visitor.user = Some(form.name))?;
///     Ok("welcome")
/// }
///
/// async fn sign_out(session: Session<Visitor>) -> &'static str {
///     session.destroy();
///     "goodbye"
/// }
/// ```
pub struct Session<T> {
    shared: Local<Rc<Shared>>,
    data: PhantomData<fn(T) -> T>,
}

/// What the middleware leaves for extractors.
#[derive(Clone)]
pub(super) struct Handle(pub(super) Rc<Shared>);

pub(super) struct Shared {
    pub(super) backend: Rc<dyn Backend>,
    pub(super) limits: Limits,
    /// Cookies of the right name.
    pub(super) sent: Vec<String>,
    pub(super) state: RefCell<State>,
    pub(super) personal: Personal,
}

#[derive(Default)]
pub(super) struct State {
    pub(super) is_loaded: bool,
    /// The cookie whose record was found.
    pub(super) cookie: Option<String>,
    pub(super) record: Record,
    pub(super) is_changed: bool,
    /// The record of the cookie is to go.
    pub(super) is_old: bool,
}

impl Shared {
    async fn load(&self) -> Result<()> {
        self.personal.mark();
        if self.state.borrow().is_loaded {
            return Ok(());
        }
        let found = self.find().await?;
        let mut state = self.state.borrow_mut();
        // Two extractors may have asked at the same time.
        if !state.is_loaded {
            state.is_loaded = true;
            if let Some((cookie, record)) = found {
                (state.cookie, state.record) = (Some(cookie), record);
            }
        }
        Ok(())
    }

    /// Other hosts of the site can add a cookie of this name.
    async fn find(&self) -> Result<Option<(String, Record)>> {
        for cookie in &self.sent {
            let text = self.backend.load(cookie).await?;
            let record = text.as_deref().and_then(Record::from_text);
            if let Some(record) = record.filter(|record| record.left(self.limits, now()).is_some())
            {
                return Ok(Some((cookie.clone(), record)));
            }
        }
        Ok(None)
    }
}

impl<T> Session<T> {
    /// Whether the client had a session already, and none of what follows has happened: [`renew`](Self::renew),
    /// [`destroy`](Self::destroy).
    #[must_use]
    pub fn is_known(&self) -> bool {
        let state = self.shared.state.borrow();
        state.cookie.is_some() && !state.is_old
    }

    /// Gives the session a new name, and removes the old one: **call it whenever somebody signs in**, or gets more rights.
    /// Who knew the name before does not know it then (session fixation). The data stays, and the absolute time begins
    /// anew.
    pub fn renew(&self) {
        let mut state = self.shared.state.borrow_mut();
        (state.is_old, state.is_changed) = (true, true);
    }

    /// Ends the session: data and flashes are removed, and the client forgets its cookie. What is set after that begins a new
    /// one.
    pub fn destroy(&self) {
        let mut state = self.shared.state.borrow_mut();
        (state.is_old, state.is_changed) = (true, false);
        state.record = Record::default();
    }

    /// Leaves a message for the next page: what kind it is, and its text.
    ///
    /// The last 16 are kept, whatever their length: what a stranger has sent does not belong into one.
    pub fn flash(&self, kind: impl Into<String>, text: impl Into<String>) {
        let mut state = self.shared.state.borrow_mut();
        let flashes = &mut state.record.flashes;
        flashes.push(Flash::new(kind, text));
        let too_many = flashes.len().saturating_sub(MAX_FLASHES);
        flashes.drain(..too_many);
        state.is_changed = true;
    }

    /// The messages that were left, which are gone with this.
    #[must_use = "the messages are gone with this"]
    pub fn take_flashes(&self) -> Vec<Flash> {
        let mut state = self.shared.state.borrow_mut();
        let flashes = std::mem::take(&mut state.record.flashes);
        state.is_changed |= !flashes.is_empty();
        flashes
    }
}

impl<T: Serialize + DeserializeOwned + Default> Session<T> {
    /// The data; `T::default()` if there is none, or if it has another form since the worker has changed.
    #[must_use]
    pub fn get(&self) -> T {
        let state = self.shared.state.borrow();
        let data = state.record.data.as_deref();
        data.and_then(|data| json::from_str(data).ok())
            .unwrap_or_default()
    }

    /// Replaces the data. The same data is no change.
    ///
    /// # Errors
    ///
    /// Fails when it cannot be JSON.
    pub fn set(&self, data: &T) -> Result<()> {
        let data = json::to_string(data)?;
        let mut state = self.shared.state.borrow_mut();
        if state.record.data.as_deref() != Some(data.as_str()) {
            (state.record.data, state.is_changed) = (Some(data), true);
        }
        Ok(())
    }

    /// Changes the data, and gives what the function gives.
    ///
    /// # Errors
    ///
    /// As [`set`](Self::set).
    pub fn update<R>(&self, change: impl FnOnce(&mut T) -> R) -> Result<R> {
        let mut data = self.get();
        let result = change(&mut data);
        self.set(&data).map(|()| result)
    }
}

impl<S, T> FromRequestParts<S> for Session<T> {
    type Rejection = Error;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self> {
        let Some(Handle(shared)) = parts.extension::<Handle>().cloned() else {
            return Err(Error::new(
                "there are no sessions here; put `sessions::Sessions` around the route",
            ));
        };
        shared.load().await?;
        Ok(Self {
            shared: Local::new(shared),
            data: PhantomData,
        })
    }
}

/// Shows nothing of it.
impl<T> fmt::Debug for Session<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Session { .. }")
    }
}
