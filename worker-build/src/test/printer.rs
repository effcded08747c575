//! Writes what libtest writes.

use super::options::Options;
use super::suite::Test;
use crate::diagnostic::Diagnostic;
use anyhow::Result;
use std::io::Write;
use std::time::Duration;

const GREEN: u8 = 32;
const RED: u8 = 31;
const YELLOW: u8 = 33;

/// After so many characters a terse line ends.
const TERSE_WIDTH: usize = 88;

/// The counts of a run, and the output of those tests that have to be shown at its end.
#[derive(Debug)]
pub(super) struct Printer<'a> {
    options: &'a Options,
    out: std::io::Stdout,
    total: usize,
    passed: Vec<Shown>,
    failed: Vec<Shown>,
    ignored: usize,
    column: usize,
}

#[derive(Debug)]
struct Shown {
    name: String,
    output: String,
}

impl<'a> Printer<'a> {
    pub(super) fn new(options: &'a Options) -> Self {
        Self {
            options,
            out: std::io::stdout(),
            total: 0,
            passed: Vec::new(),
            failed: Vec::new(),
            ignored: 0,
            column: 0,
        }
    }

    /// All tests, for `--list`.
    pub(super) fn list(&mut self, tests: &[Test]) {
        for test in tests {
            self.write(&format!("{}: test\n", test.name));
        }
        if !self.options.is_terse() {
            let gap = if tests.is_empty() { "" } else { "\n" };
            self.write(&format!("{gap}{}, 0 benchmarks\n", count(tests.len())));
        }
    }

    pub(super) fn start(&mut self, tests: usize) {
        self.total = tests;
        self.write(&format!("\nrunning {}\n", count(self.total)));
    }

    /// A test begins.
    pub(super) fn begin(&mut self, test: &Test) {
        if self.options.is_terse() {
            return;
        }
        let panics = match test.should_panic {
            Some(_) => " - should panic",
            None => "",
        };
        self.write(&format!("test {}{panics} ... ", test.name));
        if self.options.no_capture && test.ignore.is_none() {
            self.write("\n");
        }
    }

    /// What a test prints while nothing is captured.
    pub(super) fn live(&mut self, text: &str) {
        self.write(&format!("{text}\n"));
    }

    pub(super) fn ignored(&mut self, reason: &str) {
        self.ignored += 1;
        if self.options.is_terse() {
            return self.mark("i", YELLOW);
        }
        let reason = match reason {
            "" => String::new(),
            reason => format!(", {reason}"),
        };
        let text = self.paint("ignored", YELLOW);
        self.write(&format!("{text}{reason}\n"));
    }

    pub(super) fn passed(&mut self, test: &Test, output: String) {
        let name = test.name.clone();
        self.passed.push(Shown { name, output });
        if self.options.is_terse() {
            return self.mark(".", GREEN);
        }
        let text = self.paint("ok", GREEN);
        self.write(&format!("{text}\n"));
    }

    pub(super) fn failed(&mut self, test: &Test, output: String) {
        let name = test.name.clone();
        let text = self.paint("FAILED", RED);
        if self.options.is_terse() {
            let gap = if self.column == 0 { "" } else { "\n" };
            self.column = 0;
            self.write(&format!("{gap}{name} --- {text}\n"));
        } else {
            self.write(&format!("{text}\n"));
        }
        self.failed.push(Shown { name, output });
    }

    /// Whether each test has been reported.
    pub(super) fn check_complete(&self) -> Result<()> {
        let (done, total) = (self.done(), self.total);
        if done == total {
            return Ok(());
        }
        let what = format!(
            "the test host says that it is done after {done} of {}",
            count(total)
        );
        Err(Diagnostic::new(what)
            .note("this is a mistake in `worker-build`")
            .into())
    }

    fn done(&self) -> usize {
        self.passed.len() + self.failed.len() + self.ignored
    }

    /// The reports of failures and the last line; whether all is well.
    pub(super) fn finish(&mut self, filtered_out: usize, took: Duration) -> bool {
        if self.options.is_terse() && self.column > 0 {
            self.write("\n");
        }
        if self.options.show_output {
            let text = reports("successes", &self.passed);
            self.write(&text);
        }
        if !self.failed.is_empty() {
            let text = reports("failures", &self.failed);
            self.write(&text);
        }
        let is_ok = self.failed.is_empty();
        let result = match is_ok {
            true => self.paint("ok", GREEN),
            false => self.paint("FAILED", RED),
        };
        self.write(&format!(
            "\ntest result: {result}. {} passed; {} failed; {} ignored; 0 measured; {filtered_out} filtered out; \
             finished in {:.2}s\n\n",
            self.passed.len(),
            self.failed.len(),
            self.ignored,
            took.as_secs_f64()
        ));
        is_ok
    }

    fn mark(&mut self, mark: &str, color: u8) {
        let text = self.paint(mark, color);
        self.write(&text);
        self.column += 1;
        if self.column == TERSE_WIDTH {
            self.column = 0;
            self.write(&format!(" {}/{}\n", self.done(), self.total));
        }
    }

    fn paint(&self, text: &str, color: u8) -> String {
        match self.options.is_colored() {
            true => format!("\x1b[{color}m{text}\x1b[0m"),
            false => text.to_owned(),
        }
    }

    /// A closed stdout is not a reason to fail.
    fn write(&mut self, text: &str) {
        let _ = self.out.write_all(text.as_bytes());
        let _ = self.out.flush();
    }
}

fn count(tests: usize) -> String {
    let plural = if tests == 1 { "" } else { "s" };
    format!("{tests} test{plural}")
}

fn reports(title: &str, tests: &[Shown]) -> String {
    let mut text = format!("\n{title}:\n\n");
    for test in tests.iter().filter(|test| !test.output.is_empty()) {
        text.push_str(&format!(
            "---- {} stdout ----\n{}\n\n",
            test.name, test.output
        ));
    }
    text.push_str(&format!("\n{title}:\n"));
    for test in tests {
        text.push_str(&format!("    {}\n", test.name));
    }
    text
}
