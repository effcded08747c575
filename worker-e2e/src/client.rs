use std::fmt::{self, Display};
use std::time::Duration;

use http::{HeaderMap, Request, request};
use serde::de::DeserializeOwned;
use ureq::{Agent, AsSendBody};

use crate::{Error, Result};

const PATIENCE: Duration = Duration::from_secs(60);

/// An HTTP client that follows no redirects and takes every status as an answer.
///
/// Each request has its own connection: the runtime closes one after a request whose body the worker has not read, and
/// the next request on it would be lost (the template with a Durable Object has such requests).
#[derive(Debug)]
pub(crate) struct Client {
    agent: Agent,
}

impl Client {
    pub(crate) fn new() -> Client {
        let agent = Agent::config_builder()
            .http_status_as_error(false)
            .max_redirects(0)
            .max_idle_connections(0)
            // The worker is on this machine, whatever the environment says of others.
            .proxy(None)
            .allow_non_standard_methods(true)
            .timeout_global(Some(PATIENCE))
            .build()
            .into();
        Client { agent }
    }

    /// Sends a request to the server at `address`, whatever the request's own authority.
    pub(crate) fn send(
        &self,
        address: &str,
        request: request::Builder,
        body: &[u8],
    ) -> Result<Answer> {
        let request = request.body(());
        let request = request.map_err(|e| Error::because("this is not a request", e))?;
        let (mut parts, ()) = request.into_parts();
        let path = parts.uri.path_and_query().map_or("/", |path| path.as_str());
        let what = format!("`{} {path}` failed", parts.method);
        let uri = format!("http://{address}{path}").parse();
        parts.uri = uri.map_err(|e| Error::because(&what, e))?;
        let answer = if body.is_empty() {
            self.run(Request::from_parts(parts, ()))
        } else {
            self.run(Request::from_parts(parts, body))
        };
        answer.map_err(|e| Error::because(&what, e))
    }

    fn run(&self, request: Request<impl AsSendBody>) -> Result<Answer, ureq::Error> {
        let (parts, body) = self.agent.run(request)?.into_parts();
        Ok(Answer {
            status: parts.status.as_u16(),
            headers: parts.headers,
            body: body.into_with_config().limit(u64::MAX).read_to_vec()?,
        })
    }
}

/// A complete answer of a worker. Every status is one, and redirects are not followed.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Answer {
    /// The status code.
    pub status: u16,
    /// The headers.
    pub headers: HeaderMap,
    /// The body, decoded from its transfer encoding but not from its content encoding.
    pub body: Vec<u8>,
}

impl Answer {
    /// The body as text; bytes that are not UTF-8 are replaced.
    pub fn text(&self) -> String {
        String::from_utf8_lossy(&self.body).into_owned()
    }

    /// The body as JSON.
    ///
    /// # Errors
    ///
    /// Fails, with the body, when it is not JSON or not of this shape.
    ///
    /// # Examples
    ///
    /// ```no_run
    /// use worker_e2e::serde_json::Value;
    ///
    /// # fn main() -> worker_e2e::Result<()> {
    /// # let worker = worker_e2e::Worker::start()?;
    /// let user: Value = worker.get("/users/1")?.json()?;
    /// assert_eq!(user["name"], "Ferris");
    /// # Ok(())
    /// # }
    /// ```
    pub fn json<T: DeserializeOwned>(&self) -> Result<T> {
        serde_json::from_slice(&self.body).map_err(|error| {
            let what = format!("the answer is not the expected JSON: {error}");
            Error::new(format!("{what}; it has status {self}"))
        })
    }

    /// The first value of a header, if it is there and is text.
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.get(name)?.to_str().ok()
    }
}

/// The status and the body.
impl Display for Answer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.status, self.text())
    }
}
