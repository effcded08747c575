//! The Node process that holds the runtime.

use std::collections::BTreeMap;
use std::io::{BufRead, BufReader, Read, Write};
use std::process::{Child, ChildStdin, Command, Stdio};
use std::sync::Arc;
use std::sync::mpsc::{Receiver, Sender, channel};
use std::thread;
use std::time::{Duration, Instant};

use serde::Deserialize;

use crate::config::Config;
use crate::logs::{LogLine, Logs};
use crate::{Error, Result};

const SCRIPT: &str = include_str!("host.mjs");
const START: Duration = Duration::from_secs(60);
const STOP: Duration = Duration::from_secs(5);

/// Where the workers listen.
#[derive(Debug, Deserialize)]
pub(crate) struct Addresses {
    pub(crate) entry: String,
    pub(crate) workers: BTreeMap<String, String>,
}

#[derive(Deserialize)]
#[serde(tag = "type", rename_all = "lowercase")]
enum Message {
    Ready(Addresses),
    Log { level: String, text: String },
    Failed { text: String },
}

/// A running host script. Dropping it stops the script and the runtime.
#[derive(Debug)]
pub(crate) struct Host {
    child: Child,
    /// Open as long as the script shall run.
    stdin: Option<ChildStdin>,
}

impl Host {
    pub(crate) fn start(config: &Config, logs: &Arc<Logs>) -> Result<(Host, Addresses)> {
        let mut child = command()
            .spawn()
            .map_err(|e| Error::because("could not start `node`; install Node 20 or newer", e))?;
        let stdin = child.stdin.take();
        let (sender, started) = channel();
        if let Some(stdout) = child.stdout.take() {
            read_messages(stdout, logs.clone(), sender);
        }
        if let Some(stderr) = child.stderr.take() {
            read_lines(stderr, logs.clone());
        }
        let mut host = Host { child, stdin };
        host.send(config)?;
        let addresses = host.wait_until_ready(&started, logs)?;
        Ok((host, addresses))
    }

    fn send(&mut self, config: &Config) -> Result<()> {
        let mut line = serde_json::to_vec(config)
            .map_err(|e| Error::because("could not write the configuration as JSON", e))?;
        line.push(b'\n');
        let stdin = self.stdin.as_mut();
        stdin
            .map_or(Ok(()), |stdin| stdin.write_all(&line))
            .map_err(|e| Error::because("could not write to `node`", e))
    }

    fn wait_until_ready(
        &mut self,
        started: &Receiver<Result<Addresses>>,
        logs: &Logs,
    ) -> Result<Addresses> {
        let result = started
            .recv_timeout(START)
            .unwrap_or_else(|_| Err(Error::new("the runtime did not start in time")));
        result.map_err(|error| {
            let lines: Vec<_> = logs.all().into_iter().map(|line| line.text).collect();
            Error::because(error, lines.join("\n"))
        })
    }

    fn wait(&mut self, patience: Duration) -> bool {
        let end = Instant::now() + patience;
        while Instant::now() < end {
            if !matches!(self.child.try_wait(), Ok(None)) {
                return true;
            }
            thread::sleep(Duration::from_millis(10));
        }
        false
    }
}

impl Drop for Host {
    fn drop(&mut self) {
        drop(self.stdin.take());
        if !self.wait(STOP) {
            kill_group(&self.child);
            let _ = self.child.kill();
            let _ = self.child.wait();
        }
    }
}

fn command() -> Command {
    let mut command = Command::new("node");
    command
        .args(["--input-type=module", "--eval", SCRIPT])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped());
    // Ctrl-C must reach the script as the end of its input, not as a signal in the middle of its work.
    #[cfg(unix)]
    std::os::unix::process::CommandExt::process_group(&mut command, 0);
    command
}

#[cfg(unix)]
fn kill_group(child: &Child) {
    use rustix::process::{Pid, Signal, kill_process_group};
    if let Some(group) = i32::try_from(child.id()).ok().and_then(Pid::from_raw) {
        let _ = kill_process_group(group, Signal::KILL);
    }
}

#[cfg(not(unix))]
fn kill_group(_child: &Child) {}

fn read_messages(
    stdout: impl Read + Send + 'static,
    logs: Arc<Logs>,
    started: Sender<Result<Addresses>>,
) {
    thread::spawn(move || {
        for line in BufReader::new(stdout).lines().map_while(|line| line.ok()) {
            match serde_json::from_str(&line) {
                Ok(Message::Ready(addresses)) => drop(started.send(Ok(addresses))),
                Ok(Message::Failed { text }) => {
                    logs.push(runtime_line(text));
                    drop(started.send(Err(Error::new("the runtime did not start"))));
                }
                Ok(Message::Log { level, text }) => logs.push(LogLine { level, text }),
                Err(_) => logs.push(runtime_line(line)),
            }
        }
    });
}

fn read_lines(stderr: impl Read + Send + 'static, logs: Arc<Logs>) {
    thread::spawn(move || {
        for line in BufReader::new(stderr).lines().map_while(|line| line.ok()) {
            logs.push(runtime_line(line));
        }
    });
}

fn runtime_line(text: String) -> LogLine {
    LogLine {
        level: "runtime".to_owned(),
        text,
    }
}
