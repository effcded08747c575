//! The measurements, for people and for programs.

use std::path::Path;

use anyhow::{Context as _, Result};
use serde_json::{Value, json};

use crate::implementation::Implementation;
use crate::scenario::Scenario;
use crate::stats::Summary;

const WIDTH: usize = 46;

#[derive(Clone, Copy, Debug)]
pub(crate) struct Measure {
    pub(crate) scenario: Scenario,
    pub(crate) metric: &'static str,
    pub(crate) implementation: Implementation,
    pub(crate) value: Summary,
    pub(crate) relative: Option<Relative>,
}

/// A measurement beside the same one of plain JavaScript.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Relative {
    Times(Summary),
    Plus(Summary),
}

impl Measure {
    /// How many times the value of plain JavaScript.
    pub(crate) fn times_of_plain(&self) -> Option<Summary> {
        match self.relative? {
            Relative::Times(times) => Some(times),
            Relative::Plus(_) => None,
        }
    }

    /// How much more than the value of plain JavaScript.
    pub(crate) fn more_than_plain(&self) -> Option<Summary> {
        match self.relative? {
            Relative::Plus(plus) => Some(plus),
            Relative::Times(_) => None,
        }
    }
}

#[derive(Default, Debug)]
pub(crate) struct Report {
    measures: Vec<Measure>,
}

impl Report {
    pub(crate) fn add(&mut self, measure: Measure) {
        self.measures.push(measure);
    }

    pub(crate) fn find(
        &self,
        scenario: Scenario,
        metric: &str,
        implementation: Implementation,
    ) -> Option<&Measure> {
        self.measures.iter().find(|measure| {
            (measure.scenario, measure.metric, measure.implementation)
                == (scenario, metric, implementation)
        })
    }

    /// A line for each metric, a column for each implementation.
    pub(crate) fn print(&self, implementations: &[Implementation]) {
        print!("\n{:<12}{:<16}", "scenario", "metric");
        implementations
            .iter()
            .for_each(|name| print!("{name:<WIDTH$}"));
        println!();
        let mut done = Vec::new();
        for measure in &self.measures {
            let row = (measure.scenario, measure.metric);
            if done.contains(&row) {
                continue;
            }
            done.push(row);
            print!("{:<12}{:<16}", row.0.name(), row.1);
            for &implementation in implementations {
                let cell = self.find(row.0, row.1, implementation).map(cell);
                print!("{:<WIDTH$}", cell.unwrap_or_else(|| "–".into()));
            }
            println!();
        }
    }

    pub(crate) fn write_json(&self, file: &Path) -> Result<()> {
        let all: Vec<Value> = self.measures.iter().map(to_json).collect();
        let text = serde_json::to_string_pretty(&all)? + "\n";
        std::fs::write(file, text).with_context(|| format!("could not write `{}`", file.display()))
    }
}

fn cell(measure: &Measure) -> String {
    let value = &measure.value;
    let own = match measure.implementation {
        Implementation::Plain => return spread(value),
        _ => short(value.median),
    };
    match measure.relative {
        Some(Relative::Times(times)) => {
            format!(
                "{:.2}x ({:.2}–{:.2}) [{:.2}–{:.2}] {own}",
                times.median, times.low, times.high, times.min, times.max
            )
        }
        Some(Relative::Plus(plus)) => {
            format!(
                "{:+.1} ({:+.1}…{:+.1}) [{:+.1}…{:+.1}] {own}",
                plus.median, plus.low, plus.high, plus.min, plus.max
            )
        }
        None => spread(value),
    }
}

fn spread(value: &Summary) -> String {
    if value.min < value.max {
        let [median, min, max] = [value.median, value.min, value.max].map(short);
        format!("{median} [{min}–{max}]")
    } else {
        short(value.median)
    }
}

fn short(value: f64) -> String {
    match value.abs() {
        100.0.. => format!("{value:.0}"),
        10.0.. => format!("{value:.1}"),
        _ => format!("{value:.2}"),
    }
}

fn to_json(measure: &Measure) -> Value {
    let summary = |s: Summary| json!({ "median": s.median, "low": s.low, "high": s.high, "min": s.min, "max": s.max });
    let relative = match measure.relative {
        Some(Relative::Times(times)) => json!({ "times": summary(times) }),
        Some(Relative::Plus(plus)) => json!({ "plus": summary(plus) }),
        None => Value::Null,
    };
    json!({
        "scenario": measure.scenario.name(),
        "metric": measure.metric,
        "implementation": measure.implementation.name(),
        "value": summary(measure.value),
        "relativeToPlain": relative,
    })
}
