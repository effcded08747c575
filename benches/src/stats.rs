//! Several measurements of one thing.

use anyhow::Result;

/// Measures each once, the first of them another one each time, and backwards as often as forwards: what one leaves to
/// the process, such as garbage, is part of the time of the next.
pub(crate) fn each_in_turn<T>(
    all: &mut [T],
    round: usize,
    mut measure: impl FnMut(&mut T) -> Result<()>,
) -> Result<()> {
    let (shift, count) = (round % all.len(), all.len());
    let is_backwards = round / count % 2 == 1;
    (0..count).try_for_each(|turn| {
        let turn = if is_backwards { count - 1 - turn } else { turn };
        measure(&mut all[(shift + turn) % count])
    })
}

/// The median lies between `low` and `high` with a probability of 95 %, however the values are distributed.
#[derive(Clone, Copy, PartialEq, Debug)]
pub(crate) struct Summary {
    pub(crate) median: f64,
    pub(crate) low: f64,
    pub(crate) high: f64,
    pub(crate) min: f64,
    pub(crate) max: f64,
}

impl Summary {
    /// `None` if there are no values.
    pub(crate) fn of(values: impl IntoIterator<Item = f64>) -> Option<Self> {
        let mut values: Vec<f64> = values.into_iter().collect();
        values.sort_by(f64::total_cmp);
        let (min, max) = (*values.first()?, *values.last()?);
        let middle = values.len() / 2;
        let median = match values.len() % 2 {
            1 => values[middle],
            _ => (values[middle - 1] + values[middle]) / 2.0,
        };
        let outside = outside(values.len());
        Some(Self {
            median,
            low: values[outside],
            high: values[values.len() - 1 - outside],
            min,
            max,
        })
    }

    pub(crate) fn one(value: f64) -> Self {
        Self {
            median: value,
            low: value,
            high: value,
            min: value,
            max: value,
        }
    }
}

/// How many values lie below the interval of the median, and as many above: each value is above the median or below it
/// like a coin that falls, so their number is that of heads.
fn outside(values: usize) -> usize {
    let values = values as f64;
    let rank = (values - 1.96 * values.sqrt()) / 2.0;
    rank.floor().max(0.0) as usize
}

#[cfg(test)]
mod tests {
    use super::{Summary, each_in_turn, outside};

    #[test]
    fn nobody_follows_one_of_the_others_always() {
        let mut order = Vec::new();
        for round in 0..12 {
            let mut all = ["plain", "peer", "ours"];
            let turn = each_in_turn(&mut all, round, |one| {
                order.push(*one);
                Ok(())
            });
            assert!(turn.is_ok());
        }
        let follows = |last, next| order.windows(2).filter(|two| *two == [last, next]).count();
        assert_eq!((follows("plain", "ours"), follows("peer", "ours")), (6, 6));
        assert_eq!((follows("ours", "plain"), follows("peer", "plain")), (5, 4));
    }

    #[test]
    fn the_interval_of_the_median_grows_narrow_with_more_values() {
        assert_eq!([0, 1, 3, 10, 100, 400].map(outside), [0, 0, 0, 1, 40, 180]);
        let values = (0..100).map(f64::from);
        let summary = Summary::of(values).map(|s| (s.low, s.median, s.high));
        assert_eq!(summary, Some((40.0, 49.5, 59.0)));
    }

    #[test]
    fn the_median_is_the_middle_or_between_the_two_middles() {
        assert_eq!(Summary::of([]), None);
        assert_eq!(Summary::of([3.0, 1.0, 2.0]).map(|s| s.median), Some(2.0));
        assert_eq!(
            Summary::of([4.0, 1.0, 2.0, 3.0]).map(|s| s.median),
            Some(2.5)
        );
    }
}
