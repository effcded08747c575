//! As much of an HTTP/1.1 client as a load generator needs: one connection, one request over and over.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::sync::Arc;
use std::sync::mpsc::{Sender, channel};
use std::time::Duration;

use anyhow::{Context as _, Result, bail};

use crate::websocket;

const PATIENCE: Duration = Duration::from_secs(30);
/// A longer request is written beside the reading: the worker may answer before it has read all of it.
const LONG: usize = 32 * 1024;

/// A request, ready to be sent.
#[derive(Clone, Debug)]
pub(crate) struct Request {
    start: String,
    body: Option<Vec<u8>>,
    /// What is sent over and over instead, once the request has opened a WebSocket.
    message: Option<String>,
}

impl Request {
    pub(crate) fn get(path: &str) -> Self {
        Self::new("GET", path, None)
    }

    pub(crate) fn post(path: &str, body: Vec<u8>) -> Self {
        Self::new("POST", path, Some(body))
    }

    /// A text over a WebSocket, whose echo is the answer.
    pub(crate) fn message(path: &str, text: &str) -> Self {
        let mut request = Self::new("GET", path, None);
        request.start.push_str(websocket::UPGRADE);
        request.message = Some(text.to_owned());
        request
    }

    fn new(method: &str, path: &str, body: Option<Vec<u8>>) -> Self {
        let start = format!("{method} {path} HTTP/1.1\r\nhost: bench.example\r\n");
        Self {
            start,
            body,
            message: None,
        }
    }

    pub(crate) fn header(mut self, name: &str, value: &str) -> Self {
        self.start.push_str(&format!("{name}: {value}\r\n"));
        self
    }

    fn bytes(&self) -> Arc<[u8]> {
        let mut bytes = self.start.clone().into_bytes();
        if let Some(body) = &self.body {
            bytes.extend(format!("content-length: {}\r\n", body.len()).into_bytes());
        }
        bytes.extend(b"\r\n");
        bytes.extend(self.body.iter().flatten());
        bytes.into()
    }
}

/// What a worker answered.
#[derive(Clone, Default, PartialEq, Eq, Debug)]
pub(crate) struct Answer {
    pub(crate) status: u16,
    /// Names in lower case.
    pub(crate) headers: Vec<(String, String)>,
    pub(crate) body: Vec<u8>,
}

impl Answer {
    pub(crate) fn header(&self, name: &str) -> Option<&str> {
        let found = self.headers.iter().find(|(key, _)| key == name);
        found.map(|(_, value)| value.as_str())
    }
}

/// A kept-alive connection on which one request is sent over and over.
pub(crate) struct Connection {
    reader: BufReader<TcpStream>,
    writer: Writer,
    is_websocket: bool,
    line: Vec<u8>,
    body: Vec<u8>,
}

enum Writer {
    Here(TcpStream, Arc<[u8]>),
    Beside(Sender<()>),
}

impl Connection {
    pub(crate) fn open(port: u16, request: &Request) -> Result<Self> {
        let stream =
            TcpStream::connect(("127.0.0.1", port)).context("no connection to the worker")?;
        stream.set_nodelay(true)?;
        stream.set_read_timeout(Some(PATIENCE))?;
        let bytes = request.bytes();
        let writer = match bytes.len() {
            0..LONG => Writer::Here(stream.try_clone()?, bytes),
            _ => Writer::Beside(write_beside(stream.try_clone()?, bytes)),
        };
        let mut connection = Self {
            reader: BufReader::with_capacity(64 * 1024, stream.try_clone()?),
            writer,
            is_websocket: false,
            line: Vec::new(),
            body: Vec::new(),
        };
        if let Some(message) = &request.message {
            connection.send()?;
            match connection.receive_unread()?.0 {
                101 => connection.is_websocket = true,
                status => bail!("status {status}, expected a WebSocket"),
            }
            connection.writer = Writer::Here(stream, websocket::frame(message)?.into());
        }
        Ok(connection)
    }

    pub(crate) fn send(&mut self) -> Result<()> {
        match &mut self.writer {
            Writer::Here(stream, bytes) => stream.write_all(bytes)?,
            Writer::Beside(order) => order.send(()).context("the connection was closed")?,
        }
        Ok(())
    }

    /// The complete answer.
    pub(crate) fn receive(&mut self) -> Result<Answer> {
        let mut headers = Vec::new();
        let status = self.read_answer(|name, value| {
            headers.push((name.to_ascii_lowercase(), value.to_owned()));
        })?;
        let body = self.body.clone();
        Ok(Answer {
            status,
            headers,
            body,
        })
    }

    /// The status and the length of the body.
    pub(crate) fn receive_unread(&mut self) -> Result<(u16, usize)> {
        let status = self.read_answer(|_, _| {})?;
        Ok((status, self.body.len()))
    }

    /// A message of a WebSocket counts as an answer with status 200.
    fn read_answer(&mut self, header: impl FnMut(&str, &str)) -> Result<u16> {
        if self.is_websocket {
            websocket::read(&mut self.reader, &mut self.body)?;
            return Ok(200);
        }
        self.read_http(header)
    }

    fn read_http(&mut self, mut header: impl FnMut(&str, &str)) -> Result<u16> {
        let status = self
            .read_line()?
            .split(' ')
            .nth(1)
            .and_then(|code| code.parse().ok());
        let status = status.context("the answer is not HTTP")?;
        let mut length = Some(0);
        loop {
            let line = self.read_line()?;
            if line.is_empty() {
                break;
            }
            let (name, value) = line
                .split_once(": ")
                .context("a header line without a colon")?;
            if name.eq_ignore_ascii_case("content-length") {
                length = Some(value.parse()?);
            } else if name.eq_ignore_ascii_case("transfer-encoding") {
                length = None;
            }
            header(name, value);
        }
        self.body.clear();
        match length {
            Some(length) => self.read_exactly(length)?,
            None => self.read_chunks()?,
        }
        Ok(status)
    }

    fn read_line(&mut self) -> Result<&str> {
        self.line.clear();
        if self.reader.read_until(b'\n', &mut self.line)? == 0 {
            bail!("the worker closed the connection");
        }
        Ok(std::str::from_utf8(&self.line)?.trim_end())
    }

    fn read_chunks(&mut self) -> Result<()> {
        loop {
            let length = usize::from_str_radix(self.read_line()?, 16)?;
            self.read_exactly(length)?;
            self.read_line()?;
            if length == 0 {
                return Ok(());
            }
        }
    }

    fn read_exactly(&mut self, length: usize) -> Result<()> {
        let from = self.body.len();
        self.body.resize(from + length, 0);
        Ok(self.reader.read_exact(&mut self.body[from..])?)
    }
}

impl Drop for Connection {
    fn drop(&mut self) {
        if let (true, Writer::Here(stream, _)) = (self.is_websocket, &mut self.writer) {
            // The runtime would complain of a client that is just gone. It may be gone itself.
            let _ = stream.write_all(&websocket::CLOSE);
        }
    }
}

fn write_beside(mut stream: TcpStream, bytes: Arc<[u8]>) -> Sender<()> {
    let (order, orders) = channel();
    std::thread::spawn(move || {
        // A failure shows on the reading side, which finds the connection closed.
        while orders.recv().is_ok() && stream.write_all(&bytes).is_ok() {}
    });
    order
}

/// Sends one request on a connection of its own.
pub(crate) fn ask(port: u16, request: &Request) -> Result<Answer> {
    let mut connection = Connection::open(port, request)?;
    connection.send()?;
    connection.receive()
}
