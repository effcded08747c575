//! How long the build command takes for `hello`.

use std::fs;
use std::path::PathBuf;
use std::process::Command;
use std::time::Instant;

use anyhow::{Context as _, Result};

use crate::implementation::Implementation;
use crate::options::Options;
use crate::paths;
use crate::prepare::{build_command, run};
use crate::report::{Measure, Report};
use crate::scenario::{Scenario, Worker};
use crate::stats::Summary;

const EDITS: usize = 5;

pub(crate) fn measure(options: &Options, report: &mut Report) -> Result<()> {
    for &implementation in &options.implementations {
        if implementation == Implementation::Plain {
            continue;
        }
        let target = paths::target(implementation).with_extension("timed");
        for (profile, clean, touched) in [
            ("--release", "clean s", "touched s"),
            ("--dev", "dev clean s", "dev touched s"),
        ] {
            let mut add = |metric, value| {
                report.add(Measure {
                    scenario: Scenario::Build,
                    metric,
                    implementation,
                    value,
                    relative: None,
                });
            };
            if target.exists() {
                fs::remove_dir_all(&target)
                    .with_context(|| format!("cannot remove `{}`", target.display()))?;
            }
            let command = || build_command(implementation, Worker::Hello, profile, &target);
            eprintln!("timing `{profile}` builds of `{implementation}`");
            add(clean, Summary::one(time(&mut command()?)?));
            let mut seconds = Vec::new();
            let source = paths::source(implementation, Worker::Hello).join("src/lib.rs");
            let edited = Edited::open(source)?;
            for number in 0..EDITS {
                edited.change(number)?;
                seconds.push(time(&mut command()?)?);
            }
            Summary::of(seconds)
                .into_iter()
                .for_each(|value| add(touched, value));
        }
    }
    Ok(())
}

fn time(command: &mut Command) -> Result<f64> {
    let begin = Instant::now();
    run(command)?;
    Ok(begin.elapsed().as_secs_f64())
}

/// A source file that is changed for a while, so that no step finds its input unchanged.
struct Edited {
    file: PathBuf,
    text: String,
}

impl Edited {
    fn open(file: PathBuf) -> Result<Self> {
        let text = fs::read_to_string(&file);
        let text = text.with_context(|| format!("cannot read `{}`", file.display()))?;
        Ok(Self { file, text })
    }

    fn change(&self, number: usize) -> Result<()> {
        let text = self.text.replace("Hello", &format!("Hello {number}"));
        fs::write(&self.file, text)
            .with_context(|| format!("cannot write `{}`", self.file.display()))
    }
}

impl Drop for Edited {
    fn drop(&mut self) {
        if let Err(error) = fs::write(&self.file, &self.text) {
            eprintln!("could not restore `{}`: {error}", self.file.display());
        }
    }
}
