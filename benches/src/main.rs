//! Compares the same worker written in plain JavaScript, with the `worker` crate and with this SDK.
//!
//! See `README.md`.

mod build_time;
mod http;
mod implementation;
mod inner;
mod load;
mod options;
mod paths;
mod prepare;
mod report;
mod samples;
mod scenario;
mod size;
mod start;
mod stats;
mod targets;
mod websocket;
mod workerd;

use std::process::ExitCode;

use anyhow::Result;

use options::Options;
use report::Report;
use samples::Samples;
use scenario::Scenario;
use workerd::Workerd;

fn main() -> ExitCode {
    match Options::from_arguments(std::env::args().skip(1)).and_then(|options| run(&options)) {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::FAILURE,
        Err(error) => {
            eprintln!("error: {error:#}");
            ExitCode::FAILURE
        }
    }
}

/// Whether all targets were met, if they were to be checked.
fn run(options: &Options) -> Result<bool> {
    prepare::all(options)?;
    let mut report = Report::default();
    measure_requests(options, &mut report)?;
    for scenario in &options.scenarios {
        match scenario {
            Scenario::Start => start::measure(options, &mut report)?,
            Scenario::Size => size::measure(options, &mut report)?,
            Scenario::Build => build_time::measure(options, &mut report)?,
            _ => {}
        }
    }
    report.print(&options.implementations);
    if let Some(file) = &options.json {
        report.write_json(file)?;
    }
    Ok(!options.check || targets::check(&report))
}

fn measure_requests(options: &Options, report: &mut Report) -> Result<()> {
    for simulated in [false, true] {
        let scenarios = options.scenarios.iter().copied();
        let scenarios: Vec<_> = scenarios
            .filter(|scenario| {
                let worker = scenario.worker();
                worker.is_some_and(|worker| worker.is_simulated() == simulated)
            })
            .collect();
        if !scenarios.is_empty() {
            let mut samples = Samples::default();
            for process in 0..options.processes {
                eprintln!("process {} of {}", process + 1, options.processes);
                let process = start(options, simulated)?;
                measure_on(options, &scenarios, &process, &mut samples)?;
            }
            samples.report(report);
        }
    }
    Ok(())
}

/// All implementations in one process: two of one worker differ by more than most of what is measured.
fn start(options: &Options, simulated: bool) -> Result<Workerd> {
    let start = match simulated {
        true => Workerd::with_simulators,
        false => Workerd::start,
    };
    start(&options.implementations, &options.flags)
}

fn measure_on(
    options: &Options,
    scenarios: &[Scenario],
    process: &Workerd,
    samples: &mut Samples,
) -> Result<()> {
    for scenario in scenarios {
        if let Some(request) = scenario.request() {
            load::measure(options, *scenario, &request, process, samples)?;
        }
        inner::measure(options, *scenario, process, samples)?;
    }
    Ok(())
}
