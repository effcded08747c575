//! Programs that run in a container.

use std::fmt;

use wasm_bindgen::JsValue;

use super::{done, sys, texts};
use crate::abort::AbortSignal;
use crate::error::{Error, Result};
use crate::js::{self, Options, awaited};
use crate::streams::{ByteStream, Writable};

/// Runs a program in a container: [`Container::exec`](super::Container::exec). Nothing runs before it is awaited.
///
/// # Errors
///
/// Fails when the container does not run, and when it cannot run the program.
#[must_use = "nothing runs until it is awaited"]
pub struct Exec {
    container: JsValue,
    command: JsValue,
    env: Vec<(String, String)>,
    options: Options,
}

/// Where output of a program goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Stdio {
    /// To the worker.
    Pipe,
    /// Nowhere.
    Ignore,
    /// With standard output; for the standard error alone.
    Combined,
}

impl Stdio {
    fn name(self) -> &'static str {
        match self {
            Self::Pipe => "pipe",
            Self::Ignore => "ignore",
            Self::Combined => "combined",
        }
    }
}

impl Exec {
    pub(super) fn new<T: AsRef<str>>(
        container: &JsValue,
        command: impl IntoIterator<Item = T>,
    ) -> Self {
        let words = command.into_iter().map(|word| js::text(word.as_ref()));
        Self {
            container: container.clone(),
            command: js::list(words),
            env: Vec::new(),
            options: Options::new(),
        }
    }

    /// The directory in which it runs.
    pub fn cwd(mut self, directory: impl AsRef<str>) -> Self {
        self.options = self.options.text("cwd", directory.as_ref());
        self
    }

    /// Sets a variable of the environment. The program has these alone, not those of the container.
    pub fn env(mut self, name: impl Into<String>, value: impl Into<String>) -> Self {
        self.env.push((name.into(), value.into()));
        self
    }

    /// The user as whom it runs.
    pub fn user(mut self, user: impl AsRef<str>) -> Self {
        self.options = self.options.text("user", user.as_ref());
        self
    }

    /// Ends the program when the signal says so.
    pub fn signal(mut self, signal: &AbortSignal) -> Self {
        self.options = self.options.value("signal", signal.as_raw().clone());
        self
    }

    /// Gives it a terminal of this size.
    pub fn pty(mut self, columns: u16, rows: u16) -> Self {
        let size = Options::new()
            .number("cols", f64::from(columns))
            .number("rows", f64::from(rows));
        self.options = self.options.options("pty", size);
        self
    }

    /// What it reads. Without this, and without [`pipe_stdin`](Self::pipe_stdin), it reads nothing.
    pub fn stdin(mut self, stream: ByteStream) -> Self {
        self.options = self.options.value("stdin", stream.into_raw());
        self
    }

    /// Lets the worker write what it reads, with [`Process::stdin`].
    pub fn pipe_stdin(mut self) -> Self {
        self.options = self.options.text("stdin", "pipe");
        self
    }

    /// Where its output goes.
    pub fn stdout(mut self, stdio: Stdio) -> Self {
        self.options = self.options.text("stdout", stdio.name());
        self
    }

    /// Where its errors go.
    pub fn stderr(mut self, stdio: Stdio) -> Self {
        self.options = self.options.text("stderr", stdio.name());
        self
    }

    async fn send(self) -> Result<Process> {
        let env = (!self.env.is_empty()).then(|| texts(&self.env));
        let options = self.options.value("env", env).into_js();
        let promise = sys::exec(&self.container, &self.command, &options);
        let process = js::settled(promise, "running a program in a container").await?;
        Ok(Process(process))
    }
}

awaited!(Exec => Process);

/// A program that runs in a container.
pub struct Process(JsValue);

impl Process {
    /// Wraps a JavaScript `ExecProcess`.
    #[must_use]
    pub fn from_raw(raw: JsValue) -> Self {
        Self(raw)
    }

    /// The JavaScript `ExecProcess`.
    #[must_use]
    pub fn as_raw(&self) -> &JsValue {
        &self.0
    }

    /// The JavaScript `ExecProcess`.
    #[must_use]
    pub fn into_raw(self) -> JsValue {
        self.0
    }

    /// Its number in the container.
    #[must_use]
    pub fn pid(&self) -> i32 {
        js::number(&js::property(&self.0, "pid")).unwrap_or_default() as i32
    }

    /// Whether it has a terminal.
    #[must_use]
    pub fn is_pty(&self) -> bool {
        js::property(&self.0, "isPty").is_truthy()
    }

    /// What it reads, if that is [piped](Exec::pipe_stdin).
    #[must_use]
    pub fn stdin(&self) -> Option<Writable> {
        self.stream("stdin").map(Writable::from_raw)
    }

    /// Its output, unless that is ignored.
    #[must_use]
    pub fn stdout(&self) -> Option<ByteStream> {
        self.stream("stdout").map(ByteStream::from_raw)
    }

    /// Its errors, unless they are ignored or combined with the output.
    #[must_use]
    pub fn stderr(&self) -> Option<ByteStream> {
        self.stream("stderr").map(ByteStream::from_raw)
    }

    fn stream(&self, name: &'static str) -> Option<JsValue> {
        let stream = js::property(&self.0, name);
        stream.is_object().then_some(stream)
    }

    /// Waits for its end, and gives its exit code.
    ///
    /// # Errors
    ///
    /// Fails when the container ends before.
    pub async fn exit_code(&self) -> Result<i32> {
        let code = js::settled(sys::exit_code(&self.0), "a program in a container").await?;
        Ok(js::number(&code).unwrap_or_default() as i32)
    }

    /// Waits for its end, and gives all that it wrote.
    ///
    /// # Errors
    ///
    /// Fails when the container ends before, and when its streams have been taken.
    pub async fn output(self) -> Result<Output> {
        let output = js::settled(sys::output(&self.0), "a program in a container").await?;
        let bytes = |name| js::bytes_from_js(&js::property(&output, name));
        Ok(Output {
            exit_code: js::number(&js::property(&output, "exitCode")).unwrap_or_default() as i32,
            stdout: bytes("stdout"),
            stderr: bytes("stderr"),
        })
    }

    /// Sends it a signal, such as 9; `None` is 15, which asks it to end.
    ///
    /// # Errors
    ///
    /// Fails when the platform refuses the signal.
    pub fn kill(&self, signal: impl Into<Option<u8>>) -> Result<()> {
        let number = signal.into().map_or(-1, i32::from);
        done(sys::kill(&self.0, number), "a signal for a program")
    }

    /// Changes the size of its terminal.
    ///
    /// # Errors
    ///
    /// Fails when it has no terminal.
    pub fn resize(&self, columns: u16, rows: u16) -> Result<()> {
        let answer = sys::resize(&self.0, columns.into(), rows.into());
        done(answer, "changing the size of a terminal")
    }
}

impl fmt::Debug for Process {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Process").field("pid", &self.pid()).finish()
    }
}

/// What a program in a container has written.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Output {
    /// How it ended; 0 is well.
    pub exit_code: i32,
    /// Its output.
    pub stdout: Vec<u8>,
    /// Its errors.
    pub stderr: Vec<u8>,
}

impl Output {
    /// Its output as text.
    ///
    /// # Errors
    ///
    /// Fails when that is not UTF-8.
    pub fn stdout_text(&self) -> Result<&str> {
        std::str::from_utf8(&self.stdout).map_err(Error::from)
    }
}
