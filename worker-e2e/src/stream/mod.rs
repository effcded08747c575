//! Answers that are read while the worker still sends.

mod events;

use std::fmt;
use std::io::{self, ErrorKind, Read};
use std::mem;
use std::sync::mpsc::{Receiver, RecvTimeoutError, SyncSender, sync_channel};
use std::thread;
use std::time::{Duration, Instant};

use http::HeaderMap;
use ureq::Agent;

use crate::answer::{Answer, text_of};
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
    /// There until the stream is dropped.
    agent: Option<Agent>,
    pieces: Receiver<io::Result<Vec<u8>>>,
    /// What has come of a line that has not ended.
    rest: Vec<u8>,
    draft: Draft,
    patience: Duration,
}

impl Stream {
    pub(crate) fn new(
        request: String,
        agent: Agent,
        body: impl Read + Send + 'static,
    ) -> Result<Stream> {
        let (sender, pieces) = sync_channel(0);
        let reader = thread::Builder::new().name(format!("the answer of {request}"));
        let reader = reader.spawn(move || read(body, &sender));
        reader.map_err(|e| Error::because("could not start a thread that reads an answer", e))?;
        Ok(Stream {
            status: 0,
            headers: HeaderMap::new(),
            request,
            agent: Some(agent),
            pieces,
            rest: Vec::new(),
            draft: Draft::default(),
            patience: PATIENCE,
        })
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
                Some(mut bytes) => self.rest.append(&mut bytes),
                None if self.rest.is_empty() => return Ok(None),
                None => return Ok(Some(text_of_line(&mem::take(&mut self.rest)))),
            }
        }
    }

    fn receive(&self, what: &str, deadline: Option<Instant>) -> Result<Option<Vec<u8>>> {
        let left = deadline.map(|end| end.saturating_duration_since(Instant::now()));
        match self.pieces.recv_timeout(left.unwrap_or(Duration::MAX)) {
            Ok(Ok(bytes)) => Ok(Some(bytes)),
            Ok(Err(error)) => {
                let what = format!("the answer of {} broke off", self.request);
                Err(Error::because(what, error))
            }
            Err(RecvTimeoutError::Disconnected) => Ok(None),
            Err(RecvTimeoutError::Timeout) => Err(self.too_late(what)),
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

/// Ends the connection, also while the thread waits for more.
impl Drop for Stream {
    fn drop(&mut self) {
        if let Some(agent) = self.agent.take() {
            agent.shutdown();
        }
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

/// Hands on what comes, one piece ahead of who reads, until the end or until nobody reads.
fn read(mut body: impl Read, pieces: &SyncSender<io::Result<Vec<u8>>>) {
    let mut buffer = vec![0; PIECE];
    loop {
        let piece = match body.read(&mut buffer) {
            Ok(0) => return,
            Ok(length) => Ok(buffer.get(..length).unwrap_or_default().to_vec()),
            Err(error) if error.kind() == ErrorKind::Interrupted => continue,
            Err(error) => Err(error),
        };
        let is_last = piece.is_err();
        if pieces.send(piece).is_err() || is_last {
            return;
        }
    }
}

fn text_of_line(line: &[u8]) -> String {
    let line = line.strip_suffix(b"\n").unwrap_or(line);
    let line = line.strip_suffix(b"\r").unwrap_or(line);
    String::from_utf8_lossy(line).into_owned()
}
