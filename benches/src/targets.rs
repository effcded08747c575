//! What this SDK promises about its speed.

use crate::implementation::Implementation;
use crate::report::{Measure, Report};
use crate::scenario::Scenario;
use crate::stats::Summary;

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

/// What a measurement says of a target.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Verdict {
    Met,
    /// Missed, but the target is within the interval of what was measured.
    Unsure,
    Missed,
}

impl Verdict {
    fn print(self, text: &str) -> bool {
        let word = match self {
            Self::Met => "met   ",
            Self::Unsure => "unsure",
            Self::Missed => "missed",
        };
        println!("{word}  {text}");
        self == Self::Met
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
        let (verdict, got, wanted) = bound.judge(measure);
        let name = scenario.name();
        met &= verdict.print(&format!("{name} {metric}: {got}, wanted {wanted}"));
    }
    for scenario in Scenario::ALL {
        met &= check_peer(report, scenario).unwrap_or(true);
    }
    met
}

/// Compares processor time with the `worker` crate, if that was measured too: an application of axum takes at most
/// 1 / 1.4 of its time, and whatever uses storage takes less.
fn check_peer(report: &Report, scenario: Scenario) -> Option<bool> {
    let wanted = match scenario {
        Scenario::Axum | Scenario::AxumJson => 1.4,
        _ if scenario.worker()?.is_simulated() => 1.0,
        _ => return None,
    };
    let cpu = |implementation| {
        let measure = report.find(scenario, "cpu µs", implementation)?;
        measure.times_of_plain()
    };
    let times = cpu(Implementation::Peer)?.median / cpu(Implementation::Ours)?.median;
    let verdict = if times >= wanted {
        Verdict::Met
    } else {
        Verdict::Missed
    };
    let name = scenario.name();
    Some(verdict.print(&format!(
        "{name} cpu µs: the `worker` crate takes {times:.2}x, wanted at least {wanted}x"
    )))
}

impl Bound {
    fn judge(&self, measure: &Measure) -> (Verdict, String, String) {
        let (bound, values, least, text) = match *self {
            TimesAtLeast(bound) => (bound, measure.times_of_plain(), true, "x"),
            TimesAtMost(bound) => (bound, measure.times_of_plain(), false, "x"),
            PlusAtMost(bound) => (bound, measure.more_than_plain(), false, " more"),
            AtMost(bound) => (bound, Some(measure.value), false, ""),
        };
        let wanted = if least { "at least" } else { "at most" };
        let wanted = format!("{wanted} {bound}{text}");
        let Some(Summary {
            median, low, high, ..
        }) = values
        else {
            return (Verdict::Missed, "not compared".to_owned(), wanted);
        };
        let holds = |value: f64| {
            if least {
                value >= bound
            } else {
                value <= bound
            }
        };
        let verdict = match (holds(median), holds(if least { high } else { low })) {
            (true, _) => Verdict::Met,
            (false, true) => Verdict::Unsure,
            (false, false) => Verdict::Missed,
        };
        let got = format!("{median:.3}{text} ({low:.3} to {high:.3})");
        (verdict, got, wanted)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::Relative;

    fn measure(relative: Option<Relative>) -> Measure {
        Measure {
            scenario: Scenario::Hello,
            metric: "req/s",
            implementation: Implementation::Ours,
            value: Summary::one(0.6),
            relative,
        }
    }

    #[test]
    fn a_missing_comparison_misses_its_target() {
        assert_eq!(TimesAtLeast(0.9).judge(&measure(None)).0, Verdict::Missed);
        assert_eq!(PlusAtMost(1.0).judge(&measure(None)).0, Verdict::Missed);
    }

    #[test]
    fn bounds_are_inclusive() {
        let times = measure(Some(Relative::Times(Summary::one(0.96))));
        assert_eq!(TimesAtLeast(0.96).judge(&times).0, Verdict::Met);
        assert_eq!(TimesAtLeast(0.97).judge(&times).0, Verdict::Missed);
        assert_eq!(AtMost(0.6).judge(&times).0, Verdict::Met);
        assert_eq!(AtMost(0.59).judge(&times).0, Verdict::Missed);
    }

    #[test]
    fn what_only_the_interval_reaches_is_unsure() {
        let summary = Summary {
            low: 0.9,
            high: 1.1,
            ..Summary::one(1.0)
        };
        let times = measure(Some(Relative::Times(summary)));
        assert_eq!(TimesAtMost(0.95).judge(&times).0, Verdict::Unsure);
        assert_eq!(TimesAtLeast(1.05).judge(&times).0, Verdict::Unsure);
        assert_eq!(TimesAtMost(0.85).judge(&times).0, Verdict::Missed);
        assert_eq!(TimesAtLeast(1.15).judge(&times).0, Verdict::Missed);
    }
}
