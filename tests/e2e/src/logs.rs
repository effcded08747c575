use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

/// One message of a worker's console, of the runtime, or of the program that started it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LogLine {
    /// `debug`, `log`, `info`, `warn` or `error` for a console message; `runtime` for everything else.
    pub level: String,
    /// The message; it may have several lines.
    pub text: String,
}

/// Messages in the order of their arrival.
#[derive(Debug, Default)]
pub(crate) struct Logs {
    lines: Mutex<Vec<LogLine>>,
    arrived: Condvar,
}

impl Logs {
    pub(crate) fn push(&self, line: LogLine) {
        if std::env::var_os("E2E_SHOW_LOGS").is_some() {
            eprintln!("[{}] {}", line.level, line.text);
        }
        self.lock().push(line);
        self.arrived.notify_all();
    }

    pub(crate) fn all(&self) -> Vec<LogLine> {
        self.lock().clone()
    }

    /// The first message that contains `part`, waiting for it if needed.
    pub(crate) fn wait_for(&self, part: &str, patience: Duration) -> Option<LogLine> {
        let end = Instant::now() + patience;
        let mut lines = self.lock();
        loop {
            if let Some(line) = lines.iter().find(|line| line.text.contains(part)) {
                return Some(line.clone());
            }
            let left = end.checked_duration_since(Instant::now())?;
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
