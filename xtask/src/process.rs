//! The one way to run a program. A failure names the whole command.

use std::io::{self, Read};
use std::process::{Child, Command, ExitStatus, Stdio};
use std::thread;
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail};

/// How a program ended and everything it printed, in the order it was printed.
#[derive(Debug)]
pub(crate) struct Captured {
    pub(crate) success: bool,
    pub(crate) output: String,
}

/// Runs `command` on this terminal; an unsuccessful end is an error.
pub(crate) fn run(command: &mut Command) -> Result<()> {
    let status = command.status().with_context(|| not_started(command))?;
    if !status.success() {
        bail!("`{}` failed with {status}", display(command));
    }
    Ok(())
}

/// Runs `command` and returns its standard output; an unsuccessful end is an error that carries
/// what it printed to standard error.
pub(crate) fn output(command: &mut Command) -> Result<String> {
    let output = command
        .stdin(Stdio::null())
        .output()
        .with_context(|| not_started(command))?;
    if !output.status.success() {
        let said = String::from_utf8_lossy(&output.stderr);
        let status = output.status;
        bail!(
            "`{}` failed with {status}\n{}",
            display(command),
            said.trim_end()
        );
    }
    Ok(String::from_utf8_lossy(&output.stdout).into_owned())
}

/// Runs `command` and keeps what it prints. With a `limit`, it is ended when the time is over.
pub(crate) fn captured(command: &mut Command, limit: Option<Duration>) -> Result<Captured> {
    let (mut reader, writer) = io::pipe()?;
    command
        .stdin(Stdio::null())
        .stdout(writer.try_clone()?)
        .stderr(writer);
    let child = command.spawn().with_context(|| not_started(command));
    // `command` holds the writing ends; the reader below would wait for them for ever.
    command.stdout(Stdio::null()).stderr(Stdio::null());
    let mut child = child?;
    let reading = thread::spawn(move || {
        let mut bytes = Vec::new();
        reader.read_to_end(&mut bytes).map(|_| bytes)
    });
    let Some(status) = wait(&mut child, limit)? else {
        let seconds = limit.unwrap_or_default().as_secs();
        return Ok(Captured {
            success: false,
            output: format!("ended after {seconds} seconds"),
        });
    };
    let bytes = reading.join().unwrap_or_else(|_| Ok(Vec::new()))?;
    Ok(Captured {
        success: status.success(),
        output: String::from_utf8_lossy(&bytes).into_owned(),
    })
}

/// The command as one would type it.
pub(crate) fn display(command: &Command) -> String {
    let words = std::iter::once(command.get_program()).chain(command.get_args());
    words
        .map(|word| quoted(&word.to_string_lossy()))
        .collect::<Vec<_>>()
        .join(" ")
}

fn quoted(word: &str) -> String {
    let plain = |c: char| c.is_ascii_alphanumeric() || "-_./=:,@+%".contains(c);
    if !word.is_empty() && word.chars().all(plain) {
        return word.to_owned();
    }
    format!("'{}'", word.replace('\'', r"'\''"))
}

/// Waits for the end of `child`; `None` when it had to be ended.
fn wait(child: &mut Child, limit: Option<Duration>) -> io::Result<Option<ExitStatus>> {
    let Some(limit) = limit else {
        return child.wait().map(Some);
    };
    let end = Instant::now() + limit;
    while Instant::now() < end {
        if let Some(status) = child.try_wait()? {
            return Ok(Some(status));
        }
        thread::sleep(Duration::from_millis(20));
    }
    child.kill()?;
    child.wait()?;
    Ok(None)
}

fn not_started(command: &Command) -> String {
    let program = command.get_program().to_string_lossy().into_owned();
    format!("cannot start `{program}`; is it installed and on PATH?")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_command_is_shown_as_it_would_be_typed() {
        let mut command = Command::new("cargo");
        command.args(["test", "-p", "a b", "it's", ""]);
        assert_eq!(display(&command), r"cargo test -p 'a b' 'it'\''s' ''");
    }

    #[test]
    fn a_failure_names_the_command_and_what_it_said() {
        let error = output(Command::new("sh").args(["-c", "echo why >&2; exit 3"])).unwrap_err();
        assert_eq!(
            error.to_string(),
            "`sh -c 'echo why >&2; exit 3'` failed with exit status: 3\nwhy"
        );
    }

    #[test]
    fn a_missing_program_is_named() {
        let error = run(&mut Command::new("no-such-program")).unwrap_err();
        assert_eq!(
            error.to_string(),
            "cannot start `no-such-program`; is it installed and on PATH?"
        );
    }

    #[test]
    fn both_streams_are_kept_in_order() {
        let script = "echo one; echo two >&2; echo three";
        let captured = captured(Command::new("sh").args(["-c", script]), None).unwrap();
        assert!(captured.success);
        assert_eq!(captured.output, "one\ntwo\nthree\n");
    }

    #[test]
    fn a_program_that_takes_too_long_is_ended() {
        let begin = Instant::now();
        let limit = Some(Duration::from_millis(50));
        let captured = captured(Command::new("sleep").arg("10"), limit).unwrap();
        assert!(!captured.success);
        assert!(begin.elapsed() < Duration::from_secs(5));
    }
}
