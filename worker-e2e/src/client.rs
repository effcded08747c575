use std::io::Read;

use http::header::{CONTENT_TYPE, HOST};
use http::{HeaderMap, Request, request};
use url::Url;

use crate::answer::{Answer, text_of};
use crate::cookies::Jar;
use crate::exchange::{self, Body, Head, Outgoing};
use crate::redirects;
use crate::stream::Stream;
use crate::websocket::WebSocket;
use crate::{Error, Result, Worker};

/// Requests that belong together, as those of one browser: [`Worker::client`].
///
/// It keeps the cookies that the worker sets and sends them where they belong, by domain, path and age; those that are
/// `Secure`, too. Redirects are answers, unless it [follows](Client::follow_redirects) them. Clones share cookies;
/// another visitor is another client.
///
/// The domain is the header `host`: a worker that sets `Domain=shop.example` is asked with
/// `worker.client().header("host", "shop.example")`.
///
/// # Examples
///
/// ```no_run
/// # fn main() -> worker_e2e::Result<()> {
/// # let worker = worker_e2e::Worker::start()?;
/// let (ada, visitor) = (worker.client(), worker.client());
/// let answer = ada.post("/login", "application/x-www-form-urlencoded", "name=ada")?;
/// assert_eq!((answer.status, answer.header("location")), (303, Some("/me")));
/// assert_eq!(ada.get("/me")?.text(), "ada");
/// assert_eq!(visitor.get("/me")?.status, 401);
/// # Ok(())
/// # }
/// ```
#[derive(Clone, Debug)]
pub struct Client {
    worker: Worker,
    jar: Jar,
    headers: Vec<(String, String)>,
    follows: bool,
}

impl Client {
    pub(crate) fn new(worker: Worker) -> Client {
        Client {
            worker,
            jar: Jar::default(),
            headers: Vec::new(),
            follows: false,
        }
    }

    /// Adds a header to each request that has none of this name.
    ///
    /// # Examples
    ///
    /// ```no_run
    /// # fn main() -> worker_e2e::Result<()> {
    /// # let worker = worker_e2e::Worker::start()?;
    /// let admin = worker.client().header("authorization", "Bearer admin");
    /// assert_eq!(admin.get("/users")?.status, 200);
    /// # Ok(())
    /// # }
    /// ```
    #[must_use]
    pub fn header(mut self, name: impl Into<String>, value: impl Into<String>) -> Client {
        self.headers.push((name.into(), value.into()));
        self
    }

    /// Follows redirects, as browsers do: a `POST` becomes a `GET` after 301, 302 and 303.
    ///
    /// One to another host is an answer, which has the `location`: nothing leaves this machine. So is one with 307 or
    /// 308 for a body that was read from a reader, because it cannot be sent again.
    ///
    /// # Examples
    ///
    /// ```no_run
    /// # fn main() -> worker_e2e::Result<()> {
    /// # let worker = worker_e2e::Worker::start()?;
    /// let browser = worker.client().follow_redirects();
    /// assert_eq!(browser.get("/old")?.text(), "the new page");
    /// let answer = browser.get("/login/github")?;
    /// assert!(answer.header("location").is_some_and(|url| url.starts_with("https://github.com/")));
    /// # Ok(())
    /// # }
    /// ```
    #[must_use]
    pub fn follow_redirects(mut self) -> Client {
        self.follows = true;
        self
    }

    /// The value of a cookie, if there is one that has not expired.
    pub fn cookie(&self, name: &str) -> Option<String> {
        self.jar.value(name)
    }

    /// Sets a cookie, as the worker does with the header `set-cookie`.
    ///
    /// # Errors
    ///
    /// Fails when this is not a cookie, or not one for the client's host.
    ///
    /// # Examples
    ///
    /// ```no_run
    /// # fn main() -> worker_e2e::Result<()> {
    /// # let worker = worker_e2e::Worker::start()?;
    /// let client = worker.client();
    /// client.set_cookie("session=forged; Path=/")?;
    /// assert_eq!(client.get("/me")?.status, 401);
    /// # Ok(())
    /// # }
    /// ```
    pub fn set_cookie(&self, cookie: &str) -> Result<()> {
        let outgoing = self.outgoing(Request::get("/"))?;
        self.jar.set(cookie, &self.url(&outgoing)?)
    }

    /// Sends a `GET` request.
    ///
    /// # Errors
    ///
    /// As [`send`](Client::send).
    pub fn get(&self, path: &str) -> Result<Answer> {
        self.send(Request::get(path), "")
    }

    /// Sends a `POST` request.
    ///
    /// # Errors
    ///
    /// As [`send`](Client::send).
    pub fn post(&self, path: &str, content_type: &str, body: impl AsRef<[u8]>) -> Result<Answer> {
        self.send(Request::post(path).header(CONTENT_TYPE, content_type), body)
    }

    /// Sends any request; see [`Worker::send`].
    ///
    /// # Errors
    ///
    /// As [`Worker::send`], and after twenty redirects.
    pub fn send(&self, request: request::Builder, body: impl AsRef<[u8]>) -> Result<Answer> {
        let body = Body::Bytes(body.as_ref());
        self.exchange(request, body, exchange::send)
    }

