use std::time::Duration;

use http::{HeaderMap, Request};
use serde::de::DeserializeOwned;
use serde_json::Value;
use ureq::{Agent, AsSendBody, Body};

const PATIENCE: Duration = Duration::from_secs(60);
/// The runtime takes the `cf` properties of a request from this header and removes it.
const CF_HEADER: &str = "MF-CF-Blob";

/// An HTTP client for one worker. It follows no redirects and takes every status as an answer.
///
/// Its methods panic when there is no answer at all: in a test, that is the failure to report.
#[derive(Clone, Debug)]
pub struct Client {
    agent: Agent,
    base: String,
    headers: Vec<(String, String)>,
}

impl Client {
    pub(crate) fn new(address: &str, cf: Option<&Value>) -> Client {
        let agent = Agent::config_builder()
            .http_status_as_error(false)
            .max_redirects(0)
            .proxy(None)
            .timeout_global(Some(PATIENCE))
            .max_idle_connections_per_host(64)
            .build()
            .into();
        let cf = cf.map(|cf| (CF_HEADER.to_owned(), cf.to_string()));
        Client {
            agent,
            base: format!("http://{address}"),
            headers: cf.into_iter().collect(),
        }
    }

    /// Adds a header to every request.
    #[must_use]
    pub fn header(mut self, name: impl Into<String>, value: impl Into<String>) -> Client {
        self.headers.push((name.into(), value.into()));
        self
    }

    /// Sends a `GET` request.
    #[track_caller]
    pub fn get(&self, path: &str) -> Answer {
        self.send(Request::get(self.url(path)), ())
    }

    /// Sends a `POST` request.
    #[track_caller]
    pub fn post(&self, path: &str, content_type: &str, body: impl AsSendBody) -> Answer {
        let request = Request::post(self.url(path)).header("content-type", content_type);
        self.send(request, body)
    }

    /// Sends any request; `path` of the client's worker is made absolute by [`url`](Client::url).
    #[track_caller]
    pub fn send(&self, request: http::request::Builder, body: impl AsSendBody) -> Answer {
        let response = self.open(request, body);
        let (parts, body) = response.into_parts();
        let body = body
            .into_with_config()
            .limit(u64::MAX)
            .read_to_vec()
            .unwrap_or_else(|error| panic!("the answer broke off: {error}"));
        Answer {
            status: parts.status.as_u16(),
            headers: parts.headers,
            body,
        }
    }

    /// Sends any request and leaves the body of the answer to be read.
    #[track_caller]
    pub fn open(
        &self,
        mut request: http::request::Builder,
        body: impl AsSendBody,
    ) -> http::Response<Body> {
        for (name, value) in &self.headers {
            request = request.header(name, value);
        }
        let request = request
            .body(body)
            .unwrap_or_else(|error| panic!("not a request: {error}"));
        self.agent
            .run(request)
            .unwrap_or_else(|error| panic!("no answer: {error}"))
    }

    /// The absolute URL of a path of this worker.
    pub fn url(&self, path: &str) -> String {
        format!("{}{path}", self.base)
    }
}

/// A complete answer.
#[derive(Clone, Debug)]
pub struct Answer {
    /// The status code.
    pub status: u16,
    /// The headers.
    pub headers: HeaderMap,
    /// The body, decoded from its transfer encoding.
    pub body: Vec<u8>,
}

impl Answer {
    /// The body as text; bytes that are not UTF-8 are replaced.
    pub fn text(&self) -> String {
        String::from_utf8_lossy(&self.body).into_owned()
    }

    /// The body as JSON.
    #[track_caller]
    pub fn json<T: DeserializeOwned>(&self) -> T {
        serde_json::from_slice(&self.body)
            .unwrap_or_else(|error| panic!("not the expected JSON: {error}: {}", self.text()))
    }

    /// The first value of a header, or an empty string.
    pub fn header(&self, name: &str) -> &str {
        let value = self.headers.get(name).and_then(|value| value.to_str().ok());
        value.unwrap_or_default()
    }
}
