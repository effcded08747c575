//! The handler's own time: calls in a loop inside one request.

use anyhow::{Context as _, Result, bail};

use crate::http::{Request, ask};
use crate::implementation::Implementation;
use crate::options::Options;
use crate::samples::Samples;
use crate::scenario::Scenario;
use crate::stats::each_in_turn;
use crate::workerd::{Entry, Service, Workerd};

const MILLISECONDS: &str = "50";
const ROUNDS: usize = 11;

/// Awaits in one call, so many that the rest of the call does not count.
const AWAITS: &str = "2000";

pub(crate) fn measure(
    options: &Options,
    scenario: Scenario,
    process: &Workerd,
    samples: &mut Samples,
) -> Result<()> {
    let Some(request) = request(scenario) else {
        return Ok(());
    };
    let mut times: Vec<(Implementation, Vec<f64>)> = Vec::new();
    for &implementation in &options.implementations {
        time(scenario, implementation, process, &request)?;
        times.push((implementation, Vec::new()));
    }
    for round in 0..ROUNDS.max(options.rounds) {
        each_in_turn(&mut times, round, |(implementation, values)| {
            values.push(time(scenario, *implementation, process, &request)?);
            Ok(())
        })?;
    }
    for (implementation, values) in times {
        samples.add(scenario, "inner µs", implementation, values);
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
fn time(
    scenario: Scenario,
    implementation: Implementation,
    process: &Workerd,
    request: &Request,
) -> Result<f64> {
    let port = process.port(Service::of(scenario, implementation, Entry::Loop)?)?;
    let call = call(port, request)?;
    Ok(match scenario {
        Scenario::Await => call / AWAITS.parse::<f64>()?,
        Scenario::Rows => {
            let without = Request::get("/no-rows").header("x-milliseconds", MILLISECONDS);
            call - self::call(port, &without)?
        }
        _ => call,
    })
}

fn call(port: u16, request: &Request) -> Result<f64> {
    let answer = ask(port, request)?;
    if answer.status != 200 {
        bail!("the loop failed: {}", String::from_utf8_lossy(&answer.body));
    }
    let answer: serde_json::Value = serde_json::from_slice(&answer.body)?;
    answer["microseconds"]
        .as_f64()
        .context("the loop did not say how long it took")
}
