//! Requests over kept-alive connections, in rounds that take turns.

use std::time::{Duration, Instant};

use anyhow::{Context as _, Result, bail};

use crate::http::{Answer, Connection, Request, ask};
use crate::implementation::Implementation;
use crate::options::Options;
use crate::samples::Samples;
use crate::scenario::Scenario;
use crate::stats::each_in_turn;
use crate::workerd::{Entry, Service, Workerd};

/// What must be the same in all answers, besides status and body.
const COMPARED: [&str; 10] = [
    "content-type",
    "cache-control",
    "content-language",
    "etag",
    "referrer-policy",
    "x-content-type-options",
    "x-request-id",
    "x-served-by",
    "x-tenant",
    "location",
];

struct Round {
    per_second: f64,
    cpu_micros: f64,
}

pub(crate) fn measure(
    options: &Options,
    scenario: Scenario,
    request: &Request,
    process: &Workerd,
    samples: &mut Samples,
) -> Result<()> {
    let implementations = options.implementations.iter().copied();
    let implementations: Vec<_> = implementations
        .filter(|implementation| scenario.is_possible(*implementation))
        .collect();
    let length = check_answers(scenario, request, &implementations, process)?;
    let mut lanes = Vec::new();
    for implementation in implementations {
        let port = port(scenario, implementation, process)?;
        lanes.push(Lane::open(
            options,
            request,
            implementation,
            process,
            port,
            length,
        )?);
    }
    // In turns, too: the runtime closes connections that wait for long.
    let warm_up = options.warm_up.as_secs_f64() / options.seconds.as_secs_f64();
    for round in 0..warm_up.ceil().max(1.0) as usize {
        each_in_turn(&mut lanes, round, |lane| {
            lane.run(options.seconds).map(drop)
        })?;
    }
    for round in 0..options.rounds {
        let (name, rounds) = (scenario.name(), options.rounds);
        eprint!("\r{name}: round {} of {rounds} ", round + 1);
        each_in_turn(&mut lanes, round, |lane| {
            let done = lane.run(options.seconds)?;
            lane.rounds.push(done);
            Ok(())
        })?;
    }
    eprintln!();
    for lane in lanes {
        let mut add = |metric, value: fn(&Round) -> f64| {
            let values = lane.rounds.iter().map(value).collect();
            samples.add(scenario, metric, lane.implementation, values);
        };
        add("req/s", |round| round.per_second);
        add("cpu µs", |round| round.cpu_micros);
    }
    Ok(())
}

fn port(scenario: Scenario, implementation: Implementation, process: &Workerd) -> Result<u16> {
    process.port(Service::of(scenario, implementation, Entry::Direct)?)
}

/// Fails unless every implementation gives the same answer; returns the length of its body.
fn check_answers(
    scenario: Scenario,
    request: &Request,
    implementations: &[Implementation],
    process: &Workerd,
) -> Result<usize> {
    let mut expected: Option<(Implementation, Answer)> = None;
    for &implementation in implementations {
        let answer = ask(port(scenario, implementation, process)?, request)
            .with_context(|| format!("`{implementation}` did not answer"))?;
        match &expected {
            None => expected = Some((implementation, answer)),
            Some((first, same)) => {
                if let Some(difference) = difference(same, &answer) {
                    bail!(
                        "`{}` is answered differently by `{first}` and `{implementation}`: {difference}",
                        scenario.name()
                    );
                }
            }
        }
    }
    let (_, answer) = expected.context("nothing to measure")?;
    if answer.status != 200 {
        bail!(
            "`{}` is answered with status {}",
            scenario.name(),
            answer.status
        );
    }
    Ok(answer.body.len())
}

fn difference(a: &Answer, b: &Answer) -> Option<String> {
    if a.status != b.status {
        return Some(format!("status {} and {}", a.status, b.status));
    }
    if a.body != b.body {
        return Some(format!(
            "bodies of {} and {} bytes",
            a.body.len(),
            b.body.len()
        ));
    }
    let value = |answer: &Answer, name: &str| answer.header(name).map(plainly);
    let differs = |name: &&str| value(a, name) != value(b, name);
    let name = COMPARED.into_iter().find(differs)?;
    Some(format!(
        "header `{name}`: {:?} and {:?}",
        a.header(name),
        b.header(name)
    ))
}

/// `text/plain; charset=utf-8` and `text/plain;charset=UTF-8` mean the same.
fn plainly(value: &str) -> String {
    value.replace("; ", ";").to_ascii_lowercase()
}

/// One implementation under load.
struct Lane<'a> {
    implementation: Implementation,
    process: &'a Workerd,
    connections: Vec<Connection>,
    length: usize,
    rounds: Vec<Round>,
}

impl<'a> Lane<'a> {
    fn open(
        options: &Options,
        request: &Request,
        implementation: Implementation,
        process: &'a Workerd,
        port: u16,
        length: usize,
    ) -> Result<Self> {
        let connections = (0..options.connections)
            .map(|_| Connection::open(port, request))
            .collect::<Result<_>>()?;
        Ok(Self {
            implementation,
            process,
            connections,
            length,
            rounds: Vec::new(),
        })
    }

    /// Keeps one request in flight on every connection.
    fn run(&mut self, duration: Duration) -> Result<Round> {
        let before = self.process.cpu()?;
        let begin = Instant::now();
        let mut requests = 0_u32;
        for connection in &mut self.connections {
            connection.send()?;
        }
        while begin.elapsed() < duration {
            for connection in &mut self.connections {
                receive(connection, self.length)?;
                connection.send()?;
                requests += 1;
            }
        }
        for connection in &mut self.connections {
            receive(connection, self.length)?;
            requests += 1;
        }
        let wall = begin.elapsed();
        let cpu = self.process.cpu()?.saturating_sub(before);
        let requests = f64::from(requests);
        Ok(Round {
            per_second: requests / wall.as_secs_f64(),
            cpu_micros: cpu.as_secs_f64() * 1e6 / requests,
        })
    }
}

fn receive(connection: &mut Connection, length: usize) -> Result<()> {
    match connection.receive_unread()? {
        (200, got) if got == length => Ok(()),
        (status, got) => {
            bail!("status {status} with {got} bytes under load, expected 200 with {length}")
        }
    }
}
