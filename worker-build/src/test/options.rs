//! The command line of libtest, and what is added to it.

use clap::{Parser, ValueEnum};
use std::ffi::OsString;
use std::io::IsTerminal;
use std::num::NonZero;
use std::path::PathBuf;
use std::time::Duration;

/// Runs the tests of a compiled module in the Workers runtime
#[derive(Debug, Parser)]
#[command(name = "worker-build test", no_binary_name = true)]
pub(super) struct Options {
    /// The module to test; cargo names it
    #[arg(value_name = "MODULE")]
    pub(super) module: PathBuf,
    /// Run only tests whose names contain one of these
    #[arg(value_name = "FILTERS")]
    pub(super) filters: Vec<String>,
    /// Run ignored and not ignored tests
    #[arg(long, conflicts_with = "ignored")]
    pub(super) include_ignored: bool,
    /// Run only ignored tests
    #[arg(long)]
    pub(super) ignored: bool,
    /// List the tests instead of running them
    #[arg(long)]
    pub(super) list: bool,
    /// Show what tests print while they run
    #[arg(long, alias = "nocapture")]
    pub(super) no_capture: bool,
    /// Show what successful tests printed
    #[arg(long)]
    pub(super) show_output: bool,
    /// Accepted for libtest's sake: tests of a module run one after another
    #[arg(long, value_name = "N")]
    pub(super) test_threads: Option<NonZero<usize>>,
    /// Leave out tests whose names contain this
    #[arg(long, value_name = "FILTER")]
    pub(super) skip: Vec<String>,
    /// One character for each test
    #[arg(short, long)]
    pub(super) quiet: bool,
    /// Match whole names
    #[arg(long)]
    pub(super) exact: bool,
    /// Colour the output
    #[arg(long, value_name = "WHEN", default_value = "auto")]
    pub(super) color: Color,
    /// Format of the output
    #[arg(long, value_name = "FORMAT", default_value = "pretty")]
    pub(super) format: Format,
    /// Run each test in an isolate of its own, so that JavaScript globals are not shared either
    #[arg(long)]
    pub(super) isolate: bool,
    /// Seconds that a test may take when its attribute does not say it
    #[arg(long, value_name = "SECONDS", default_value = "60")]
    pub(super) timeout: NonZero<u32>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(super) enum Color {
    Auto,
    Always,
    Never,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(super) enum Format {
    Pretty,
    Terse,
}

impl Options {
    /// Reads the arguments behind `test`. A mistake in them ends the process, as it does in libtest.
    pub(super) fn read(args: &[OsString]) -> Self {
        let mut options = Self::parse_from(args);
        let capture_is_off =
            std::env::var_os("RUST_TEST_NOCAPTURE").is_some_and(|value| value != "0");
        options.no_capture |= capture_is_off;
        options
    }

    pub(super) fn is_terse(&self) -> bool {
        self.quiet || self.format == Format::Terse
    }

    pub(super) fn is_colored(&self) -> bool {
        match self.color {
            Color::Auto => std::io::stdout().is_terminal(),
            Color::Always => true,
            Color::Never => false,
        }
    }

    pub(super) fn timeout(&self) -> Duration {
        Duration::from_secs(self.timeout.get().into())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(args: &[&str]) -> Result<Options, clap::Error> {
        Options::try_parse_from(std::iter::once(&"a.wasm").chain(args))
    }

    #[test]
    fn what_cargo_nextest_and_editors_pass_is_understood() {
        let run = read(&["kv::reads", "--exact", "--nocapture"]).unwrap();
        assert!(run.exact && run.no_capture);
        assert_eq!(run.filters, ["kv::reads"]);
        assert!(read(&["a", "--exact", "--no-capture"]).unwrap().no_capture);
        assert!(
            read(&["--list", "--format", "terse", "--ignored"])
                .unwrap()
                .is_terse()
        );
        let run = read(&[
            "a",
            "b",
            "--skip",
            "c",
            "--skip=d",
            "--test-threads=1",
            "-q",
        ])
        .unwrap();
        assert_eq!(run.filters, ["a", "b"]);
        assert_eq!(run.skip, ["c", "d"]);
        assert!(run.is_terse());
        assert!(
            read(&["--color", "always", "--show-output"])
                .unwrap()
                .is_colored()
        );
    }

    #[test]
    fn a_flag_that_is_not_known_is_an_error() {
        let unknown = read(&["--shuffle"]).unwrap_err();
        assert_eq!(unknown.kind(), clap::error::ErrorKind::UnknownArgument);
        assert!(read(&["--ignored", "--include-ignored"]).is_err());
        assert!(read(&["--test-threads=0"]).is_err());
    }
}
