//! The Node.js process that runs the simulator.
//!
//! It ends when its stdin does, so it also ends when this process is killed.

use super::suite::{Kind, Test};
use crate::diagnostic::Diagnostic;
use anyhow::{Context, Result};
use serde::{Deserialize, Serialize};
use std::io::{BufRead, BufReader, Lines, Write};
use std::path::Path;
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};

/// Its modules, and those that it loads into the worker.
pub(super) const FILES: [(&str, &str); 15] = [
    ("host/host.mjs", include_str!("js/host.mjs")),
    ("host/server.mjs", include_str!("js/server.mjs")),
    ("host/entry.mjs", include_str!("js/entry.mjs")),
    ("host/bindings.mjs", include_str!("js/bindings.mjs")),
    ("host/services.mjs", include_str!("js/services.mjs")),
    ("host/wrangler.mjs", include_str!("js/wrangler.mjs")),
    ("host/remembered.mjs", include_str!("js/remembered.mjs")),
    ("host/problem.mjs", include_str!("js/problem.mjs")),
    ("harness/harness.js", include_str!("js/harness/harness.js")),
    ("harness/globals.js", include_str!("js/harness/globals.js")),
    ("harness/kit.js", include_str!("js/harness/kit.js")),
    ("harness/absent.js", include_str!("js/harness/absent.js")),
    ("harness/bindgen.js", include_str!("js/harness/bindgen.js")),
    ("harness/batch.js", include_str!("js/harness/batch.js")),
    ("harness/mail.js", include_str!("js/harness/mail.js")),
];

/// What the host is asked to do.
#[derive(Debug, Serialize)]
pub(super) struct Job<'a> {
    /// Where `host`, `harness`, `test` and maybe `own` are.
    pub(super) folder: &'a Path,
    /// The file for wrangler.
    pub(super) config: Option<&'a Path>,
    pub(super) environment: Option<&'a str>,
    /// The SDK's module in `test`.
    pub(super) runtime: Option<&'a str>,
    pub(super) own: Option<&'a Own>,
    /// Why that is not there, for a test that asks for it.
    pub(super) no_own: &'a str,
    /// What `test/classes.js` exports, if it is there.
    pub(super) classes: &'a [String],
    pub(super) isolate: bool,
    pub(super) tests: Vec<JobTest<'a>>,
}

/// The crate's own worker, in `own`.
#[derive(Debug, Serialize, Deserialize)]
pub(super) struct Own {
    /// The SDK's module in it.
    pub(super) runtime: String,
    /// What it exports beside its handlers.
    pub(super) classes: Vec<String>,
}

/// Timers of JavaScript that are to take longer than 2^31 ms take none.
const LONGEST_MS: u64 = 2_000_000_000;

#[derive(Debug, Serialize)]
pub(super) struct JobTest<'a> {
    index: usize,
    kind: &'static str,
    export: &'a str,
    timeout_ms: u64,
}

impl<'a> JobTest<'a> {
    pub(super) fn new(index: usize, test: &'a Test, timeout: std::time::Duration) -> Self {
        let timeout = test.timeout.unwrap_or(timeout);
        Self {
            index,
            kind: match test.kind {
                Kind::Sdk => "sdk",
                Kind::Bindgen => "bindgen",
                Kind::Main => "main",
            },
            export: &test.export,
            timeout_ms: timeout
                .as_millis()
                .try_into()
                .unwrap_or(LONGEST_MS)
                .min(LONGEST_MS),
        }
    }
}

/// What the host says.
#[derive(Debug, Deserialize)]
#[serde(tag = "t", rename_all = "lowercase")]
pub(super) enum Event {
    Begin {
        test: usize,
    },
    /// The test printed something.
    Out {
        test: usize,
        text: String,
    },
    End {
        test: usize,
        #[serde(flatten)]
        end: End,
    },
    /// No test can be run.
    Failed {
        what: String,
        notes: Vec<String>,
        fixes: Vec<String>,
    },
    Done,
}

/// How a test ended.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct End {
    pub(super) ok: bool,
    pub(super) timeout: bool,
    pub(super) error: Option<Thrown>,
}

/// What a test failed with.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Thrown {
    pub(super) name: String,
    pub(super) message: String,
    pub(super) stack: String,
    pub(super) panic: bool,
}

#[derive(Debug)]
pub(super) struct Host {
    child: Child,
    stdin: Option<ChildStdin>,
    events: Lines<BufReader<ChildStdout>>,
}

impl Host {
    /// Starts it; `folder` has its files. It looks for wrangler from the folder that this process is in.
    pub(super) fn start(folder: &Path) -> Result<Self> {
        let mut command = Command::new("node");
        command
            .arg(folder.join("host/host.mjs"))
            .stdin(Stdio::piped())
            .stdout(Stdio::piped());
        // A group of its own: should it be killed, what it started can still be found.
        #[cfg(unix)]
        std::os::unix::process::CommandExt::process_group(&mut command, 0);
        let mut child = command.spawn().map_err(|error| no_node(&error))?;
        let stdout = child.stdout.take().context("the test host has no stdout")?;
        Ok(Self {
            stdin: child.stdin.take(),
            events: BufReader::new(stdout).lines(),
            child,
        })
    }

    pub(super) fn send(&mut self, job: &Job<'_>) -> Result<()> {
        let mut line = serde_json::to_vec(job)?;
        line.push(b'\n');
        let Some(stdin) = &mut self.stdin else {
            return Ok(());
        };
        match stdin.write_all(&line) {
            // It said why before it went.
            Err(error) if error.kind() == std::io::ErrorKind::BrokenPipe => Ok(()),
            result => result.context("cannot tell the test host what to do"),
        }
    }

    /// Hands over each event until all tests are done.
    pub(super) fn listen(&mut self, mut take: impl FnMut(Event) -> Result<()>) -> Result<()> {
        for line in self.events.by_ref() {
            let line = line.context("cannot read what the test host says")?;
            let event = serde_json::from_str(&line)
                .with_context(|| format!("the test host said something unknown: {line}"))?;
            match event {
                Event::Done => return Ok(()),
                Event::Failed { what, notes, fixes } => {
                    return Err(failed(what, notes, fixes).into());
                }
                event => take(event)?,
            }
        }
        let status = self.child.wait().context("cannot wait for the test host")?;
        Err(Diagnostic::new(format!("the test host ended before the tests ({status})")).into())
    }
}

impl Drop for Host {
    fn drop(&mut self) {
        drop(self.stdin.take());
        let is_fine = self.child.wait().is_ok_and(|status| status.success());
        #[cfg(unix)]
        if !is_fine
            && let Some(group) = rustix::process::Pid::from_raw(self.child.id().cast_signed())
        {
            let _ = rustix::process::kill_process_group(group, rustix::process::Signal::KILL);
        }
    }
}

fn failed(what: String, notes: Vec<String>, fixes: Vec<String>) -> Diagnostic {
    let message = notes
        .into_iter()
        .fold(Diagnostic::new(what), Diagnostic::note);
    fixes.into_iter().fold(message, Diagnostic::fix)
}

fn no_node(error: &std::io::Error) -> Diagnostic {
    Diagnostic::new(format!("cannot start `node`: {error}")).fix("install Node.js 20.3 or later")
}
