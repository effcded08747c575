//! What this SDK promises about its speed.

use crate::implementation::Implementation;
use crate::report::{Relative, Report};
use crate::scenario::{Scenario, Worker};

struct Target {
    scenario: Scenario,
    metric: &'static str,
    bound: Bound,
}

enum Bound {
    TimesAtLeast(f64),
    TimesAtMost(f64),
    PlusAtMost(f64),
    AtMost(f64),
}

use Bound::{AtMost, PlusAtMost, TimesAtLeast, TimesAtMost};

const TARGETS: [Target; 31] = [
    target(Scenario::Hello, "req/s", TimesAtLeast(0.96)),
    target(Scenario::Headers, "req/s", TimesAtLeast(0.97)),
    target(Scenario::Json, "req/s", TimesAtLeast(0.95)),
    target(Scenario::LargeJson, "req/s", TimesAtLeast(0.93)),
    target(Scenario::Html, "req/s", TimesAtLeast(1.25)),
    target(Scenario::Routes, "req/s", TimesAtLeast(1.0)),
    target(Scenario::Passthrough, "req/s", TimesAtLeast(0.98)),
    target(Scenario::Stream, "req/s", TimesAtLeast(0.98)),
    target(Scenario::Proxy, "req/s", TimesAtLeast(0.98)),
    target(Scenario::Digest, "req/s", TimesAtLeast(0.97)),
    target(Scenario::Rewrite, "req/s", TimesAtLeast(0.9)),
    target(Scenario::Events, "req/s", TimesAtLeast(0.9)),
    target(Scenario::Hello, "inner µs", TimesAtMost(1.15)),
    target(Scenario::Await, "inner µs", AtMost(0.6)),
    target(Scenario::Rows, "inner µs", AtMost(7.0)),
    target(Scenario::KvGet, "cpu µs", TimesAtMost(1.03)),
    target(Scenario::KvPut, "cpu µs", TimesAtMost(1.03)),
    target(Scenario::D1Rows, "cpu µs", TimesAtMost(1.03)),
    target(Scenario::D1Insert, "cpu µs", TimesAtMost(1.03)),
    target(Scenario::R2Get, "cpu µs", TimesAtMost(1.03)),
    target(Scenario::Object, "cpu µs", TimesAtMost(1.03)),
    target(Scenario::ObjectSql, "cpu µs", TimesAtMost(1.03)),
    target(Scenario::WebSocket, "cpu µs", TimesAtMost(1.03)),
    target(Scenario::Service, "cpu µs", TimesAtMost(1.03)),
    target(Scenario::Rpc, "cpu µs", TimesAtMost(1.03)),
    target(Scenario::Queue, "cpu µs", TimesAtMost(1.03)),
    target(Scenario::Start, "ms", PlusAtMost(1.5)),
    target(Scenario::Size, "hello gzip KB", AtMost(14.0)),
    target(Scenario::Build, "clean s", AtMost(15.0)),
    target(Scenario::Build, "touched s", AtMost(2.0)),
    target(Scenario::Build, "dev touched s", AtMost(1.5)),
];

const fn target(scenario: Scenario, metric: &'static str, bound: Bound) -> Target {
    Target {
        scenario,
        metric,
        bound,
    }
}

/// Prints each target whose scenario was measured; whether all of them were met.
pub(crate) fn check(report: &Report) -> bool {
    println!();
    let mut met = true;
    for Target {
        scenario,
        metric,
        bound,
    } in &TARGETS
    {
        let Some(measure) = report.find(*scenario, metric, Implementation::Ours) else {
            continue;
        };
        let (got, wanted, ok) = bound.compare(measure.value.median, measure.relative);
        let word = if ok { "met   " } else { "missed" };
        println!(
            "{word}  {} {metric}: {got}, wanted {wanted}",
            scenario.name()
        );
        met &= ok;
    }
    met & check_peer(report) & check_axum(report)
}

/// An application of axum takes at most 1 / 1.4 of the processor time that it takes with the `worker` crate.
fn check_axum(report: &Report) -> bool {
    let mut met = true;
    for scenario in [Scenario::Axum, Scenario::AxumJson] {
        let cpu = |implementation| report.find(scenario, "cpu µs", implementation);
        let Some((ours, peer)) = cpu(Implementation::Ours).zip(cpu(Implementation::Peer)) else {
            continue;
        };
        let times = peer.value.min / ours.value.min;
        let word = if times >= 1.4 { "met   " } else { "missed" };
        println!(
            "{word}  {} cpu µs: the `worker` crate takes {times:.2}x, wanted at least 1.4x",
            scenario.name()
        );
        met &= times >= 1.4;
    }
    met
}

/// Requests that use storage take less processor time than with the `worker` crate, if that was measured too.
fn check_peer(report: &Report) -> bool {
    let mut met = true;
    for scenario in Scenario::ALL {
        if !scenario.worker().is_some_and(Worker::is_simulated) {
            continue;
        }
        let cpu = |implementation| report.find(scenario, "cpu µs", implementation);
        let Some((ours, peer)) = cpu(Implementation::Ours).zip(cpu(Implementation::Peer)) else {
            continue;
        };
        let (ours, peer) = (ours.value.min, peer.value.min);
        let word = if ours < peer { "met   " } else { "missed" };
        println!(
            "{word}  {} cpu µs: {ours:.1}, wanted less than the {peer:.1} of the `worker` crate",
            scenario.name()
        );
        met &= ours < peer;
    }
    met
}

impl Bound {
    fn compare(&self, value: f64, relative: Option<Relative>) -> (String, String, bool) {
        let (times, plus) = match relative {
            Some(Relative::Times(times)) => (times.median, f64::NAN),
            Some(Relative::Plus(plus)) => (f64::NAN, plus.median),
            None => (f64::NAN, f64::NAN),
        };
        match *self {
            TimesAtLeast(bound) => (
                format!("{times:.3}x"),
                format!("at least {bound}x"),
                times >= bound,
            ),
            TimesAtMost(bound) => (
                format!("{times:.3}x"),
                format!("at most {bound}x"),
                times <= bound,
            ),
            PlusAtMost(bound) => (
                format!("{plus:+.2}"),
                format!("at most +{bound}"),
                plus <= bound,
            ),
            AtMost(bound) => (
                format!("{value:.2}"),
                format!("at most {bound}"),
                value <= bound,
            ),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::stats::Summary;

    #[test]
    fn a_missing_comparison_misses_its_target() {
        assert!(!TimesAtLeast(0.9).compare(1.0, None).2);
        assert!(!PlusAtMost(1.0).compare(0.0, None).2);
    }

    #[test]
    fn bounds_are_inclusive() {
        let times = Some(Relative::Times(Summary::one(0.96)));
        assert!(TimesAtLeast(0.96).compare(0.0, times).2);
        assert!(!TimesAtLeast(0.97).compare(0.0, times).2);
        assert!(AtMost(0.6).compare(0.6, None).2);
        assert!(!AtMost(0.6).compare(0.61, None).2);
    }
}
