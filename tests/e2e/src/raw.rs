//! HTTP/1.1 as bytes, for what a proper client refuses to send and for what it hides of the answer.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::time::Duration;

use crate::{Error, Result};

const PATIENCE: Duration = Duration::from_secs(30);

/// An answer as it came over the wire.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RawAnswer {
    /// The status code.
    pub status: u16,
    /// The reason phrase.
    pub reason: String,
    /// Names in lower case with their values, in the order of the wire.
    pub headers: Vec<(String, Vec<u8>)>,
    /// The body, decoded from its transfer encoding.
    pub body: Vec<u8>,
}

impl RawAnswer {
    /// The first value of a header.
    pub fn header(&self, name: &str) -> Option<&[u8]> {
        let found = self.headers.iter().find(|(other, _)| other == name);
        found.map(|(_, value)| value.as_slice())
    }
}

/// Connects to a worker.
///
/// # Errors
///
/// Fails when nothing listens at `address`.
pub fn connect(address: &str) -> Result<TcpStream> {
    let fail = |e| Error::because(format_args!("could not connect to `{address}`"), e);
    let stream = TcpStream::connect(address).map_err(fail)?;
    stream.set_read_timeout(Some(PATIENCE)).map_err(fail)?;
    stream.set_write_timeout(Some(PATIENCE)).map_err(fail)?;
    stream.set_nodelay(true).map_err(fail)?;
    Ok(stream)
}

/// Sends `request` as it is, on a connection of its own, and reads one answer.
///
/// # Errors
///
/// Fails when the connection breaks or the answer is not HTTP/1.1.
pub fn exchange(address: &str, request: &[u8]) -> Result<RawAnswer> {
    let mut stream = connect(address)?;
    stream
        .write_all(request)
        .map_err(|e| Error::because("could not send the request", e))?;
    read_answer(stream, request.starts_with(b"HEAD "))
}

/// Reads one answer; one to a `HEAD` request has no body.
///
/// # Errors
///
/// Fails when the connection breaks or the answer is not HTTP/1.1.
pub fn read_answer(stream: impl Read, head: bool) -> Result<RawAnswer> {
    let mut reader = BufReader::new(stream);
    let line = read_line(&mut reader)?;
    let text = String::from_utf8_lossy(&line);
    let mut parts = text.splitn(3, ' ').skip(1);
    let status = parts.next().and_then(|code| code.parse().ok());
    let status = status.ok_or_else(|| Error::new(format!("`{text}` is not a status line")))?;
    let reason = parts.next().unwrap_or_default().to_owned();
    let headers = read_headers(&mut reader)?;
    let mut answer = RawAnswer {
        status,
        reason,
        headers,
        body: Vec::new(),
    };
    if !(head || matches!(status, 100..=199 | 204 | 304)) {
        answer.body = read_body(&mut reader, &answer)?;
    }
    Ok(answer)
}

fn read_headers(reader: &mut impl BufRead) -> Result<Vec<(String, Vec<u8>)>> {
    let mut headers = Vec::new();
    loop {
        let line = read_line(reader)?;
        if line.is_empty() {
            return Ok(headers);
        }
        let mut halves = line.splitn(2, |byte| *byte == b':');
        let name = String::from_utf8_lossy(halves.next().unwrap_or_default()).to_lowercase();
        let value = halves.next().unwrap_or_default().trim_ascii().to_vec();
        headers.push((name, value));
    }
}

fn read_body(reader: &mut impl BufRead, answer: &RawAnswer) -> Result<Vec<u8>> {
    if answer.header("transfer-encoding") == Some(b"chunked") {
        return read_chunks(reader);
    }
    let mut body = Vec::new();
    let length = answer.header("content-length").and_then(parse_length);
    let read = match length {
        Some(length) => reader.take(length).read_to_end(&mut body),
        None => reader.read_to_end(&mut body),
    };
    read.map_err(|e| Error::because("the body broke off", e))?;
    match length {
        Some(length) if body.len() as u64 != length => Err(Error::new(format!(
            "the body ended after {} of {length} bytes",
            body.len()
        ))),
        _ => Ok(body),
    }
}

fn parse_length(value: &[u8]) -> Option<u64> {
    std::str::from_utf8(value).ok()?.parse().ok()
}

fn read_chunks(reader: &mut impl BufRead) -> Result<Vec<u8>> {
    let mut body = Vec::new();
    loop {
        let line = read_line(reader)?;
        let size = std::str::from_utf8(&line).ok();
        let size = size.and_then(|text| u64::from_str_radix(text.trim(), 16).ok());
        let size = size
            .ok_or_else(|| Error::new(format!("`{}` is not a chunk size", line.escape_ascii())))?;
        let before = body.len() as u64;
        reader
            .take(size)
            .read_to_end(&mut body)
            .map_err(|e| Error::because("a chunk broke off", e))?;
        if body.len() as u64 - before != size {
            return Err(Error::new("the body ended inside of a chunk"));
        }
        read_line(reader)?;
        if size == 0 {
            return Ok(body);
        }
    }
}

fn read_line(reader: &mut impl BufRead) -> Result<Vec<u8>> {
    let mut line = Vec::new();
    reader
        .read_until(b'\n', &mut line)
        .map_err(|e| Error::because("the answer broke off", e))?;
    if line.pop() != Some(b'\n') {
        return Err(Error::new("the connection ended before the answer"));
    }
    if line.last() == Some(&b'\r') {
        line.pop();
    }
    Ok(line)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_chunks_and_repeated_headers() {
        let wire = b"HTTP/1.1 200 OK\r\nSet-Cookie: a=1\r\nset-cookie: b=2\r\nTransfer-Encoding: chunked\r\n\r\n\
            3\r\nabc\r\n10\r\n0123456789abcdef\r\n0\r\n\r\n";
        let answer = read_answer(&wire[..], false).unwrap();
        assert_eq!(answer.body, b"abc0123456789abcdef");
        assert_eq!(
            answer.headers[1],
            ("set-cookie".to_owned(), b"b=2".to_vec())
        );
    }

    #[test]
    fn a_short_body_is_an_error() {
        let wire = b"HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nabc";
        let error = read_answer(&wire[..], false).unwrap_err();
        assert_eq!(error.to_string(), "the body ended after 3 of 5 bytes");
    }
}
