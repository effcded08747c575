use std::io::Read;
use std::sync::Arc;
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use http::header::CONTENT_TYPE;
use http::{HeaderMap, Request, request};

use crate::answer::Answer;
use crate::client::Client;
use crate::exchange::{self, Body, Outgoing};
use crate::logs::LogLine;
use crate::runtime::Inner;
use crate::stream::Stream;
use crate::websocket::WebSocket;
use crate::{Project, Result};

/// The header that the runtime reads what it tells of Access from.
const ACCESS: &str = "MF-Access-Blob";

/// A running worker.
///
/// Clones are the same worker. When the last of them is dropped, and the [`Runtime`](crate::Runtime) if there is one,
/// the worker is stopped; so it is at the end of the test process, however that comes about: a `static` worker
/// is fine, and so are Ctrl-C and `kill -9`.
///
/// # Examples
///
/// ```no_run
/// use worker_e2e::Worker;
///
/// # fn main() -> worker_e2e::Result<()> {
/// let worker = Worker::start()?;
/// let answer = worker.get("/Ferris")?;
/// assert_eq!((answer.status, answer.text().as_str()), (200, "Hello, Ferris!"));
/// # Ok(())
/// # }
/// ```
#[derive(Clone, Debug)]
pub struct Worker {
    pub(crate) runtime: Arc<Inner>,
    pub(crate) name: String,
    pub(crate) address: String,
    pub(crate) access: Option<String>,
}

impl Worker {
    /// Builds and starts the crate whose test runs, as its own configuration says: `Project::here().start()`.
    ///
    /// # Errors
    ///
    /// As [`Project::start`].
    pub fn start() -> Result<Worker> {
        Project::here().start()
    }

    /// The name of the worker.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// The host and port at which the worker listens, such as `127.0.0.1:39481`.
    pub fn address(&self) -> &str {
        &self.address
    }

    /// The absolute URL of a path, for an HTTP client of your choice. To Access, it is nobody: see [`send`](Worker::send).
    ///
    /// # Examples
    ///
    /// ```no_run
    /// # fn main() -> worker_e2e::Result<()> {
    /// # let worker = worker_e2e::Worker::start()?;
    /// assert!(worker.url("/search?q=rust").starts_with("http://127.0.0.1:"));
    /// # Ok(())
    /// # }
    /// ```
    pub fn url(&self, path: &str) -> String {
        let path = path.strip_prefix('/').unwrap_or(path);
        format!("http://{}/{path}", self.address)
    }

    /// Sends a `GET` request.
    ///
    /// # Errors
    ///
    /// As [`send`](Worker::send).
    pub fn get(&self, path: &str) -> Result<Answer> {
        self.send(Request::get(path), "")
    }

    /// Sends a `POST` request.
    ///
    /// # Errors
    ///
    /// As [`send`](Worker::send).
    ///
    /// # Examples
    ///
    /// ```no_run
    /// # fn main() -> worker_e2e::Result<()> {
    /// # let worker = worker_e2e::Worker::start()?;
    /// let answer = worker.post("/users", "application/json", r#"{ "name": "Ferris" }"#)?;
    /// assert_eq!(answer.status, 201);
    /// # Ok(())
    /// # }
    /// ```
    pub fn post(&self, path: &str, content_type: &str, body: impl AsRef<[u8]>) -> Result<Answer> {
        self.send(Request::post(path).header(CONTENT_TYPE, content_type), body)
    }

    /// Sends any request. Of its URL, the path and the query count; what the worker sees as host is the header `host`.
    ///
    /// Every status is an answer, and redirects are not followed. The runtime takes the `cf` properties of a request
    /// from the header `MF-CF-Blob`, which the worker does not see. Where the configuration has `access.dev`, and wrangler knows
    /// it, requests come from somebody whom Access has let in, as with `wrangler dev`; the header `MF-Access-Blob` makes it
    /// somebody else.
    ///
    /// # Errors
    ///
    /// Fails when the request is malformed, when the worker cannot be reached, and when there is no complete answer
    /// within a minute.
    ///
    /// # Examples
    ///
    /// ```no_run
    /// use worker_e2e::http::Request;
    ///
    /// # fn main() -> worker_e2e::Result<()> {
    /// # let worker = worker_e2e::Worker::start()?;
    /// let request = Request::put("/notes/1")
    ///     .header("authorization", "Bearer test")
    ///     .header("MF-CF-Blob", r#"{ "country": "NL" }"#);
    /// assert_eq!(worker.send(request, "a note")?.status, 204);
    /// # Ok(())
    /// # }
    /// ```
    pub fn send(&self, request: request::Builder, body: impl AsRef<[u8]>) -> Result<Answer> {
        let outgoing = self.outgoing(request)?;
        exchange::send(outgoing, &mut Body::Bytes(body.as_ref()))
    }

