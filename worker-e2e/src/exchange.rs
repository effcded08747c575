//! One request to a worker.

use std::io::Read;
use std::time::Duration;

use http::request::Parts;
use http::{HeaderMap, Request, request};
use ureq::{Agent, AsSendBody, SendBody};

use crate::answer::Answer;
use crate::stream::Stream;
use crate::{Error, Result, wire};

pub(crate) const PATIENCE: Duration = Duration::from_secs(60);

/// A request to the server at an address, whatever authority its URL had.
#[derive(Clone, Debug)]
pub(crate) struct Outgoing {
    pub(crate) parts: Parts,
}

impl Outgoing {
    pub(crate) fn new(address: &str, request: request::Builder) -> Result<Outgoing> {
        let request = request.body(());
        let request = request
            .map_err(|e| Error::because("this is not a request, whose path begins with `/`", e))?;
        let (parts, ()) = request.into_parts();
        if let (None, Some(name)) = (parts.uri.scheme(), parts.uri.authority()) {
            return Err(Error::new(format!(
                "`{name}` is not a path; write `/{name}`"
            )));
        }
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

/// What an answer says before its body.
pub(crate) trait Head {
    fn head(&self) -> (u16, &HeaderMap);
}

impl Head for Answer {
    fn head(&self) -> (u16, &HeaderMap) {
        (self.status, &self.headers)
    }
}

impl Head for Stream {
    fn head(&self) -> (u16, &HeaderMap) {
        (self.status, &self.headers)
    }
}

/// Sends a request and reads the answer, follows no redirects and takes every status as an answer.
///
/// Each request has its own connection: the runtime closes one after a request whose body the worker has not read, and
/// the next request on it would be lost (the template with a Durable Object has such requests).
pub(crate) fn send(outgoing: Outgoing, body: &mut Body<'_>) -> Result<Answer> {
    let what = outgoing.name();
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
    let parts = outgoing.parts;
    let answer = match body {
        Body::Bytes([]) => run(&agent, parts, ()),
        Body::Bytes(bytes) => run(&agent, parts, *bytes),
        Body::Reader(reader) => run(&agent, parts, SendBody::from_reader(reader)),
    };
    answer.map_err(|e| Error::because(format!("{what} failed"), e))
}

fn run(agent: &Agent, parts: Parts, body: impl AsSendBody) -> Result<Answer, ureq::Error> {
    let response = agent.run(Request::from_parts(parts, body))?;
    let (parts, body) = response.into_parts();
    Ok(Answer {
        status: parts.status.as_u16(),
        headers: parts.headers,
        body: body.into_with_config().limit(u64::MAX).read_to_vec()?,
    })
}

/// As [`send`], up to the head of the answer.
pub(crate) fn open(outgoing: Outgoing, body: &mut Body<'_>) -> Result<Stream> {
    let request = outgoing.name();
    let opened = wire::open(outgoing.parts, body);
    let (head, reader) = opened.map_err(|e| Error::because(format!("{request} failed"), e))?;
    Ok(Stream::new(request, head, reader))
}
