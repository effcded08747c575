//! How a request becomes a WebSocket, or does not.

use std::io::{self, BufRead, BufReader, Read};

use http::header::{CONTENT_LENGTH, TRANSFER_ENCODING};
use http::{HeaderMap, HeaderValue, Request};
use tungstenite::client::IntoClientRequest;
use tungstenite::client::client_with_config;
use tungstenite::error::{ProtocolError, SubProtocolError};
use tungstenite::protocol::WebSocketConfig;
use tungstenite::{HandshakeError, WebSocket};

use crate::answer::Answer;
use crate::connection::Connection;
use crate::exchange::Outgoing;
use crate::{Error, Result};

type Refusal = http::Response<Option<Vec<u8>>>;

/// Sends the request to the server at `address`, and gives the socket with the headers of the answer.
pub(super) fn shake_hands(
    address: &str,
    outgoing: &Outgoing,
) -> Result<(WebSocket<Connection>, HeaderMap)> {
    let path = outgoing.path();
    let failed = |cause: &dyn std::fmt::Display| {
        Error::because(format!("the WebSocket `{path}` failed"), cause)
    };
    let request = request(address, outgoing).map_err(|e| failed(&e))?;
    let connection = Connection::open(address).map_err(|e| failed(&e))?;
    let rest = connection.try_clone().map_err(|e| failed(&e))?;
    // A message may be as large as the platform lets it be.
    let config = WebSocketConfig::default()
        .max_message_size(None)
        .max_frame_size(None);
    match client_with_config(request, connection, Some(config)) {
        Ok((socket, response)) => Ok((socket, response.into_parts().0.headers)),
        Err(HandshakeError::Failure(tungstenite::Error::Http(response))) => {
            Err(refused(path, *response, rest))
        }
        Err(HandshakeError::Failure(error)) => Err(failed(&explained(error))),
        Err(HandshakeError::Interrupted(_)) => Err(failed(&"there is no answer")),
    }
}

/// The headers that the test gave come in the place of those that every client sends.
fn request(address: &str, outgoing: &Outgoing) -> tungstenite::Result<Request<()>> {
    let mut request = format!("ws://{address}{}", outgoing.path()).into_client_request()?;
    *request.method_mut() = outgoing.parts.method.clone();
    let headers = request.headers_mut();
    for name in outgoing.parts.headers.keys() {
        headers.remove(name);
    }
    headers.extend(outgoing.parts.headers.clone());
    Ok(request)
}

fn explained(error: tungstenite::Error) -> String {
    let tungstenite::Error::Protocol(ProtocolError::SecWebSocketSubProtocolError(problem)) = error
    else {
        return error.to_string();
    };
    let what = match problem {
        SubProtocolError::NoSubProtocol => "the worker chose none of the protocols in the request",
        SubProtocolError::InvalidSubProtocol => {
            "the worker chose a protocol that is not in the request"
        }
        SubProtocolError::ServerSentSubProtocolNoneRequested => {
            "the worker chose a protocol where the request had none"
        }
    };
    format!(
        "{what}; a browser closes such a socket, so answer with one of those in `sec-websocket-protocol`, if there are any"
    )
}

fn refused(path: &str, response: Refusal, rest: Connection) -> Error {
    let (parts, begin) = response.into_parts();
    let begin = begin.unwrap_or_default();
    let body = io::Cursor::new(begin).chain(rest);
    let body = body_of(BufReader::new(body), &parts.headers);
    let status = parts.status.as_u16();
    let what = format!("the worker did not open the WebSocket `{path}` but answered with");
    match body {
        Ok(body) => {
            let answer = Answer {
                status,
                headers: parts.headers,
                body,
            };
            Error::refusal(format!("{what} status {answer}"), answer)
        }
        Err(error) => Error::because(format!("{what} status {status} and half a body"), error),
    }
}

fn body_of(mut reader: impl BufRead, headers: &HeaderMap) -> io::Result<Vec<u8>> {
    let mut body = Vec::new();
    if headers.contains_key(TRANSFER_ENCODING) {
        while let size @ 1.. = size_of_chunk(&mut reader)? {
            reader.by_ref().take(size).read_to_end(&mut body)?;
            line(&mut reader)?;
        }
    } else if let Some(length) = headers.get(CONTENT_LENGTH).and_then(number) {
        reader.take(length).read_to_end(&mut body)?;
    }
    Ok(body)
}

fn number(value: &HeaderValue) -> Option<u64> {
    value.to_str().ok()?.parse().ok()
}

fn size_of_chunk(reader: &mut impl BufRead) -> io::Result<u64> {
    let line = line(reader)?;
    u64::from_str_radix(line.trim(), 16).map_err(io::Error::other)
}

fn line(reader: &mut impl BufRead) -> io::Result<String> {
    let mut line = String::new();
    reader.read_line(&mut line)?;
    Ok(line)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn body(name: &'static str, value: &'static str, wire: &str) -> Option<String> {
        let headers = [(name.parse().unwrap(), HeaderValue::from_static(value))];
        let body = body_of(wire.as_bytes(), &HeaderMap::from_iter(headers));
        Some(String::from_utf8(body.ok()?).unwrap())
    }

    #[test]
    fn bodies_of_each_length() {
        let chunks = "3\r\nabc\r\n10\r\n0123456789abcdef\r\n0\r\n\r\n";
        let read = body("transfer-encoding", "chunked", chunks);
        assert_eq!(read.as_deref(), Some("abc0123456789abcdef"));
        assert_eq!(body("transfer-encoding", "chunked", "3\r\nabc\r\n"), None);
        let read = body("content-length", "3", "abcd");
        assert_eq!(read.as_deref(), Some("abc"));
        assert_eq!(body("x-other", "", "abc").as_deref(), Some(""));
    }
}