    /// Sends any request whose body is read from a reader, piece by piece, while it is sent.
    ///
    /// The worker sees a body of unknown length, unless the request has a `content-length`. The answer is read when all
    /// of the body has been sent; a worker that answers before it has read a large body may end the connection.
    ///
    /// # Errors
    ///
    /// Fails when the request is malformed, when the reader fails, when the worker cannot be reached, when the connection
    /// ends or takes nothing of the body for a minute, and when the answer does not begin within a minute or pauses for
    /// ten seconds.
    ///
    /// # Examples
    ///
    /// ```no_run
    /// use std::io::{self, Read};
    /// use worker_e2e::http::Request;
    ///
    /// # fn main() -> worker_e2e::Result<()> {
    /// # let worker = worker_e2e::Worker::start()?;
    /// let gigabyte = io::repeat(b'x').take(1 << 30);
    /// assert_eq!(worker.upload(Request::put("/files/large"), gigabyte)?.status, 201);
    /// # Ok(())
    /// # }
    /// ```
    pub fn upload(&self, request: request::Builder, mut body: impl Read) -> Result<Answer> {
        let outgoing = self.outgoing(request)?;
        let mut body = Body::Reader(&mut body);
        exchange::open(outgoing, &mut body)?.answer()
    }

    /// Sends a `GET` request whose answer is read while the worker still sends it, such as server-sent events.
    ///
    /// # Errors
    ///
    /// As [`open`](Worker::open).
    ///
    /// # Examples
    ///
    /// ```no_run
    /// # fn main() -> worker_e2e::Result<()> {
    /// # let worker = worker_e2e::Worker::start()?;
    /// let mut lines = worker.stream("/logs")?;
    /// assert_eq!(lines.line()?.as_deref(), Some("started"));
    /// # Ok(())
    /// # }
    /// ```
    pub fn stream(&self, path: &str) -> Result<Stream> {
        self.open(Request::get(path), "")
    }

    /// Sends any request, as [`send`](Worker::send) does, whose answer is read while the worker still sends it.
    ///
    /// # Errors
    ///
    /// Fails when the request is malformed, when the worker cannot be reached, and when no answer begins within a
    /// minute.
    ///
    /// # Examples
    ///
    /// ```no_run
    /// use worker_e2e::http::Request;
    ///
    /// # fn main() -> worker_e2e::Result<()> {
    /// # let worker = worker_e2e::Worker::start()?;
    /// let request = Request::post("/answers").header("accept", "text/event-stream");
    /// let mut words = worker.open(request, "What is a worker?")?;
    /// assert!(words.event()?.is_some());
    /// # Ok(())
    /// # }
    /// ```
    pub fn open(&self, request: request::Builder, body: impl AsRef<[u8]>) -> Result<Stream> {
        let outgoing = self.outgoing(request)?;
        let mut body = Body::Bytes(body.as_ref());
        exchange::open(outgoing, &mut body)
    }

    /// Opens a WebSocket.
    ///
    /// # Errors
    ///
    /// As [`websocket_with`](Worker::websocket_with).
    ///
    /// # Examples
    ///
    /// ```no_run
    /// # fn main() -> worker_e2e::Result<()> {
    /// # let worker = worker_e2e::Worker::start()?;
    /// let mut socket = worker.websocket("/echo")?;
    /// socket.send("hello")?;
    /// assert_eq!(socket.receive_text()?, "hello");
    /// # Ok(())
    /// # }
    /// ```
    pub fn websocket(&self, path: &str) -> Result<WebSocket> {
        self.websocket_with(Request::get(path))
    }

    /// Opens a WebSocket with a request that has headers, such as a token or protocols to choose from.
    ///
    /// # Errors
    ///
    /// Fails when the worker cannot be reached, when it does not answer within a minute, when it answers with something
    /// else, which [`Error::answer`](crate::Error::answer) has, and when it has chosen none of the protocols.
    ///
    /// # Examples
    ///
    /// ```no_run
    /// use worker_e2e::http::Request;
    ///
    /// # fn main() -> worker_e2e::Result<()> {
    /// # let worker = worker_e2e::Worker::start()?;
    /// let request = Request::get("/room")
    ///     .header("authorization", "Bearer test")
    ///     .header("sec-websocket-protocol", "chat.v2, chat.v1");
    /// let socket = worker.websocket_with(request)?;
    /// assert_eq!(socket.protocol(), Some("chat.v1"));
    /// # Ok(())
    /// # }
    /// ```
    pub fn websocket_with(&self, request: request::Builder) -> Result<WebSocket> {
        let outgoing = self.outgoing(request)?;
        WebSocket::connect(&self.address, &outgoing)
    }

    /// A client that keeps cookies between its requests, and follows redirects when it is told to.
    ///
    /// # Examples
    ///
    /// ```no_run
    /// # fn main() -> worker_e2e::Result<()> {
    /// # let worker = worker_e2e::Worker::start()?;
    /// let browser = worker.client().follow_redirects();
    /// browser.post("/login", "application/x-www-form-urlencoded", "name=ada&password=secret")?;
    /// assert_eq!(browser.get("/me")?.text(), "ada");
    /// # Ok(())
    /// # }
    /// ```
    pub fn client(&self) -> Client {
        Client::new(self.clone())
    }

