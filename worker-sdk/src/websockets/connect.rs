//! Sockets that the worker opens.

use std::fmt;
use std::future::IntoFuture;
use std::pin::Pin;

use http::Method;

use super::error::NotUpgraded;
use super::inbox::AcceptOptions;
use super::socket::WebSocket;
use crate::error::{Error, Result};
use crate::fetch::Fetcher;
use crate::http::{FieldName, Request, RequestBuilder, Response};

/// Opens a WebSocket to `url`, of the scheme `wss`, `ws`, `https` or `http`. Awaited, it gives an accepted socket.
///
/// # Examples
///
/// ```no_run
/// # use worker_sdk::{Result, websockets};
/// async fn price(token: &str) -> Result<Option<f64>> {
///     let mut feed = websockets::connect("wss://prices.example/feed")
///         .protocol("prices.v1")
///         .header("authorization", format!("Bearer {token}"))
///         .await?;
///     feed.send("subscribe")?;
///     feed.messages().try_next().await
/// }
/// ```
pub fn connect(url: impl Into<String>) -> Connect {
    Connect {
        request: Request::builder(Method::GET, http_url(url.into())).header("upgrade", "websocket"),
        protocols: String::new(),
        options: AcceptOptions::new(),
        service: None,
    }
}

/// The platform speaks of WebSockets as of requests.
fn http_url(url: String) -> String {
    let scheme = url.get(..url.find(':').unwrap_or(0)).unwrap_or_default();
    let http = match scheme {
        _ if scheme.eq_ignore_ascii_case("ws") => "http",
        _ if scheme.eq_ignore_ascii_case("wss") => "https",
        _ => return url,
    };
    format!("{http}{}", url.get(scheme.len()..).unwrap_or_default())
}

/// A WebSocket to be opened, in steps. It does nothing until it is awaited. See [`connect`].
#[must_use = "a connection is not opened until it is awaited"]
pub struct Connect {
    request: RequestBuilder,
    protocols: String,
    options: AcceptOptions,
    service: Option<Fetcher>,
}

impl Connect {
    /// Offers a protocol; the first one that is offered is liked best. [`WebSocket::protocol`] tells which was taken.
    pub fn protocol(mut self, name: &str) -> Self {
        if !self.protocols.is_empty() {
            self.protocols.push_str(", ");
        }
        self.protocols.push_str(name);
        self
    }

    /// Sets a header of the request, replacing earlier values.
    pub fn header(mut self, name: impl Into<FieldName>, value: impl Into<String>) -> Self {
        self.request = self.request.header(name, value);
        self
    }

    /// How the socket is accepted.
    pub fn options(mut self, options: AcceptOptions) -> Self {
        self.options = options;
        self
    }

    /// Sends the request to another worker. The host in the URL has no meaning then but must be there.
    pub fn service(mut self, service: &Fetcher) -> Self {
        self.service = Some(service.clone());
        self
    }

    async fn run(self) -> Result<WebSocket, ConnectError> {
        let request = match self.protocols.is_empty() {
            true => self.request,
            false => self
                .request
                .header("sec-websocket-protocol", self.protocols),
        };
        let response = match &self.service {
            None => crate::fetch(request).await?,
            Some(service) => service.fetch(request).await?,
        };
        let Some(mut socket) = response.websocket() else {
            return Err(ConnectError(Cause::Answer(Box::new(response))));
        };
        socket.accept_with(self.options)?;
        Ok(socket)
    }
}

impl IntoFuture for Connect {
    type Output = Result<WebSocket, ConnectError>;
    type IntoFuture = Pin<Box<dyn Future<Output = Self::Output> + Send>>;

    fn into_future(self) -> Self::IntoFuture {
        Box::pin(self.run())
    }
}

impl fmt::Debug for Connect {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Connect { .. }")
    }
}

/// Why a WebSocket was not opened: there was no answer, or it was not status 101. `?` makes an
/// [`Error`](crate::Error) of it.
///
/// # Examples
///
/// ```no_run
/// # use worker_sdk::{Response, Result, websockets};
/// async fn open() -> Result<Response> {
///     match websockets::connect("wss://prices.example/feed").await {
///         Ok(socket) => socket.close(1000, "")?,
///         Err(error) if error.response().is_some_and(|response| response.status() == 401) => {
///             return Ok(Response::text("the token is out of date"));
///         }
///         Err(error) => return Err(error.into()),
///     }
///     Ok(Response::text("they are there"))
/// }
/// ```
pub struct ConnectError(Cause);

enum Cause {
    Error(Error),
    Answer(Box<Response>),
}

impl ConnectError {
    /// What the server answered instead of opening a socket.
    #[must_use]
    pub fn response(&self) -> Option<&Response> {
        match &self.0 {
            Cause::Answer(response) => Some(response),
            Cause::Error(_) => None,
        }
    }

    /// What the server answered instead, to be read or handed on.
    #[must_use]
    pub fn into_response(self) -> Option<Response> {
        match self.0 {
            Cause::Answer(response) => Some(*response),
            Cause::Error(_) => None,
        }
    }
}

impl ConnectError {
    /// What the server answered instead, or why there was no answer.
    #[cfg(feature = "json")]
    pub(crate) fn into_parts(self) -> std::result::Result<Box<Response>, Error> {
        match self.0 {
            Cause::Answer(response) => Ok(response),
            Cause::Error(error) => Err(error),
        }
    }
}

impl From<Error> for ConnectError {
    fn from(error: Error) -> Self {
        Self(Cause::Error(error))
    }
}

impl From<ConnectError> for Error {
    fn from(error: ConnectError) -> Self {
        match error.0 {
            Cause::Error(error) => error,
            Cause::Answer(response) => Self::of(NotUpgraded::by(&response)),
        }
    }
}

impl fmt::Display for ConnectError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.0 {
            Cause::Error(error) => error.fmt(f),
            Cause::Answer(response) => NotUpgraded::by(response).fmt(f),
        }
    }
}

impl fmt::Debug for ConnectError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "ConnectError({self})")
    }
}

impl std::error::Error for ConnectError {}

#[cfg(test)]
mod tests {
    use super::http_url;

    #[test]
    fn schemes() {
        let cases = [
            ("ws://a.example/x?y", "http://a.example/x?y"),
            ("WSS://a.example", "https://a.example"),
            ("https://a.example/ws:", "https://a.example/ws:"),
            ("/no/scheme", "/no/scheme"),
            ("", ""),
            ("é:", "é:"),
        ];
        for (url, expected) in cases {
            assert_eq!(http_url(url.to_owned()), expected);
        }
    }
}
