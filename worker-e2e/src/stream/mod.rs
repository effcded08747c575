//! Answers that are read while the worker still sends.

mod events;

use std::fmt;
use std::io::{ErrorKind, Read};
use std::mem;
use std::time::{Duration, Instant};

use http::{HeaderMap, response};

use crate::answer::{Answer, text_of};
use crate::wire::Reader;
use crate::{Error, Result};

use events::Draft;
pub use events::Event;

const PATIENCE: Duration = Duration::from_secs(10);
const PIECE: usize = 16 << 10;

/// An answer of a worker that is read while it comes: [`Worker::stream`](crate::Worker::stream).
///
/// A worker that makes its body as it is read is held back by a test that does not read. Dropping the stream cuts the
/// connection, so a test can see what a worker does when its client goes away.
///
/// # Examples
///
/// ```no_run
/// use std::time::Duration;
///
/// # fn main() -> worker_e2e::Result<()> {
/// # let worker = worker_e2e::Worker::start()?;
/// let mut events = worker.stream("/prices")?;
/// assert_eq!((events.status, events.header("content-type")), (200, Some("text/event-stream")));
/// let price = events.event()?.expect("the worker sends a price");
/// assert_eq!((price.event.as_str(), price.data.as_str()), ("price", "42"));
///
/// drop(events);
/// worker.wait_for_log("the client has left", Duration::from_secs(5))?;
/// # Ok(())
/// # }
/// ```
#[non_exhaustive]
pub struct Stream {
    /// The status code.
    pub status: u16,
    /// The headers.
    pub headers: HeaderMap,
    request: String,
    body: Reader,
    /// What has come of a line that has not ended.
    rest: Vec<u8>,
    draft: Draft,
    patience: Duration,
}

impl Stream {
    pub(crate) fn new(request: String, head: response::Parts, body: Reader) -> Stream {
        Stream {
            status: head.status.as_u16(),
            headers: head.headers,
            request,
            body,
            rest: Vec::new(),
            draft: Draft::default(),
            patience: PATIENCE,
        }
    }

    /// The first value of a header, if it is there and is text.
    pub fn header(&self, name: &str) -> Option<&str> {
        text_of(&self.headers, name)
    }

    /// Sets how long each call waits for what it reads, instead of ten seconds.
    pub fn set_patience(&mut self, patience: Duration) {
        self.patience = patience;
    }

    /// The next bytes, as many as there are; `None` at the end.
    ///
    /// Where the worker's own pieces begin and end is not kept on the way.
    ///
    /// # Errors
    ///
    /// Fails when nothing comes [in time](Error::is_timeout), and when the answer breaks off.
    ///
    /// # Examples
    ///
    /// ```no_run
    /// # fn main() -> worker_e2e::Result<()> {
    /// # let worker = worker_e2e::Worker::start()?;
    /// let mut file = worker.stream("/files/large")?;
    /// let mut length = 0;
    /// while let Some(bytes) = file.chunk()? {
    ///     length += bytes.len();
    /// }
    /// assert_eq!(length, 100 << 20);
    /// # Ok(())
    /// # }
    /// ```
    pub fn chunk(&mut self) -> Result<Option<Vec<u8>>> {
        if !self.rest.is_empty() {
            return Ok(Some(mem::take(&mut self.rest)));
        }
        self.receive("nothing", self.deadline())
    }

    /// The next line, without its `\n` or `\r\n`; `None` at the end. Bytes that are not UTF-8 are replaced.
    ///
    /// # Errors
    ///
    /// Fails when the line does not end [in time](Error::is_timeout), and when the answer breaks off.
    ///
    /// # Examples
    ///
    /// ```no_run
    /// # fn main() -> worker_e2e::Result<()> {
    /// # let worker = worker_e2e::Worker::start()?;
    /// let mut logs = worker.stream("/logs")?;
    /// assert_eq!(logs.line()?.as_deref(), Some("started"));
    /// # Ok(())
    /// # }
    /// ```
    pub fn line(&mut self) -> Result<Option<String>> {
        self.line_before("no line", self.deadline())
    }