    /// Sends any request whose body is read from a reader; see [`Worker::upload`].
    ///
    /// # Errors
    ///
    /// As [`Worker::upload`], and after twenty redirects.
    pub fn upload(&self, request: request::Builder, mut body: impl Read) -> Result<Answer> {
        let body = Body::Reader(&mut body);
        self.exchange(request, body, exchange::open)?.answer()
    }

    /// Sends a `GET` request whose answer is read while it comes; see [`Worker::stream`].
    ///
    /// # Errors
    ///
    /// As [`open`](Client::open).
    pub fn stream(&self, path: &str) -> Result<Stream> {
        self.open(Request::get(path), "")
    }

    /// Sends any request whose answer is read while it comes; see [`Worker::open`].
    ///
    /// # Errors
    ///
    /// As [`Worker::open`], and after twenty redirects.
    pub fn open(&self, request: request::Builder, body: impl AsRef<[u8]>) -> Result<Stream> {
        let body = Body::Bytes(body.as_ref());
        self.exchange(request, body, exchange::open)
    }

    /// Opens a WebSocket; see [`Worker::websocket`].
    ///
    /// # Errors
    ///
    /// As [`Worker::websocket_with`].
    ///
    /// # Examples
    ///
    /// ```no_run
    /// # fn main() -> worker_e2e::Result<()> {
    /// # let worker = worker_e2e::Worker::start()?;
    /// let client = worker.client();
    /// client.post("/login", "application/x-www-form-urlencoded", "name=ada")?;
    /// let mut room = client.websocket("/room")?;
    /// assert_eq!(room.receive_text()?, "hello, ada");
    /// # Ok(())
    /// # }
    /// ```
    pub fn websocket(&self, path: &str) -> Result<WebSocket> {
        self.websocket_with(Request::get(path))
    }

    /// Opens a WebSocket with a request that has headers; see [`Worker::websocket_with`].
    ///
    /// # Errors
    ///
    /// As [`Worker::websocket_with`].
    pub fn websocket_with(&self, request: request::Builder) -> Result<WebSocket> {
        let mut outgoing = self.outgoing(request)?;
        let url = self.url(&outgoing)?;
        self.jar.add_to(&mut outgoing.parts.headers, &url);
        let socket = WebSocket::connect(&self.worker.address, &outgoing);
        let headers = match &socket {
            Ok(socket) => Some(socket.headers()),
            Err(error) => error.answer().map(|answer| &answer.headers),
        };
        if let Some(headers) = headers {
            self.jar.keep(headers, &url);
        }
        socket
    }

    /// Asks, and asks again where the answer leads to.
    fn exchange<T: Head>(
        &self,
        request: request::Builder,
        mut body: Body<'_>,
        ask: impl Fn(Outgoing, &mut Body<'_>) -> Result<T>,
    ) -> Result<T> {
        let mut outgoing = self.outgoing(request)?;
        let first = outgoing.name();
        for _ in 0..=redirects::MOST {
            let url = self.url(&outgoing)?;
            let mut request = outgoing.clone();
            self.jar.add_to(&mut request.parts.headers, &url);
            let answer = ask(request, &mut body)?;
            let (status, headers) = answer.head();
            self.jar.keep(headers, &url);
            let Some(target) = self.target(status, headers, &url) else {
                return Ok(answer);
            };
            let as_get = redirects::becomes_get(status, &outgoing.parts.method);
            match body {
                _ if as_get => body = Body::Bytes(&[]),
                Body::Reader(_) => return Ok(answer),
                Body::Bytes(_) => {}
            }
            redirects::turn(&mut outgoing, &self.worker.address, &target, as_get)?;
        }
        let (most, last) = (redirects::MOST, outgoing.name());
        let what = format!("{first} was redirected more than {most} times, last to {last}");
        Err(Error::new(format!(
            "{what}; leave `follow_redirects` out to see the first answer"
        )))
    }

    /// Where to go next.
    fn target(&self, status: u16, headers: &HeaderMap, url: &Url) -> Option<Url> {
        let target = redirects::target(status, headers, url)?;
        let is_own =
            authority(&target) == authority(url) || authority(&target) == self.worker.address;
        (self.follows && is_own).then_some(target)
    }

    fn outgoing(&self, mut request: request::Builder) -> Result<Outgoing> {
        for (name, value) in &self.headers {
            let has_it = |request: &request::Builder| {
                let headers = request.headers_ref();
                headers.is_some_and(|headers| headers.contains_key(name))
            };
            if !has_it(&request) {
                request = request.header(name, value);
            }
        }
        self.worker.outgoing(request)
    }

    /// The URL as the worker's clients know it. It is a secure one, as those of a deployed worker are.
    fn url(&self, outgoing: &Outgoing) -> Result<Url> {
        let host = text_of(&outgoing.parts.headers, HOST.as_str());
        let host = host.unwrap_or(&self.worker.address);
        let url = Url::parse(&format!("https://{host}{}", outgoing.path()));
        let what = || format!("the host `{host}` of {} is none", outgoing.name());
        url.map_err(|error| Error::because(what(), error))
    }
}

/// The host, and the port if it is not the usual one.
fn authority(url: &Url) -> String {
    let host = url.host_str().unwrap_or_default();
    match url.port() {
        Some(port) => format!("{host}:{port}"),
        None => host.to_owned(),
    }
}
