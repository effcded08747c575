use std::fmt;

use crate::answer::Answer;

/// Why a worker could not be built, started or reached, or did not do what a test waited for.
///
/// Its text says what failed, which one, and what to do; where the compiler or the runtime said more, that follows.
#[derive(Clone)]
pub struct Error {
    message: String,
    kind: Kind,
}

#[derive(Clone)]
enum Kind {
    Other,
    Timeout,
    Refusal(Box<Answer>),
}

/// The result of an operation of this crate.
pub type Result<T, E = Error> = std::result::Result<T, E>;

impl Error {
    #[cold]
    pub(crate) fn new(message: impl Into<String>) -> Error {
        Error {
            message: message.into(),
            kind: Kind::Other,
        }
    }

    /// Says what was being done when `cause` happened.
    #[cold]
    pub(crate) fn because(what: impl fmt::Display, cause: impl fmt::Display) -> Error {
        Error::new(format!("{what}: {cause}"))
    }

    #[cold]
    pub(crate) fn timeout(message: impl Into<String>) -> Error {
        Error {
            message: message.into(),
            kind: Kind::Timeout,
        }
    }

    #[cold]
    pub(crate) fn refusal(message: impl Into<String>, answer: Answer) -> Error {
        Error {
            message: message.into(),
            kind: Kind::Refusal(Box::new(answer)),
        }
    }

    /// Whether a message of a [`WebSocket`](crate::WebSocket) or a piece of a [`Stream`](crate::Stream) did not come in
    /// time. Waiting goes on with the next call: nothing is lost.
    ///
    /// # Examples
    ///
    /// ```no_run
    /// use std::time::Duration;
    ///
    /// # fn main() -> worker_e2e::Result<()> {
    /// # let worker = worker_e2e::Worker::start()?;
    /// let mut socket = worker.websocket("/room")?;
    /// let silence = socket.receive_within(Duration::from_millis(200));
    /// assert!(silence.is_err_and(|error| error.is_timeout()));
    /// # Ok(())
    /// # }
    /// ```
    pub fn is_timeout(&self) -> bool {
        matches!(self.kind, Kind::Timeout)
    }

    /// The answer of a worker that did not open a [`WebSocket`](crate::WebSocket).
    ///
    /// # Examples
    ///
    /// ```no_run
    /// # fn main() -> worker_e2e::Result<()> {
    /// # let worker = worker_e2e::Worker::start()?;
    /// let error = worker.websocket("/room").unwrap_err();
    /// assert_eq!(error.answer().map(|answer| answer.status), Some(401));
    /// # Ok(())
    /// # }
    /// ```
    pub fn answer(&self) -> Option<&Answer> {
        match &self.kind {
            Kind::Refusal(answer) => Some(answer),
            Kind::Other | Kind::Timeout => None,
        }
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}

/// As `Display`: a failed `unwrap`, or a test that returns this error, shows the lines of the compiler as lines.
impl fmt::Debug for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}

impl std::error::Error for Error {}
