//! Requests with large bodies, which say what happened when they fail.

use std::error::Error;
use std::fmt;
use std::io::{self, Write};
use std::net::TcpStream;
use std::thread;
use std::time::{Duration, Instant};

use e2e::{Server, raw};

use super::{MEBIBYTE, pattern};

pub(crate) type Result<T> = std::result::Result<T, Box<dyn Error>>;

/// A request to a worker, whose body is the pattern.
pub(crate) struct Upload<'a> {
    pub(crate) worker: &'a str,
    /// The method and the path.
    pub(crate) request: &'a str,
    pub(crate) length: usize,
    pub(crate) is_chunked: bool,
}

/// How much of a body was sent before that failed.
struct Broken {
    sent: usize,
    took: Duration,
    error: io::Error,
}

impl Upload<'_> {
    /// Sends it, while `read` reads the answer and says what is wrong with it.
    #[track_caller]
    pub(crate) fn send<T>(
        &self,
        server: &Server,
        stream: TcpStream,
        read: impl FnOnce(TcpStream) -> Result<T>,
    ) -> T {
        let sender = stream.try_clone().unwrap();
        let (sent, answer) = thread::scope(|scope| {
            let sending = scope.spawn(|| self.write(sender));
            let answer = read(stream);
            (sending.join().unwrap(), answer)
        });
        match (sent, answer) {
            (Ok(()), answer) => or_explain(server, self.worker, answer),
            (Err(broken), Ok(_)) => explain(
                server,
                self.worker,
                format_args!("{broken}; the answer was as it should be"),
            ),
            (Err(broken), Err(answer)) => explain(
                server,
                self.worker,
                format_args!("{broken}; the answer: {answer}"),
            ),
        }
    }

    fn write(&self, mut stream: TcpStream) -> std::result::Result<(), Broken> {
        let (start, mut sent) = (Instant::now(), 0);
        self.write_counted(&mut stream, &mut sent)
            .map_err(|error| Broken {
                sent,
                took: start.elapsed(),
                error,
            })
    }

    fn write_counted(&self, stream: &mut TcpStream, sent: &mut usize) -> io::Result<()> {
        let framing = match self.is_chunked {
            true => "transfer-encoding: chunked".to_owned(),
            false => format!("content-length: {}", self.length),
        };
        write!(
            stream,
            "{} HTTP/1.1\r\nhost: x\r\n{framing}\r\n\r\n",
            self.request
        )?;
        let block = pattern();
        for _ in 0..self.length / MEBIBYTE {
            if self.is_chunked {
                stream.write_all(b"100000\r\n")?;
            }
            stream.write_all(&block)?;
            if self.is_chunked {
                stream.write_all(b"\r\n")?;
            }
            *sent += MEBIBYTE;
        }
        if self.is_chunked {
            stream.write_all(b"0\r\n\r\n")?;
        }
        Ok(())
    }
}

impl fmt::Display for Broken {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { sent, took, error } = self;
        write!(
            f,
            "sending broke off after {took:?} and {sent} bytes of the body: {error}"
        )
    }
}

/// What came of an exchange with a worker.
#[track_caller]
pub(crate) fn or_explain<T>(server: &Server, worker: &str, outcome: Result<T>) -> T {
    match outcome {
        Ok(outcome) => outcome,
        Err(error) => explain(server, worker, format_args!("{error}")),
    }
}

/// Panics, with what the worker and the runtime say after such a failure.
#[track_caller]
fn explain(server: &Server, worker: &str, failure: fmt::Arguments<'_>) -> ! {
    // A connection may break before the runtime has said why.
    thread::sleep(Duration::from_secs(1));
    let pages = b"GET /pages HTTP/1.1\r\nhost: x\r\n\r\n";
    let now = match raw::exchange(server.address(worker), pages) {
        Ok(answer) => format!("answers, with {} pages of memory", text(&answer)),
        Err(error) => format!("does not answer any more: {error}"),
    };
    let logs = server
        .logs()
        .iter()
        .map(ToString::to_string)
        .collect::<Vec<_>>()
        .join("\n");
    panic!("`{worker}`: {failure}\nthe worker {now}\nthe runtime said:\n{logs}");
}

/// An error, unless the answer has this status.
pub(crate) fn expect(answer: &raw::RawAnswer, status: u16) -> Result<()> {
    match answer.status == status {
        true => Ok(()),
        false => Err(format!("{} {}: `{}`", answer.status, answer.reason, text(answer)).into()),
    }
}

pub(crate) fn text(answer: &raw::RawAnswer) -> String {
    String::from_utf8_lossy(&answer.body).into_owned()
}
