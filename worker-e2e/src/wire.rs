//! HTTP on a connection of our own: `ureq` keeps its connections to itself, and a stream needs deadlines and an end that
//! the worker notices. The protocol is that of `ureq-proto`, as in `ureq`.

use std::io::{self, ErrorKind, Read, Write};

use http::header::{ACCEPT, CONTENT_LENGTH, TRANSFER_ENCODING};
use http::request::Parts;
use http::uri::Authority;
use http::{HeaderValue, Request, response};
use ureq_proto::BodyMode;
use ureq_proto::client::state::{RecvBody, RecvResponse, SendBody, SendRequest};
use ureq_proto::client::{Await100Result, Call, RecvResponseResult, SendRequestResult};

use crate::connection::Connection;
use crate::exchange::{Body, PATIENCE};

/// How much is read or written together; the head of a request has to fit.
const ROOM: usize = 64 << 10;

/// Sends a request and waits for the head of its answer.
pub(crate) fn open(mut parts: Parts, body: &mut Body<'_>) -> io::Result<(response::Parts, Reader)> {
    let address = parts.uri.authority().map(Authority::to_string);
    let address = address.unwrap_or_default();
    let headers = &mut parts.headers;
    let is_sized = headers.contains_key(CONTENT_LENGTH) || headers.contains_key(TRANSFER_ENCODING);
    match body {
        _ if is_sized => {}
        Body::Bytes([]) => {}
        Body::Bytes(bytes) => drop(headers.insert(CONTENT_LENGTH, bytes.len().into())),
        Body::Reader(_) => {
            headers.insert(TRANSFER_ENCODING, HeaderValue::from_static("chunked"));
        }
    }
    let accept = HeaderValue::from_static("*/*");
    headers.entry(ACCEPT).or_insert(accept);
    let mut call = Call::new(Request::from_parts(parts, ())).map_err(io::Error::other)?;
    call.allow_non_standard_methods(true);
    let mut connection = Connection::open(&address)?;
    let call = send(call.proceed(), body, &mut connection)?;
    connection.patience(PATIENCE);
    receive(call, connection)
}

fn send(
    mut call: Call<SendRequest>,
    body: &mut Body<'_>,
    connection: &mut Connection,
) -> io::Result<Call<RecvResponse>> {
    let mut output = vec![0; ROOM];
    while !call.can_proceed() {
        let length = call.write(&mut output).map_err(io::Error::other)?;
        connection.write_all(output.get(..length).unwrap_or_default())?;
    }
    let call = match call.proceed().map_err(io::Error::other)? {
        Some(SendRequestResult::SendBody(call)) => call,
        Some(SendRequestResult::RecvResponse(call)) => return Ok(call),
        Some(SendRequestResult::Await100(call)) => {
            match call.proceed().map_err(io::Error::other)? {
                Await100Result::SendBody(call) => call,
                Await100Result::RecvResponse(call) => return Ok(call),
            }
        }
        None => return Err(io::Error::other("the request is not complete")),
    };
    match body {
        Body::Bytes(bytes) => send_body(call, *bytes, &mut output, connection),
        Body::Reader(reader) => send_body(call, reader, &mut output, connection),
    }
}

fn send_body(
    mut call: Call<SendBody>,
    mut body: impl Read,
    output: &mut [u8],
    connection: &mut Connection,
) -> io::Result<Call<RecvResponse>> {
    let mut input = vec![0; call.calculate_max_input(output.len())];
    while !call.can_proceed() {
        let length = body.read(&mut input)?;
        if length == 0 && !call.is_chunked() {
            let what = "the body is shorter than its `content-length`";
            return Err(io::Error::other(what));
        }
        let input = input.get(..length).unwrap_or_default();
        let (_, length) = call.write(input, output).map_err(io::Error::other)?;
        connection.write_all(output.get(..length).unwrap_or_default())?;
    }
    let call = call.proceed();
    call.ok_or_else(|| io::Error::other("the body is not complete"))
}

