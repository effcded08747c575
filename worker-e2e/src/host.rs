//! The Node process that builds the workers and holds the runtime.

use std::io::{BufRead, BufReader, Read, Write};
use std::path::PathBuf;
use std::process::{Child, ChildStdin, Command, Stdio};
use std::sync::Arc;
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, channel};
use std::thread;
use std::time::{Duration, Instant};

use serde::Deserialize;
use serde_json::Value;

use crate::logs::{LogLine, Logs};
use crate::{Error, Result};

const SCRIPT: &str = include_str!("host.cjs");
const START: Duration = Duration::from_secs(60);
const STOP: Duration = Duration::from_secs(5);

/// Where the workers listen.
#[derive(Debug, Deserialize)]
pub(crate) struct Addresses {
    /// The runtime's own entrance, for events that are not requests.
    pub(crate) entry: String,
    /// The path there, before the name of the kind.
    pub(crate) events: String,
    /// In the order of the projects.
    pub(crate) workers: Vec<Listener>,
}

/// Where a worker listens.
#[derive(Debug, Deserialize)]
pub(crate) struct Listener {
    pub(crate) name: String,
    pub(crate) address: String,
    /// What it is told of Access, if its configuration has that.
    pub(crate) access: Option<String>,
}

/// Why the host script gave up.
#[derive(Debug, Deserialize)]
pub(crate) struct Failure {
    why: Why,
    text: String,
    /// The configuration of the project whose build failed.
    pub(crate) file: Option<PathBuf>,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "lowercase")]
enum Why {
    Build,
    Refusal,
    Runtime,
}

#[derive(Debug, Deserialize)]
#[serde(tag = "type", rename_all = "lowercase")]
enum Message {
    Built,
    Ready(Addresses),
    Failed(Failure),
    Log { level: String, text: String },
}

/// A running host script. Dropping it stops the script and the runtime.
#[derive(Debug)]
pub(crate) struct Host {
    child: Child,
    /// Open as long as the script shall run.
    stdin: Option<ChildStdin>,
    messages: Receiver<Message>,
    logs: Arc<Logs>,
}

impl Host {
    /// Starts the script with this configuration.
    pub(crate) fn start(configuration: &Value, logs: &Arc<Logs>) -> Result<Host> {
        let mut child = command().spawn().map_err(|e| {
            let what = "could not start `node`; install Node.js 20.3 or later";
            Error::because(what, e)
        })?;
        let stdin = child.stdin.take();
        let (sender, messages) = channel();
        if let Some(stdout) = child.stdout.take() {
            read_messages(stdout, logs.clone(), sender.clone());
        }
        if let Some(stderr) = child.stderr.take() {
            read_lines(stderr, logs.clone(), sender);
        }
        let mut host = Host {
            child,
            stdin,
            messages,
            logs: logs.clone(),
        };
        host.send(configuration);
        Ok(host)
    }

    fn send(&mut self, configuration: &Value) {
        let line = format!("{configuration}\n");
        if let Some(stdin) = &mut self.stdin {
            // One that reads no more has ended, and has said why.
            let _ = stdin.write_all(line.as_bytes());
        }
    }

    /// Waits until everything is built, however long that takes.
    pub(crate) fn built(&self) -> Result<(), Failure> {
        match self.messages.recv() {
            Ok(Message::Failed(failure)) => Err(failure),
            Ok(_) => Ok(()),
            Err(_) => Err(Failure::ended()),
        }
    }

    /// Waits until every worker listens.
    pub(crate) fn ready(&self) -> Result<Addresses, Failure> {
        let end = Instant::now() + START;
        loop {
            let left = end.saturating_duration_since(Instant::now());
            match self.messages.recv_timeout(left) {
                Ok(Message::Ready(addresses)) => return Ok(addresses),
                Ok(Message::Failed(failure)) => return Err(failure),
                Ok(_) => {}
                Err(RecvTimeoutError::Timeout) => return Err(Failure::late()),
                Err(RecvTimeoutError::Disconnected) => return Err(Failure::ended()),
            }
        }
    }

    /// The message of a failure, with what the build or the runtime said.
    pub(crate) fn explain(&self, failure: &Failure) -> Error {
        let text = &failure.text;
        match failure.why {
            Why::Refusal => Error::new(text),
            Why::Build => Error::new(format!(
                "{text}\n{}",
                self.logs.text(|level| level == "build")
            )),
            Why::Runtime => Error::new(format!(
                "the workers did not start; {text}\n{}",
                self.logs.text(|level| level != "build")
            )),
        }
    }

