//! What each implementation did in several processes, turn by turn.

use crate::implementation::Implementation;
use crate::report::{Measure, Relative, Report};
use crate::scenario::Scenario;
use crate::stats::Summary;

#[derive(Default)]
pub(crate) struct Samples(Vec<Series>);

struct Series {
    scenario: Scenario,
    metric: &'static str,
    implementation: Implementation,
    /// The values of each process.
    processes: Vec<Vec<f64>>,
}

impl Samples {
    /// Adds what one process did. All implementations have to be given as many values, those of one turn at one place.
    pub(crate) fn add(
        &mut self,
        scenario: Scenario,
        metric: &'static str,
        implementation: Implementation,
        values: Vec<f64>,
    ) {
        match self.position(scenario, metric, implementation) {
            Some(known) => self.0[known].processes.push(values),
            None => self.0.push(Series {
                scenario,
                metric,
                implementation,
                processes: vec![values],
            }),
        }
    }

    fn position(
        &self,
        scenario: Scenario,
        metric: &str,
        implementation: Implementation,
    ) -> Option<usize> {
        let wanted = (scenario, metric, implementation);
        let mut all = self.0.iter();
        all.position(|one| (one.scenario, one.metric, one.implementation) == wanted)
    }

    pub(crate) fn report(&self, report: &mut Report) {
        for series in &self.0 {
            let plain = self.position(series.scenario, series.metric, Implementation::Plain);
            let relative = plain.and_then(|plain| summary(&series.times(&self.0[plain])));
            if let Some(value) = summary(&series.processes) {
                report.add(Measure {
                    scenario: series.scenario,
                    metric: series.metric,
                    implementation: series.implementation,
                    value,
                    relative: relative.map(Relative::Times),
                });
            }
        }
    }
}

impl Series {
    /// The ratios of each turn.
    fn times(&self, plain: &Self) -> Vec<Vec<f64>> {
        let both = self.processes.iter().zip(&plain.processes);
        both.map(|(own, plain)| {
            own.iter()
                .zip(plain)
                .map(|(own, plain)| own / plain)
                .collect()
        })
        .collect()
    }
}

/// Of the medians of processes, as what is peculiar to a process is in all of its values; of one alone, of its values.
fn summary(processes: &[Vec<f64>]) -> Option<Summary> {
    match processes {
        [one] => Summary::of(one.iter().copied()),
        many => Summary::of(many.iter().filter_map(|values| {
            Summary::of(values.iter().copied()).map(|summary| summary.median)
        })),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of_both(samples: &mut Samples, plain: [f64; 3], ours: [f64; 3]) {
        for (implementation, values) in
            [(Implementation::Plain, plain), (Implementation::Ours, ours)]
        {
            samples.add(Scenario::Hello, "req/s", implementation, values.to_vec());
        }
    }

    fn times(samples: &Samples) -> Option<Summary> {
        let mut report = Report::default();
        samples.report(&mut report);
        let measure = report.find(Scenario::Hello, "req/s", Implementation::Ours);
        measure.and_then(Measure::times_of_plain)
    }

    #[test]
    fn turns_of_one_process_count_each() {
        let mut samples = Samples::default();
        of_both(&mut samples, [1.0, 2.0, 4.0], [2.0, 6.0, 4.0]);
        let times = times(&samples).unwrap();
        assert_eq!((times.min, times.median, times.max), (1.0, 2.0, 3.0));
    }

    #[test]
    fn several_processes_count_once_each() {
        let mut samples = Samples::default();
        of_both(&mut samples, [1.0; 3], [7.0, 7.0, 1.0]);
        of_both(&mut samples, [2.0; 3], [8.0, 8.0, 8.0]);
        of_both(&mut samples, [1.0; 3], [0.0, 1.0, 9.0]);
        let times = times(&samples).unwrap();
        assert_eq!((times.min, times.median, times.max), (1.0, 4.0, 7.0));
    }
}
