//! A connection whose reads have a deadline.

use std::io::{self, ErrorKind, Read, Write};
use std::net::TcpStream;
use std::time::{Duration, Instant};

use socket2::SockRef;

use crate::exchange::PATIENCE;

/// What is there already can be read when the time is over.
const LEAST: Duration = Duration::from_millis(1);

#[derive(Debug)]
pub(crate) struct Connection {
    stream: TcpStream,
    deadline: Option<Instant>,
}

impl Connection {
    pub(crate) fn open(address: &str) -> io::Result<Connection> {
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
    pub(crate) fn patience(&mut self, patience: Duration) {
        self.deadline = Instant::now().checked_add(patience);
    }

    pub(crate) fn deadline(&mut self, deadline: Option<Instant>) {
        self.deadline = deadline;
    }

    /// Makes the end of the connection one that the other side notices at once: it takes a polite end for that of one
    /// direction, and goes on until it sends something.
    pub(crate) fn end_with_reset(&self) {
        // Where the system has no such end, the polite one comes.
        let _ = SockRef::from(&self.stream).set_linger(Some(Duration::ZERO));
    }

    pub(crate) fn try_clone(&self) -> io::Result<Connection> {
        Ok(Connection {
            stream: self.stream.try_clone()?,
            deadline: self.deadline,
        })
    }
}

impl Read for Connection {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        loop {
            let now = Instant::now();
            let left = self.deadline.map(|end| end.saturating_duration_since(now));
            let left = left.map(|left| left.max(LEAST));
            self.stream.set_read_timeout(left)?;
            match self.stream.read(buffer) {
                Err(error) if error.kind() == ErrorKind::Interrupted => {}
                // It depends on the system which of them it is.
                Err(error) if error.kind() == ErrorKind::WouldBlock => {
                    return Err(ErrorKind::TimedOut.into());
                }
                result => return result,
            }
        }
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
