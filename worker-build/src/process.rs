//! The one way to run another program. A failure prints the whole command.

use crate::diagnostic::Diagnostic;
use anyhow::{Context, Result};
use std::ffi::OsStr;
use std::io::{BufRead, BufReader, IsTerminal, Read, Write};
use std::process::{ChildStderr, ChildStdout, Command, ExitStatus, Output, Stdio};

/// Runs a program to its end and returns what it printed.
pub(crate) fn capture(command: &mut Command) -> Result<Output> {
    let output = command
        .stdin(Stdio::null())
        .output()
        .with_context(|| cannot_start(command))?;
    if output.status.success() {
        return Ok(output);
    }
    let stderr = String::from_utf8_lossy(&output.stderr);
    Err(failed(command, output.status)
        .note(stderr.trim_end())
        .into())
}

/// Runs a program to its end and returns what it printed to stdout, without the last line feed.
pub(crate) fn text(command: &mut Command) -> Result<String> {
    let output = capture(command)?;
    Ok(String::from_utf8_lossy(&output.stdout)
        .trim_end()
        .to_owned())
}

/// Runs a program, hands over each line of its stdout, and lets its stderr through.
///
/// Tools that run us prefix each piece they read. Unless a person watches, the program's stderr is therefore
/// passed on in one piece, when the program has ended.
pub(crate) fn lines(command: &mut Command, line: impl FnMut(&str)) -> Result<ExitStatus> {
    let watched = std::io::stderr().is_terminal();
    let stderr = if watched {
        Stdio::inherit()
    } else {
        Stdio::piped()
    };
    let mut child = command
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(stderr)
        .spawn()
        .with_context(|| cannot_start(command))?;
    let (stdout, stderr) = (child.stdout.take(), child.stderr.take());
    let said = std::thread::scope(|scope| {
        scope.spawn(|| pass_on(stderr));
        each_line(stdout, line)
    });
    said.with_context(|| format!("cannot read the output of {}", name(command)))?;
    child
        .wait()
        .with_context(|| format!("cannot wait for {}", name(command)))
}

fn each_line(stdout: Option<ChildStdout>, mut line: impl FnMut(&str)) -> std::io::Result<()> {
    for read in stdout
        .map(BufReader::new)
        .into_iter()
        .flat_map(BufRead::lines)
    {
        line(&read?);
    }
    Ok(())
}

fn pass_on(stderr: Option<ChildStderr>) {
    let mut text = Vec::new();
    if let Some(mut stderr) = stderr {
        // What was read until an error is still worth showing.
        let _ = stderr.read_to_end(&mut text);
        let _ = std::io::stderr().write_all(&text);
    }
}

/// The message for a program that ended with a failure.
pub(crate) fn failed(command: &Command, status: ExitStatus) -> Diagnostic {
    Diagnostic::new(format!("{} failed ({status})", name(command)))
        .note(format!("the command was {}", display(command)))
}

fn cannot_start(command: &Command) -> String {
    format!("cannot start {}", display(command))
}

fn name(command: &Command) -> String {
    format!("`{}`", command.get_program().to_string_lossy())
}

fn display(command: &Command) -> String {
    let words = std::iter::once(command.get_program()).chain(command.get_args());
    let words: Vec<String> = words.map(quote).collect();
    format!("`{}`", words.join(" "))
}

fn quote(word: &OsStr) -> String {
    let word = word.to_string_lossy();
    let plain = |c: char| c.is_ascii_alphanumeric() || "-_=./:,+@".contains(c);
    if !word.is_empty() && word.chars().all(plain) {
        word.into_owned()
    } else {
        format!("'{}'", word.replace('\'', r"'\''"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_failure_shows_the_whole_command() {
        let mut command = Command::new("sh");
        command.args(["-c", "echo broken >&2; exit 3"]);
        let error = capture(&mut command).unwrap_err();
        assert_eq!(
            error.to_string(),
            "`sh` failed (exit status: 3)\n  \
             note: the command was `sh -c 'echo broken >&2; exit 3'`\n  \
             note: broken"
        );
    }

    #[test]
    fn a_program_that_does_not_exist_is_named() {
        let error = capture(Command::new("no-such-program").arg("a b")).unwrap_err();
        assert_eq!(error.to_string(), "cannot start `no-such-program 'a b'`");
    }
}