    /// Whether the script ended in time, and by itself.
    fn has_ended_well(&mut self, patience: Duration) -> bool {
        let begin = Instant::now();
        while begin.elapsed() < patience {
            match self.child.try_wait() {
                Ok(None) => thread::sleep(Duration::from_millis(10)),
                Ok(Some(status)) => return status.success(),
                Err(_) => return false,
            }
        }
        false
    }
}

impl Failure {
    fn ended() -> Failure {
        Failure::runtime("`node` ended")
    }

    fn late() -> Failure {
        Failure::runtime(&format!("that took longer than {} s", START.as_secs()))
    }

    fn runtime(text: &str) -> Failure {
        Failure {
            why: Why::Runtime,
            text: text.to_owned(),
            file: None,
        }
    }
}

impl Drop for Host {
    fn drop(&mut self) {
        drop(self.stdin.take());
        // A script that was killed leaves the runtime, which is in the same group.
        if !self.has_ended_well(STOP) {
            kill_all(&self.child);
            let _ = self.child.kill();
            let _ = self.child.wait();
        }
    }
}

fn command() -> Command {
    let mut command = Command::new("node");
    command
        .args(["--eval", SCRIPT])
        .env("FORCE_COLOR", "0")
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped());
    for (name, _) in std::env::vars_os() {
        if name.to_str().is_some_and(describes_the_test) {
            command.env_remove(name);
        }
    }
    detach(&mut command);
    command
}

/// What cargo tells a test about itself would make the cargo of a build command compile everything again.
fn describes_the_test(name: &str) -> bool {
    let prefixes = ["CARGO_PKG_", "CARGO_BIN_", "CARGO_MANIFEST_"];
    let names = [
        "CARGO",
        "CARGO_CRATE_NAME",
        "CARGO_PRIMARY_PACKAGE",
        "CARGO_TARGET_TMPDIR",
        "OUT_DIR",
    ];
    names.contains(&name) || prefixes.iter().any(|prefix| name.starts_with(prefix))
}

/// Ctrl-C must reach the script as the end of its input, not as a signal in the middle of its work.
#[cfg(unix)]
fn detach(command: &mut Command) {
    std::os::unix::process::CommandExt::process_group(command, 0);
}

#[cfg(windows)]
fn detach(command: &mut Command) {
    const CREATE_NEW_PROCESS_GROUP: u32 = 0x200;
    std::os::windows::process::CommandExt::creation_flags(command, CREATE_NEW_PROCESS_GROUP);
}

#[cfg(not(any(unix, windows)))]
fn detach(_: &mut Command) {}

#[cfg(unix)]
fn kill_all(child: &Child) {
    use rustix::process::{Pid, Signal, kill_process_group};
    if let Some(group) = i32::try_from(child.id()).ok().and_then(Pid::from_raw) {
        // An error means that nobody is left.
        let _ = kill_process_group(group, Signal::KILL);
    }
}

#[cfg(not(unix))]
fn kill_all(child: &Child) {
    let id = child.id().to_string();
    let mut command = Command::new("taskkill");
    let _ = command.args(["/pid", &id, "/t", "/f"]).output();
}

fn read_messages(stdout: impl Read + Send + 'static, logs: Arc<Logs>, sender: Sender<Message>) {
    thread::spawn(move || {
        for line in BufReader::new(stdout).lines().map_while(Result::ok) {
            match serde_json::from_str(&line) {
                Ok(Message::Log { level, text }) => logs.push(LogLine::new(level, text)),
                // Nobody listens any more once the workers have started.
                Ok(message) => drop(sender.send(message)),
                Err(_) => logs.push(LogLine::new("runtime", line)),
            }
        }
    });
}

/// The sender is only held: what waits for messages is to wait for these lines, too.
fn read_lines(stderr: impl Read + Send + 'static, logs: Arc<Logs>, sender: Sender<Message>) {
    thread::spawn(move || {
        for line in BufReader::new(stderr).lines().map_while(Result::ok) {
            logs.push(LogLine::new("runtime", line));
        }
        drop(sender);
    });
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn build_commands_do_not_see_the_test() {
        for name in ["CARGO_PKG_NAME", "CARGO_MANIFEST_DIR", "CARGO", "OUT_DIR"] {
            assert!(describes_the_test(name), "{name}");
        }
        for name in ["CARGO_HOME", "CARGO_TARGET_DIR", "PATH", "RUSTUP_TOOLCHAIN"] {
            assert!(!describes_the_test(name), "{name}");
        }
    }
}
