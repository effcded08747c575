//! What the command says while it works: one plain line per step.

use anyhow::Result;
use std::io::{IsTerminal, Write};
use std::sync::mpsc::{self, RecvTimeoutError, Sender};
use std::thread::JoinHandle;
use std::time::{Duration, Instant};

/// Prints to stdout; errors are not its business.
#[derive(Debug)]
pub(crate) struct Report {
    terminal: bool,
}

impl Report {
    pub(crate) fn to_stdout() -> Self {
        let dumb = std::env::var_os("TERM").is_some_and(|term| term == "dumb");
        Self {
            terminal: std::io::stdout().is_terminal() && !dumb,
        }
    }

    /// Whether a person watches.
    pub(crate) fn is_terminal(&self) -> bool {
        self.terminal
    }

    /// Runs a step and prints its name and duration; shows that it is running on a terminal.
    pub(crate) fn step<T>(&self, name: &str, run: impl FnOnce() -> Result<T>) -> Result<T> {
        let live = self.terminal.then(|| Live::start(name.to_owned()));
        let result = self.quiet_step(name, || {
            let result = run();
            drop(live);
            result
        })?;
        Ok(result)
    }

    /// Runs a step that shows its own progress.
    pub(crate) fn quiet_step<T>(&self, name: &str, run: impl FnOnce() -> Result<T>) -> Result<T> {
        let started = Instant::now();
        let result = run()?;
        self.line(&format_step(name, started.elapsed()));
        Ok(result)
    }

    /// Prints one line.
    pub(crate) fn line(&self, line: &str) {
        print(&format!("{line}\n"));
    }

    /// Prints something that the reader should look at.
    pub(crate) fn warning(&self, line: &str) {
        self.line(&format!("warning: {line}"));
    }
}

fn format_step(name: &str, duration: Duration) -> String {
    format!("{name:<48} {:>6.2} s", duration.as_secs_f64())
}

/// A line on the terminal that counts the time of the running step.
struct Live {
    stop: Option<Sender<()>>,
    thread: Option<JoinHandle<()>>,
}

impl Live {
    fn start(name: String) -> Self {
        let (stop, stopped) = mpsc::channel();
        let started = Instant::now();
        let thread = std::thread::spawn(move || {
            let pause = Duration::from_millis(100);
            while stopped.recv_timeout(pause) == Err(RecvTimeoutError::Timeout) {
                print(&format!("\r{}", format_step(&name, started.elapsed())));
            }
            print("\r\x1b[K");
        });
        Self {
            stop: Some(stop),
            thread: Some(thread),
        }
    }
}

impl Drop for Live {
    fn drop(&mut self) {
        drop(self.stop.take());
        if let Some(thread) = self.thread.take() {
            let _ = thread.join();
        }
    }
}

/// Writes in one piece. A closed stdout is not a reason to fail the build.
fn print(text: &str) {
    let mut stdout = std::io::stdout();
    let _ = stdout.write_all(text.as_bytes());
    let _ = stdout.flush();
}
