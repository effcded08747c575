//! HTTP/1.1 as bytes, for what a proper client refuses to send and for what it hides of the answer.

use std::io::{self, BufRead, BufReader, Read, Write};
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

/// Ends a connection at once with a TCP reset, as a client that crashed or lost its way does.
///
/// # Errors
///
/// Fails when the operating system refuses the option.
pub fn reset(stream: TcpStream) -> Result<()> {
    socket2::SockRef::from(&stream)
        .set_linger(Some(Duration::ZERO))
        .map_err(|e| Error::because("could not prepare the reset", e))
}

/// Reads one answer; one to a `HEAD` request has no body.
///
/// # Errors
///
/// Fails when the connection breaks or the answer is not HTTP/1.1.
pub fn read_answer(stream: impl Read, head: bool) -> Result<RawAnswer> {
    let mut reader = BufReader::new(stream);
    let mut answer = read_head(&mut reader)?;
    if !(head || matches!(answer.status, 100..=199 | 204 | 304)) {
        let mut body = Vec::new();
        body_reader(reader, &answer)
            .read_to_end(&mut body)
            .map_err(|e| Error::because("the body broke off", e))?;
        answer.body = body;
    }
    Ok(answer)
}

/// Reads an answer up to its body, which stays empty; [`body_reader`] reads that.
///
/// # Errors
///
/// Fails when the connection breaks or the answer is not HTTP/1.1.
pub fn read_head(reader: &mut impl BufRead) -> Result<RawAnswer> {
    let line = read_line(reader).map_err(|e| Error::because("there is no answer", e))?;
    let text = String::from_utf8_lossy(&line);
    let mut parts = text.splitn(3, ' ').skip(1);
    let status = parts.next().and_then(|code| code.parse().ok());
    let status = status.ok_or_else(|| Error::new(format!("`{text}` is not a status line")))?;
    let reason = parts.next().unwrap_or_default().to_owned();
    let headers = read_headers(reader).map_err(|e| Error::because("the headers broke off", e))?;
    Ok(RawAnswer {
        status,
        reason,
        headers,
        body: Vec::new(),
    })
}

/// The body that follows `head`, decoded from its transfer encoding. Reading fails when it is cut off.
pub fn body_reader<R: BufRead>(reader: R, head: &RawAnswer) -> BodyReader<R> {
    let chunked = head.header("transfer-encoding") == Some(b"chunked");
    let length = head.header("content-length").and_then(parse_length);
    let (left, framing) = match (chunked, length) {
        (true, _) => (0, Framing::Chunks { first: true }),
        (false, Some(length)) => (length, Framing::Length),
        (false, None) => (u64::MAX, Framing::UntilClosed),
    };
    BodyReader {
        reader,
        left,
        framing,
    }
}

/// Reads a body.
#[derive(Debug)]
pub struct BodyReader<R> {
    reader: R,
    left: u64,
    framing: Framing,
}

#[derive(Debug)]
enum Framing {
    Length,
    Chunks { first: bool },
    UntilClosed,
    Ended,
}

impl<R: BufRead> Read for BodyReader<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        if self.left == 0
            && let Framing::Chunks { first } = self.framing
        {
            self.next_chunk(first)?;
        }
        if self.left == 0 || buffer.is_empty() {
            return Ok(0);
        }
        let count = self.reader.by_ref().take(self.left).read(buffer)?;
        if count == 0 && !matches!(self.framing, Framing::UntilClosed) {
            return Err(io::Error::other("the connection ended inside of the body"));
        }
        self.left -= count as u64;
        Ok(count)
    }
}

impl<R: BufRead> BodyReader<R> {
    fn next_chunk(&mut self, first: bool) -> io::Result<()> {
        if !first {
            read_line(&mut self.reader)?;
        }
        let line = read_line(&mut self.reader)?;
        let size = std::str::from_utf8(&line).ok();
        let size = size.and_then(|text| u64::from_str_radix(text.trim(), 16).ok());
        self.left = size.ok_or_else(|| io::Error::other("this is not the size of a chunk"))?;
        self.framing = Framing::Chunks { first: false };
        if self.left == 0 {
            read_line(&mut self.reader)?;
            self.framing = Framing::Ended;
        }
        Ok(())
    }
}

fn read_headers(reader: &mut impl BufRead) -> io::Result<Vec<(String, Vec<u8>)>> {
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

fn parse_length(value: &[u8]) -> Option<u64> {
    std::str::from_utf8(value).ok()?.parse().ok()
}

fn read_line(reader: &mut impl BufRead) -> io::Result<Vec<u8>> {
    let mut line = Vec::new();
    reader.read_until(b'\n', &mut line)?;
    if line.pop() != Some(b'\n') {
        return Err(io::Error::other("the connection ended"));
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
        assert_eq!(
            error.to_string(),
            "the body broke off: the connection ended inside of the body"
        );
    }
}
