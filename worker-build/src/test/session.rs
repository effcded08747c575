//! One run: the tests that were chosen, what they print, and how they end.

use super::host::{End, Event, Host, Job, JobTest};
use super::options::Options;
use super::places::Places;
use super::prepare::{Folder, Prepared};
use super::printer::Printer;
use super::stack;
use super::suite::{Selection, Test};
use super::verdict::{self, Verdict};
use crate::config::wrangler;
use crate::staging::Lock;
use crate::wasm::Facts;
use anyhow::{Context, Result};
use std::collections::{BTreeMap, VecDeque};
use std::path::Path;

#[derive(Debug)]
pub(super) struct Session<'a, 'p> {
    options: &'a Options,
    printer: &'p mut Printer<'a>,
    tests: Vec<&'a Test>,
    ignored: VecDeque<&'a Test>,
    /// What each running test has printed.
    outputs: BTreeMap<usize, String>,
    places: Places,
}

impl<'a, 'p> Session<'a, 'p> {
    pub(super) fn new(
        options: &'a Options,
        selection: &'a Selection,
        printer: &'p mut Printer<'a>,
    ) -> Self {
        let also_ignored = options.ignored || options.include_ignored;
        let (tests, ignored): (Vec<_>, Vec<_>) = selection
            .tests
            .iter()
            .partition(|test| also_ignored || test.ignore.is_none());
        Self {
            options,
            printer,
            tests,
            ignored: ignored.into(),
            outputs: BTreeMap::new(),
            places: Places::new(&options.module),
        }
    }

    /// Runs all tests of a module.
    pub(super) fn run(mut self, wasm: Vec<u8>, facts: &Facts) -> Result<()> {
        if !self.tests.is_empty() {
            let (mut host, _in_use) = self.start(wasm, facts)?;
            host.listen(|event| self.take(event))?;
        }
        self.skip_ignored(None);
        self.printer.check_complete()
    }

    /// Node.js starts while the module is prepared.
    fn start(&self, wasm: Vec<u8>, facts: &Facts) -> Result<(Host, Lock)> {
        // Cargo, nextest and rustdoc start a runner in the folder of the package.
        let package = std::env::current_dir().context("the current folder is gone")?;
        let folder = Folder::lock(&self.options.module)?;
        folder.write_host()?;
        let mut host = Host::start(&folder.path)?;
        let prepared = folder.prepare(&package, &self.options.module, wasm, facts)?;
        let in_use = folder.in_use()?;
        self.send(&mut host, &package, &folder.path, &prepared)?;
        Ok((host, in_use))
    }

    fn send(
        &self,
        host: &mut Host,
        package: &Path,
        folder: &Path,
        prepared: &Prepared,
    ) -> Result<()> {
        let config = wrangler::find(package);
        let environment = std::env::var("CLOUDFLARE_ENV").ok();
        let timeout = self.options.timeout();
        let tests = self.tests.iter().enumerate();
        host.send(&Job {
            folder,
            config: config.as_deref(),
            environment: environment.as_deref().filter(|name| !name.is_empty()),
            runtime: prepared.runtime.as_deref(),
            own: prepared.own.as_ref(),
            no_own: &prepared.no_own,
            classes: &prepared.classes,
            isolate: self.options.isolate,
            tests: tests
                .map(|(index, test)| JobTest::new(index, test, timeout))
                .collect(),
        })
    }

    fn take(&mut self, event: Event) -> Result<()> {
        match event {
            Event::Begin { test } => {
                let test = self.test(test)?;
                self.skip_ignored(Some(test));
                self.printer.begin(test);
            }
            Event::Out { test, text } => self.print(test, &text)?,
            Event::End { test, end } => self.end(test, &end)?,
            Event::Failed { .. } | Event::Done => {}
        }
        Ok(())
    }

    /// Reports the ignored tests that come before another one.
    fn skip_ignored(&mut self, next: Option<&Test>) {
        let comes_first = |test: &&Test| next.is_none_or(|next| test.name < next.name);
        while let Some(test) = self.ignored.front().copied().filter(comes_first) {
            self.ignored.pop_front();
            self.printer.begin(test);
            self.printer
                .ignored(test.ignore.as_deref().unwrap_or_default());
        }
    }

    fn print(&mut self, index: usize, text: &str) -> Result<()> {
        let text = stack::printed(&self.test(index)?.name, text, &self.places);
        if self.options.no_capture {
            self.printer.live(&text);
        } else {
            add(self.outputs.entry(index).or_default(), &text);
        }
        Ok(())
    }

    fn end(&mut self, index: usize, end: &End) -> Result<()> {
        let test = self.test(index)?;
        let mut output = self.outputs.remove(&index).unwrap_or_default();
        match verdict::judge(test, end, self.options.timeout(), &self.places) {
            Verdict::Passed => self.printer.passed(test, output),
            Verdict::Failed(why) => {
                add(&mut output, &why);
                self.printer.failed(test, output);
            }
        }
        Ok(())
    }

    fn test(&self, index: usize) -> Result<&'a Test> {
        let test = self.tests.get(index).copied();
        test.with_context(|| format!("the test host speaks of test {index}, which does not exist"))
    }
}

fn add(output: &mut String, text: &str) {
    if !output.is_empty() && !text.is_empty() {
        output.push('\n');
    }
    output.push_str(text);
}