fn receive(
    mut call: Call<RecvResponse>,
    mut connection: Connection,
) -> io::Result<(response::Parts, Reader)> {
    let mut input = Vec::new();
    let response = loop {
        let parsed = call.try_response(&input, false).map_err(io::Error::other);
        let (length, response) = parsed?;
        input.drain(..length);
        match response {
            Some(response) => break response,
            // What came before was a status such as 103, behind which the answer may be already.
            None if length > 0 => {}
            None => read_more(&mut connection, &mut input)?,
        }
    };
    let call = match call.proceed() {
        Some(RecvResponseResult::RecvBody(call)) => Some(call),
        _ => None,
    };
    let reader = Reader {
        connection,
        call,
        input,
    };
    Ok((response.into_parts().0, reader))
}

fn read_more(connection: &mut Connection, input: &mut Vec<u8>) -> io::Result<()> {
    let mut buffer = vec![0; ROOM];
    let length = connection.read(&mut buffer)?;
    input.extend_from_slice(buffer.get(..length).unwrap_or_default());
    match length {
        0 => Err(ErrorKind::UnexpectedEof.into()),
        _ => Ok(()),
    }
}

/// Reads the body of an answer. Dropping it cuts the connection.
#[derive(Debug)]
pub(crate) struct Reader {
    pub(crate) connection: Connection,
    /// `None` where there is no body, and at its end.
    call: Option<Call<RecvBody>>,
    /// What has come and was not read.
    input: Vec<u8>,
}

impl Read for Reader {
    fn read(&mut self, output: &mut [u8]) -> io::Result<usize> {
        while let Some(call) = &mut self.call {
            let is_endless = call.body_mode() == BodyMode::CloseDelimited;
            if call.can_proceed() && !is_endless {
                break;
            }
            let read = call.read(&self.input, output).map_err(io::Error::other);
            let (taken, length) = read?;
            self.input.drain(..taken);
            if length > 0 {
                return Ok(length);
            }
            if taken > 0 {
                continue;
            }
            match read_more(&mut self.connection, &mut self.input) {
                Err(error) if is_endless && error.kind() == ErrorKind::UnexpectedEof => break,
                result => result?,
            }
        }
        self.call = None;
        Ok(0)
    }
}

impl Drop for Reader {
    fn drop(&mut self) {
        self.connection.end_with_reset();
    }
}

#[cfg(test)]
mod tests {
    use std::net::TcpListener;
    use std::thread;

    use super::*;

    /// What is read of a server that sends this and closes.
    fn answer(sent: &'static str) -> io::Result<(u16, String)> {
        let listener = TcpListener::bind("127.0.0.1:0")?;
        let uri = format!("http://{}/", listener.local_addr()?);
        let server = thread::spawn(move || {
            let (mut stream, _) = listener.accept().unwrap();
            let mut request = [0; 1024];
            assert_ne!(stream.read(&mut request).unwrap(), 0);
            stream.write_all(sent.as_bytes()).unwrap();
        });
        let (parts, ()) = Request::get(uri).body(()).unwrap().into_parts();
        let (head, mut reader) = open(parts, &mut Body::Bytes(&[]))?;
        server.join().unwrap();
        let mut body = String::new();
        reader.read_to_string(&mut body)?;
        Ok((head.status.as_u16(), body))
    }

    #[test]
    fn ends_of_bodies() {
        let whole = |text: &str| Some((200, text.to_owned()));
        let sent = "HTTP/1.1 200 OK\r\n\r\nuntil the end";
        assert_eq!(answer(sent).ok(), whole("until the end"));
        let sent = "HTTP/1.1 200 OK\r\ncontent-length: 3\r\n\r\nabc";
        assert_eq!(answer(sent).ok(), whole("abc"));
        let sent = "HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n3\r\nabc\r\n0\r\n\r\n";
        assert_eq!(answer(sent).ok(), whole("abc"));
        for sent in [
            "",
            "HTTP/1.1 200 OK\r\n",
            "HTTP/1.1 200 OK\r\ncontent-length: 4\r\n\r\nabc",
            "HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n3\r\nabc\r\n",
        ] {
            let error = answer(sent).map_err(|error| error.kind());
            assert_eq!(error, Err(ErrorKind::UnexpectedEof), "{sent:?}");
        }
    }

    #[test]
    fn an_answer_behind_another_status() {
        let sent =
            "HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 404 Not Found\r\ncontent-length: 2\r\n\r\nno";
        assert_eq!(answer(sent).ok(), Some((404, "no".to_owned())));
    }
}
