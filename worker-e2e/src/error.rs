use std::fmt;

/// Why a worker could not be built, started or reached.
///
/// Its text says what failed, which one, and what to do; where the compiler or the runtime said more, that follows.
#[derive(Clone)]
pub struct Error {
    message: String,
}

/// The result of an operation of this crate.
pub type Result<T, E = Error> = std::result::Result<T, E>;

impl Error {
    #[cold]
    pub(crate) fn new(message: impl Into<String>) -> Error {
        Error {
            message: message.into(),
        }
    }

    /// Says what was being done when `cause` happened.
    #[cold]
    pub(crate) fn because(what: impl fmt::Display, cause: impl fmt::Display) -> Error {
        Error::new(format!("{what}: {cause}"))
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
