//! The command line.

use std::path::PathBuf;
use std::time::Duration;

use anyhow::{Context as _, Result, bail};

use crate::implementation::Implementation;
use crate::scenario::Scenario;

const HELP: &str = "\
usage: cargo xtask bench [SCENARIO…] [OPTIONS]

  --only LIST        implementations, comma separated: plain,hono,peer,ours,unwind (default: plain,peer,ours)
  --processes N      processes of the runtime, each with all implementations, one after another (default: 5)
  --rounds N         rounds of load for each process (default: 40)
  --seconds S        length of a round (default: 0.05)
  --warm-up S        load before the first round, for each process (default: 3)
  --connections N    connections, each with one request in flight (default: 4)
  --flags LIST       compatibility flags of all workers, or `none` (default: enable_request_signal)
  --no-build         take the workers of the last run
  --json FILE        write the measurements to a file, too
  --check            fail when a target is missed";

fn help() -> String {
    let names = Scenario::ALL.map(Scenario::name).join(" ");
    format!("{HELP}\n\nscenarios (default: all): {names}")
}

#[derive(Debug)]
pub(crate) struct Options {
    pub(crate) scenarios: Vec<Scenario>,
    pub(crate) implementations: Vec<Implementation>,
    pub(crate) processes: usize,
    pub(crate) rounds: usize,
    pub(crate) seconds: Duration,
    pub(crate) warm_up: Duration,
    pub(crate) connections: usize,
    pub(crate) flags: Vec<String>,
    pub(crate) build: bool,
    pub(crate) json: Option<PathBuf>,
    pub(crate) check: bool,
}

impl Options {
    pub(crate) fn from_arguments(arguments: impl Iterator<Item = String>) -> Result<Self> {
        let mut options = Self {
            scenarios: Vec::new(),
            implementations: vec![
                Implementation::Plain,
                Implementation::Peer,
                Implementation::Ours,
            ],
            processes: 5,
            rounds: 40,
            seconds: Duration::from_millis(50),
            warm_up: Duration::from_secs(3),
            connections: 4,
            flags: vec!["enable_request_signal".to_owned()],
            build: true,
            json: None,
            check: false,
        };
        let mut arguments = arguments;
        while let Some(argument) = arguments.next() {
            options.take(&argument, &mut arguments)?;
        }
        if options.scenarios.is_empty() {
            options.scenarios = Scenario::ALL.to_vec();
        }
        Ok(options)
    }

    fn take(&mut self, argument: &str, rest: &mut impl Iterator<Item = String>) -> Result<()> {
        let mut value = || {
            rest.next()
                .with_context(|| format!("`{argument}` needs a value"))
        };
        match argument {
            "--only" => self.implementations = implementations(&value()?)?,
            "--processes" => self.processes = number(argument, &value()?)?,
            "--rounds" => self.rounds = number(argument, &value()?)?,
            "--seconds" => self.seconds = seconds(argument, &value()?)?,
            "--warm-up" => self.warm_up = seconds(argument, &value()?)?,
            "--connections" => self.connections = number(argument, &value()?)?,
            "--flags" => self.flags = flags(&value()?),
            "--json" => self.json = Some(value()?.into()),
            "--no-build" => self.build = false,
            "--check" => self.check = true,
            "--help" | "-h" => {
                println!("{}", help());
                std::process::exit(0);
            }
            name => match Scenario::ALL
                .into_iter()
                .find(|scenario| scenario.name() == name)
            {
                Some(scenario) => self.scenarios.push(scenario),
                None => bail!("no scenario or option `{name}`\n\n{}", help()),
            },
        }
        Ok(())
    }
}

fn seconds(option: &str, value: &str) -> Result<Duration> {
    let time = Duration::try_from_secs_f64(number(option, value)?)?;
    if time.is_zero() {
        bail!("`{option}` needs a time, not `{value}`");
    }
    Ok(time)
}

fn number<T: std::str::FromStr>(option: &str, value: &str) -> Result<T> {
    value
        .parse()
        .ok()
        .with_context(|| format!("`{option}` needs a number, not `{value}`"))
}

fn flags(list: &str) -> Vec<String> {
    let named = list.split(',').filter(|&flag| flag != "none");
    named.map(str::to_owned).collect()
}

/// Always with plain JavaScript, which the others are compared with.
fn implementations(list: &str) -> Result<Vec<Implementation>> {
    let named = |name: &str| {
        let found = Implementation::ALL
            .into_iter()
            .find(|known| known.name() == name);
        found.with_context(|| {
            format!("no implementation `{name}`; there are plain, hono, peer, ours, unwind")
        })
    };
    let mut chosen = list.split(',').map(named).collect::<Result<Vec<_>>>()?;
    chosen.push(Implementation::Plain);
    chosen.sort();
    chosen.dedup();
    Ok(chosen)
}
