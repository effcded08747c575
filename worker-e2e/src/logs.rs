use std::fmt;
use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

/// Set it to see messages as they arrive.
const SHOW: &str = "WORKER_E2E_LOGS";

/// One message of a worker's console, of the runtime, or of a build.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct LogLine {
    /// `debug`, `log`, `info`, `warn` or `error` for a message of a console, `error` for an exception that a handler
    /// threw (also one that its caller in another worker or object handles), `build` for a line of a build command,
    /// and `runtime` for everything else.
    pub level: String,
    /// The message. One of a console may have several lines, and so has an exception, which begins with `Uncaught`.
    pub text: String,
}

impl LogLine {
    pub(crate) fn new(level: impl Into<String>, text: impl Into<String>) -> LogLine {
        LogLine {
            level: level.into(),
            text: text.into(),
        }
    }
}

impl fmt::Display for LogLine {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "[{}] {}", self.level, self.text)
    }
}

/// Messages in the order of their arrival.
#[derive(Debug, Default)]
pub(crate) struct Logs {
    lines: Mutex<Vec<LogLine>>,
    arrived: Condvar,
}

impl Logs {
    pub(crate) fn push(&self, line: LogLine) {
        if std::env::var_os(SHOW).is_some_and(|value| !value.is_empty()) {
            eprintln!("{line}");
        }
        self.lock().push(line);
        self.arrived.notify_all();
    }

    pub(crate) fn all(&self) -> Vec<LogLine> {
        self.lock().clone()
    }

    /// The texts of some levels, as lines.
    pub(crate) fn text(&self, includes: impl Fn(&str) -> bool) -> String {
        let lines = self.lock();
        let texts = lines.iter().filter(|line| includes(&line.level));
        let texts: Vec<_> = texts.map(|line| line.text.as_str()).collect();
        texts.join("\n")
    }

    /// The first message that contains `part`, waiting for it if needed.
    pub(crate) fn wait_for(&self, part: &str, patience: Duration) -> Option<LogLine> {
        let begin = Instant::now();
        let mut lines = self.lock();
        loop {
            if let Some(line) = lines.iter().find(|line| line.text.contains(part)) {
                return Some(line.clone());
            }
            let left = patience.checked_sub(begin.elapsed())?;
            lines = self
                .arrived
                .wait_timeout(lines, left)
                .unwrap_or_else(PoisonError::into_inner)
                .0;
        }
    }

    fn lock(&self) -> MutexGuard<'_, Vec<LogLine>> {
        self.lines.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
