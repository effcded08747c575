//! The handler's own time: calls in a loop inside one request.

use anyhow::{Context as _, Result, bail};

use crate::Processes;
use crate::http::{Request, ask};
use crate::implementation::Implementation;
use crate::options::Options;
use crate::report::{Measure, Relative, Report};
use crate::scenario::Scenario;
use crate::stats::{Summary, each_in_turn};
use crate::workerd::{Entry, Workerd};

const MILLISECONDS: &str = "50";
const ROUNDS: usize = 11;

/// Awaits in one call, so many that the rest of the call does not count.
const AWAITS: &str = "2000";

pub(crate) fn measure(
    options: &Options,
    scenario: Scenario,
    processes: &Processes,
    report: &mut Report,
) -> Result<()> {
    let Some(request) = request(scenario) else {
        return Ok(());
    };
    let mut times: Vec<(Implementation, Vec<f64>)> = Vec::new();
    for (&implementation, process) in processes {
        time(scenario, process, &request)?;
        times.push((implementation, Vec::new()));
    }
    for round in 0..ROUNDS.max(options.rounds) {
        each_in_turn(&mut times, round, |(implementation, values)| {
            values.push(time(scenario, &processes[implementation], &request)?);
            Ok(())
        })?;
    }
    let plain = times
        .iter()
        .find(|(implementation, _)| *implementation == Implementation::Plain);
    let plain = plain.map(|(_, values)| values.as_slice());
    for (implementation, values) in &times {
        let Some(value) = Summary::of(values.iter().copied()) else {
            continue;
        };
        let ratios = |plain: &[f64]| Summary::of(values.iter().zip(plain).map(|(own, p)| own / p));
        let relative = plain.and_then(ratios).map(Relative::Times);
        report.add(Measure {
            scenario,
            metric: "inner µs",
            implementation: *implementation,
            value,
            relative,
        });
    }
    Ok(())
}

fn request(scenario: Scenario) -> Option<Request> {
    let request = match scenario {
        Scenario::Hello
        | Scenario::Headers
        | Scenario::Json
        | Scenario::LargeJson
        | Scenario::Html
        | Scenario::Routes
        | Scenario::Axum
        | Scenario::AxumJson => scenario.request()?,
        Scenario::Await => Request::get("/await")
            .header("x-count", AWAITS)
            .header("x-steps", "1"),
        Scenario::Rows => Request::get("/rows"),
        _ => return None,
    };
    Some(request.header("x-milliseconds", MILLISECONDS))
}

/// Microseconds of one call, of one `await`, or of fifty rows.
fn time(scenario: Scenario, process: &Workerd, request: &Request) -> Result<f64> {
    let call = call(scenario, process, request)?;
    Ok(match scenario {
        Scenario::Await => call / AWAITS.parse::<f64>()?,
        Scenario::Rows => {
            let without = Request::get("/no-rows").header("x-milliseconds", MILLISECONDS);
            call - self::call(scenario, process, &without)?
        }
        _ => call,
    })
}

fn call(scenario: Scenario, process: &Workerd, request: &Request) -> Result<f64> {
    let worker = scenario.worker().context("a scenario without a worker")?;
    let answer = ask(process.port(worker, Entry::Loop)?, request)?;
    if answer.status != 200 {
        bail!("the loop failed: {}", String::from_utf8_lossy(&answer.body));
    }
    let answer: serde_json::Value = serde_json::from_slice(&answer.body)?;
    answer["microseconds"]
        .as_f64()
        .context("the loop did not say how long it took")
}
