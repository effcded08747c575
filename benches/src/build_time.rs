//! How long the build command takes for `hello`.

use std::fs;
use std::path::Path;
use std::process::Command;
use std::time::{Instant, SystemTime};

use anyhow::{Context as _, Result};

use crate::implementation::Implementation;
use crate::options::Options;
use crate::paths;
use crate::prepare::{build_command, run};
use crate::report::{Measure, Report};
use crate::scenario::{Scenario, Worker};
use crate::stats::Summary;

const TOUCHES: usize = 5;

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
            for _ in 0..TOUCHES {
                touch(&paths::source(implementation, Worker::Hello).join("src/lib.rs"))?;
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

fn touch(file: &Path) -> Result<()> {
    let failed = || format!("cannot touch `{}`", file.display());
    let opened = fs::File::options()
        .append(true)
        .open(file)
        .with_context(failed)?;
    opened.set_modified(SystemTime::now()).with_context(failed)
}