    /// The next server-sent event; `None` at the end. Comments are left out, and so is an event that no empty line ends.
    ///
    /// See the [format](https://html.spec.whatwg.org/multipage/server-sent-events.html#parsing-an-event-stream). Lines
    /// end with `\n` or `\r\n` here.
    ///
    /// # Errors
    ///
    /// Fails when the event is not complete [in time](Error::is_timeout), and when the answer breaks off.
    ///
    /// # Examples
    ///
    /// ```no_run
    /// # fn main() -> worker_e2e::Result<()> {
    /// # let worker = worker_e2e::Worker::start()?;
    /// let mut events = worker.stream("/numbers")?;
    /// while let Some(event) = events.event()? {
    ///     println!("{:?}: {}", event.id, event.data);
    /// }
    /// # Ok(())
    /// # }
    /// ```
    pub fn event(&mut self) -> Result<Option<Event>> {
        let deadline = self.deadline();
        while let Some(line) = self.line_before("no event", deadline)? {
            if let Some(event) = self.draft.add(&line) {
                return Ok(Some(event));
            }
            self.check(deadline, "no event")?;
        }
        Ok(None)
    }

    /// Reads the rest, as an answer that is complete.
    ///
    /// # Errors
    ///
    /// Fails when nothing comes [in time](Error::is_timeout) for a while, and when the answer breaks off.
    pub fn answer(mut self) -> Result<Answer> {
        let mut body = Vec::new();
        while let Some(mut bytes) = self.chunk()? {
            body.append(&mut bytes);
        }
        Ok(Answer {
            status: self.status,
            headers: mem::take(&mut self.headers),
            body,
        })
    }

    fn deadline(&self) -> Option<Instant> {
        Instant::now().checked_add(self.patience)
    }

    fn line_before(&mut self, what: &str, deadline: Option<Instant>) -> Result<Option<String>> {
        let mut known = 0;
        loop {
            let new = self.rest.get(known..).unwrap_or_default();
            if let Some(length) = new.iter().position(|byte| *byte == b'\n') {
                let line = self.rest.drain(..=known + length).collect::<Vec<_>>();
                return Ok(Some(text_of_line(&line)));
            }
            known = self.rest.len();
            match self.receive(what, deadline)? {
                Some(mut bytes) => {
                    self.rest.append(&mut bytes);
                    if !self.rest.contains(&b'\n') {
                        self.check(deadline, what)?;
                    }
                }
                None if self.rest.is_empty() => return Ok(None),
                None => return Ok(Some(text_of_line(&mem::take(&mut self.rest)))),
            }
        }
    }

    /// What comes without a pause is never late by itself.
    fn check(&self, deadline: Option<Instant>, what: &str) -> Result<()> {
        match deadline.is_some_and(|deadline| Instant::now() > deadline) {
            true => Err(self.too_late(what)),
            false => Ok(()),
        }
    }

    fn receive(&mut self, what: &str, deadline: Option<Instant>) -> Result<Option<Vec<u8>>> {
        self.body.connection.deadline(deadline);
        let mut piece = vec![0; PIECE];
        match self.body.read(&mut piece) {
            Ok(0) => Ok(None),
            Ok(length) => {
                piece.truncate(length);
                Ok(Some(piece))
            }
            Err(error) if error.kind() == ErrorKind::TimedOut => Err(self.too_late(what)),
            Err(error) => {
                let what = format!("the answer of {} broke off", self.request);
                Err(Error::because(what, error))
            }
        }
    }

    fn too_late(&self, what: &str) -> Error {
        let (request, patience) = (&self.request, self.patience);
        let begun = [self.draft.text(), &String::from_utf8_lossy(&self.rest)].concat();
        let hint = if begun.is_empty() {
            "wait longer with `Stream::set_patience`, or see in `Worker::logs` what the worker does"
                .to_owned()
        } else if what == "no event" {
            format!("{begun:?} has come, which no empty line ends")
        } else {
            format!("{begun:?} has come, which no `\\n` ends")
        };
        Error::timeout(format!(
            "{what} came in the answer of {request} within {patience:?}; {hint}"
        ))
    }
}

impl fmt::Debug for Stream {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Stream")
            .field("request", &self.request)
            .field("status", &self.status)
            .field("headers", &self.headers)
            .finish_non_exhaustive()
    }
}

fn text_of_line(line: &[u8]) -> String {
    let line = line.strip_suffix(b"\n").unwrap_or(line);
    let line = line.strip_suffix(b"\r").unwrap_or(line);
    String::from_utf8_lossy(line).into_owned()
}
