//! From the start of the process to the end of the first answer.

use std::path::PathBuf;
use std::time::Instant;

use anyhow::Result;

use crate::http::ask;
use crate::implementation::Implementation;
use crate::options::Options;
use crate::report::{Measure, Relative, Report};
use crate::scenario::Scenario;
use crate::stats::{Summary, each_in_turn};
use crate::workerd::{Entry, Service, Workerd, write_config};

const RUNS: usize = 15;

pub(crate) fn measure(options: &Options, report: &mut Report) -> Result<()> {
    let mut times: Vec<(Service, PathBuf, Vec<f64>)> = Vec::new();
    for &implementation in &options.implementations {
        let service = Service::of(Scenario::Hello, implementation, Entry::Direct)?;
        let name = format!("hello-{implementation}");
        let config = write_config(&name, &[service], &options.flags)?;
        time(service, &config)?;
        times.push((service, config, Vec::new()));
    }
    for round in 0..RUNS.max(options.rounds) {
        each_in_turn(&mut times, round, |(service, config, values)| {
            values.push(time(*service, config)?);
            Ok(())
        })?;
    }
    let plain = times
        .iter()
        .find(|(service, ..)| service.implementation == Implementation::Plain);
    let plain = plain
        .map(|(_, _, values)| values.clone())
        .unwrap_or_default();
    for (service, _, values) in times {
        let more = Summary::of(values.iter().zip(&plain).map(|(own, plain)| own - plain));
        let Some(value) = Summary::of(values) else {
            continue;
        };
        let relative = more.map(Relative::Plus);
        report.add(Measure {
            scenario: Scenario::Start,
            metric: "ms",
            implementation: service.implementation,
            value,
            relative,
        });
    }
    Ok(())
}

/// Milliseconds.
fn time(service: Service, config: &std::path::Path) -> Result<f64> {
    let request = Scenario::Hello
        .request()
        .unwrap_or_else(|| crate::http::Request::get("/"));
    let begin = Instant::now();
    let process = Workerd::spawn(config, 1)?;
    ask(process.port(service)?, &request)?;
    Ok(begin.elapsed().as_secs_f64() * 1000.0)
}