    /// Sends a `scheduled` event, as if it had been due at `time`, and waits for its end: the status of the answer is
    /// 200 if the handler succeeded, else 500.
    ///
    /// # Errors
    ///
    /// Fails when the runtime cannot be reached, and when the handler takes longer than a minute.
    ///
    /// # Examples
    ///
    /// ```no_run
    /// use std::time::SystemTime;
    ///
    /// # fn main() -> worker_e2e::Result<()> {
    /// # let worker = worker_e2e::Worker::start()?;
    /// assert_eq!(worker.scheduled("0 3 * * *", SystemTime::now())?.status, 200);
    /// # Ok(())
    /// # }
    /// ```
    pub fn scheduled(&self, cron: &str, time: SystemTime) -> Result<Answer> {
        let time = time.duration_since(UNIX_EPOCH).unwrap_or_default();
        let cron = encoded(cron);
        let path = format!(
            "{}/scheduled?cron={cron}&time={}",
            self.runtime.addresses.events,
            time.as_millis()
        );
        let request = Request::get(path).header("MF-Route-Override", &self.name);
        send(&self.runtime.addresses.entry, request, &[])
    }

    /// Sends an `email` event, from one address to another, and waits for its end: the status of the answer is 200 if the
    /// handler succeeded, 400 with the reason if it rejected the mail, else 500.
    ///
    /// The simulator takes mail of up to 1 MiB, with a `Message-ID`. What becomes of it is in [the logs](Worker::logs):
    /// `Email handler forwarded message` with the address, `replied to sender` with the file that has the reply, `rejected
    /// message` with the reason.
    ///
    /// # Errors
    ///
    /// Fails when the runtime cannot be reached, and when the handler takes longer than a minute.
    ///
    /// # Examples
    ///
    /// ```no_run
    /// # fn main() -> worker_e2e::Result<()> {
    /// # let worker = worker_e2e::Worker::start()?;
    /// let mail = "From: ada@example.com\r\nTo: desk@shop.example\r\nMessage-ID: <1@example.com>\r\n\r\nhello\r\n";
    /// assert_eq!(worker.email("ada@example.com", "desk@shop.example", mail)?.status, 200);
    /// # Ok(())
    /// # }
    /// ```
    pub fn email(&self, from: &str, to: &str, raw: impl AsRef<[u8]>) -> Result<Answer> {
        let (from, to) = (encoded(from), encoded(to));
        let path = format!(
            "{}/email?from={from}&to={to}",
            self.runtime.addresses.events
        );
        let request = Request::post(path).header("MF-Route-Override", &self.name);
        send(&self.runtime.addresses.entry, request, raw.as_ref())
    }

    /// Every message so far, with those of the workers beside it; see [`Runtime::logs`](crate::Runtime::logs).
    pub fn logs(&self) -> Vec<LogLine> {
        self.runtime.logs.all()
    }

    /// The first message that contains `part`, of those so far and those that come within `patience`.
    ///
    /// # Errors
    ///
    /// Fails, with the messages that came instead, when the time is over.
    ///
    /// # Examples
    ///
    /// ```no_run
    /// use std::time::Duration;
    ///
    /// # fn main() -> worker_e2e::Result<()> {
    /// # let worker = worker_e2e::Worker::start()?;
    /// worker.get("/")?;
    /// let line = worker.wait_for_log("served /", Duration::from_secs(5))?;
    /// assert_eq!(line.level, "log");
    /// # Ok(())
    /// # }
    /// ```
    pub fn wait_for_log(&self, part: &str, patience: Duration) -> Result<LogLine> {
        self.runtime.wait_for_log(part, patience)
    }

    /// A request to it, from somebody whom Access has let in if the configuration says so.
    pub(crate) fn outgoing(&self, request: request::Builder) -> Result<Outgoing> {
        let has_own = |headers: &HeaderMap| headers.contains_key(ACCESS);
        let request = match &self.access {
            Some(access) if !request.headers_ref().is_some_and(has_own) => {
                request.header(ACCESS, access)
            }
            _ => request,
        };
        Outgoing::new(&self.address, request)
    }

    /// Stops the worker now, with those beside it, instead of when the last of them is dropped. Requests fail from
    /// here on.
    pub fn stop(&self) {
        self.runtime.stop();
    }
}

fn send(address: &str, request: request::Builder, body: &[u8]) -> Result<Answer> {
    let outgoing = Outgoing::new(address, request)?;
    exchange::send(outgoing, &mut Body::Bytes(body))
}

/// Text as the query of a URL has it.
fn encoded(text: &str) -> String {
    text.bytes().map(|byte| format!("%{byte:02x}")).collect()
}
