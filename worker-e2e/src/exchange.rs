//! One request to a worker, up to the head of its answer.

use std::io::Read;
use std::time::Duration;

use http::request::Parts;
use http::{HeaderMap, Request, Response, request};
use ureq::config::Config;
use ureq::{Agent, AsSendBody, SendBody};

use crate::answer::Answer;
use crate::stream::Stream;
use crate::{Error, Result};

pub(crate) const PATIENCE: Duration = Duration::from_secs(60);

/// A request to the server at an address, whatever authority its URL had.
#[derive(Clone, Debug)]
pub(crate) struct Outgoing {
    pub(crate) parts: Parts,
}

impl Outgoing {
    pub(crate) fn new(address: &str, request: request::Builder) -> Result<Outgoing> {
        let request = request.body(());
        let request = request.map_err(|e| Error::because("this is not a request", e))?;
        let (parts, ()) = request.into_parts();
        let path = parts.uri.path_and_query().map_or("/", |path| path.as_str());
        let path = path.to_owned();
        let mut outgoing = Outgoing { parts };
        outgoing.lead_to(address, &path)?;
        Ok(outgoing)
    }

    /// Sets where it goes.
    pub(crate) fn lead_to(&mut self, address: &str, path: &str) -> Result<()> {
        let uri = format!("http://{address}{path}").parse();
        let what = || format!("`{} {path}` failed", self.parts.method);
        self.parts.uri = uri.map_err(|e| Error::because(what(), e))?;
        Ok(())
    }

    pub(crate) fn path(&self) -> &str {
        let path = self.parts.uri.path_and_query();
        path.map_or("/", |path| path.as_str())
    }

    /// What errors call it.
    pub(crate) fn name(&self) -> String {
        format!("`{} {}`", self.parts.method, self.path())
    }
}

/// What a request carries.
pub(crate) enum Body<'a> {
    Bytes(&'a [u8]),
    Reader(&'a mut dyn Read),
}

/// What must have come when the time is over.
#[derive(Clone, Copy)]
pub(crate) enum Limit {
    /// All of the answer.
    Answer,
    /// The head of the answer, once the request has been sent.
    Head,
}

/// An answer whose body has not been read.
pub(crate) struct Opened {
    pub(crate) request: String,
    pub(crate) agent: Agent,
    response: Response<ureq::Body>,
}

/// Sends a request, follows no redirects and takes every status as an answer.
///
/// Each request has its own connection: the runtime closes one after a request whose body the worker has not read, and
/// the next request on it would be lost (the template with a Durable Object has such requests).
pub(crate) fn open(outgoing: Outgoing, body: &mut Body<'_>, limit: Limit) -> Result<Opened> {
    let request = outgoing.name();
    let agent = Agent::from(config(limit));
    let parts = outgoing.parts;
    let response = match body {
        Body::Bytes([]) => run(&agent, parts, ()),
        Body::Bytes(bytes) => run(&agent, parts, *bytes),
        Body::Reader(reader) => run(&agent, parts, SendBody::from_reader(reader)),
    };
    let response = response.map_err(|e| Error::because(format!("{request} failed"), e))?;
    Ok(Opened {
        request,
        agent,
        response,
    })
}

fn config(limit: Limit) -> Config {
    let config = Agent::config_builder()
        .http_status_as_error(false)
        .max_redirects(0)
        .max_idle_connections(0)
        // The worker is on this machine, whatever the environment says of others.
        .proxy(None)
        .allow_non_standard_methods(true);
    let patience = Some(PATIENCE);
    match limit {
        Limit::Answer => config.timeout_global(patience),
        Limit::Head => config
            .timeout_connect(patience)
            .timeout_per_write(patience)
            .timeout_recv_response(patience),
    }
    .build()
}

fn run(
    agent: &Agent,
    parts: Parts,
    body: impl AsSendBody,
) -> Result<Response<ureq::Body>, ureq::Error> {
    agent.run(Request::from_parts(parts, body))
}

impl Opened {
    pub(crate) fn status(&self) -> u16 {
        self.response.status().as_u16()
    }

    pub(crate) fn headers(&self) -> &HeaderMap {
        self.response.headers()
    }

    /// Reads the body.
    pub(crate) fn answer(self) -> Result<Answer> {
        let (parts, body) = self.response.into_parts();
        let body = body.into_with_config().limit(u64::MAX).read_to_vec();
        let body = body.map_err(|e| Error::because(format!("{} failed", self.request), e))?;
        Ok(Answer {
            status: parts.status.as_u16(),
            headers: parts.headers,
            body,
        })
    }

    /// Reads the body as it comes.
    pub(crate) fn stream(self) -> Result<Stream> {
        let (parts, body) = self.response.into_parts();
        let reader = body.into_reader();
        let mut stream = Stream::new(self.request, self.agent, reader)?;
        stream.status = parts.status.as_u16();
        stream.headers = parts.headers;
        Ok(stream)
    }
}
