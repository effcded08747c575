//! The bytes below a WebSocket: a connection whose reads have a deadline.

use std::io::{self, ErrorKind, Read, Write};
use std::net::TcpStream;
use std::time::{Duration, Instant};

use crate::exchange::PATIENCE;

/// What is there already can be read when the time is over.
const LEAST: Duration = Duration::from_millis(1);

#[derive(Debug)]
pub(super) struct Connection {
    stream: TcpStream,
    deadline: Option<Instant>,
}

impl Connection {
    pub(super) fn open(address: &str) -> io::Result<Connection> {
        let stream = TcpStream::connect(address)?;
        stream.set_nodelay(true)?;
        stream.set_write_timeout(Some(PATIENCE))?;
        let mut connection = Connection {
            stream,
            deadline: None,
        };
        connection.patience(PATIENCE);
        Ok(connection)
    }

    /// Reads from here on end when so much time is over.
    pub(super) fn patience(&mut self, patience: Duration) {
        self.deadline = Instant::now().checked_add(patience);
    }

    pub(super) fn try_clone(&self) -> io::Result<Connection> {
        Ok(Connection {
            stream: self.stream.try_clone()?,
            deadline: self.deadline,
        })
    }
}

impl Read for Connection {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let now = Instant::now();
        let left = self.deadline.map(|end| end.saturating_duration_since(now));
        let left = left.map(|left| left.max(LEAST));
        self.stream.set_read_timeout(left)?;
        self.stream
            .read(buffer)
            .map_err(|error| match error.kind() {
                // It depends on the system which of them it is.
                ErrorKind::WouldBlock => ErrorKind::TimedOut.into(),
                _ => error,
            })
    }
}

impl Write for Connection {
    fn write(&mut self, buffer: &[u8]) -> io::Result<usize> {
        self.stream.write(buffer)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.stream.flush()
    }
}
