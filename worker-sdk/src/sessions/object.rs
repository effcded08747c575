//! Sessions in Durable Objects.

use std::time::Duration;

use http::{Method, StatusCode};

use super::Store;
use crate::durable_objects::{Namespace, State, Storage};
use crate::error::{Error, Result};
use crate::http::HttpError;
use crate::time::{Timestamp, now};
use crate::{IntoResponse, Request, Response};

/// Where the object keeps its session.
const KEY: &str = "worker-sdk:session";

/// The inside of a Durable Object that keeps one session.
///
/// There is one object for each session. What one request has written, the next one reads, wherever it comes from, and what
/// was destroyed does not come back. An alarm removes the session when it is over.
///
/// Export a class that consists of it. Its storage has to be that of SQLite, as it is for all new classes.
///
/// ```no_run
/// # mod worker {
/// use worker_sdk::durable_objects::State;
/// use worker_sdk::sessions::Object;
/// use worker_sdk::{Request, Response, Result, durable_object};
///
/// struct SessionObject(Object);
///
/// #[durable_object]
/// impl SessionObject {
///     fn new(state: State) -> Self {
///         Self(Object::new(&state))
///     }
///
///     async fn fetch(&self, request: Request) -> Result<Response> {
///         self.0.fetch(request).await
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
/// "durable_objects": { "bindings": [{ "name": "SESSIONS", "class_name": "SessionObject" }] },
/// "migrations": [{ "tag": "v1", "new_sqlite_classes": ["SessionObject"] }]
/// ```
#[derive(Debug)]
pub struct Object {
    storage: Storage,
}

impl Object {
    /// The session of this object.
    #[must_use]
    pub fn new(state: &State) -> Self {
        Self {
            storage: state.storage(),
        }
    }

    /// Answers the requests of [`Sessions::object`](super::Sessions::object).
    ///
    /// # Errors
    ///
    /// Fails when the storage cannot be read or written.
    pub async fn fetch(&self, mut request: Request) -> Result<Response> {
        match *request.method() {
            Method::GET => Ok(self.read()?.map_or_else(missing, Response::text)),
            Method::PUT => {
                let record = request.text().await?;
                self.write(&record, request.query().unwrap_or_default())
                    .await
            }
            Method::DELETE => {
                self.storage.delete_all().await?;
                Ok(Response::empty())
            }
            _ => HttpError::new(
                StatusCode::METHOD_NOT_ALLOWED,
                "a session is asked by `Sessions`",
            )
            .into_response(),
        }
    }

    /// The alarm of this object: forgets the session when it is over.
    ///
    /// # Errors
    ///
    /// Fails when the storage cannot be written.
    pub async fn alarm(&self) -> Result<()> {
        match self.stored()? {
            Some((_, until)) if until > now().as_millis() => {
                self.storage.set_alarm(Timestamp::from_millis(until)).await
            }
            _ => self.storage.delete_all().await,
        }
    }

    fn stored(&self) -> Result<Option<(String, f64)>> {
        self.storage.kv().get(KEY)
    }

    fn read(&self) -> Result<Option<String>> {
        let stored = self
            .stored()?
            .filter(|(_, until)| *until > now().as_millis());
        Ok(stored.map(|(record, _)| record))
    }

    /// Nothing waits between looking and writing.
    async fn write(&self, record: &str, query: &str) -> Result<Response> {
        let Some((how, millis)) = query.split_once('=') else {
            return Err(Error::new("a session is written by `Sessions`"));
        };
        if how != "new" && self.read()?.is_none() {
            return Ok(missing());
        }
        let until = now().as_millis() + millis.parse::<f64>()?;
        self.storage.kv().put(KEY, &(record, until))?;
        self.storage
            .set_alarm(Timestamp::from_millis(until))
            .await?;
        Ok(Response::empty())
    }
}

fn missing() -> Response {
    Response::empty().with_status(StatusCode::NOT_FOUND)
}

/// What the object answers: whether there is a session.
async fn ask(objects: &Namespace, key: &str, request: Result<Request>) -> Result<Option<Response>> {
    let answer = objects.get_by_name(key).fetch(request?).await?;
    match answer.status() {
        StatusCode::OK => Ok(Some(answer)),
        StatusCode::NOT_FOUND => Ok(None),
        status => Err(format!(
            "the object of a session answered with status {}; its class has to consist of `sessions::Object`",
            status.as_u16()
        )
        .into()),
    }
}

const URL: &str = "http://session/";

impl Store for Namespace {
    async fn load(&self, key: &str) -> Result<Option<String>> {
        match ask(self, key, Request::new(Method::GET, URL)).await? {
            Some(answer) => answer.read_text().await.map(Some),
            None => Ok(None),
        }
    }

    async fn save(
        &self,
        key: &str,
        record: &str,
        lifetime: Duration,
        is_new: bool,
    ) -> Result<bool> {
        let how = if is_new { "new" } else { "known" };
        let request = Request::put(format!("{URL}?{how}={}", lifetime.as_millis()))
            .body(record.to_owned())
            .build();
        Ok(ask(self, key, request).await?.is_some())
    }

    async fn remove(&self, key: &str) -> Result<()> {
        ask(self, key, Request::new(Method::DELETE, URL))
            .await
            .map(drop)
    }
}
