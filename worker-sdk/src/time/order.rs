//! The order of points in time, in which an invalid one has a place, too.

use std::cmp::Ordering;
use std::hash::{Hash, Hasher};

use super::Timestamp;

impl PartialEq for Timestamp {
    #[inline]
    fn eq(&self, other: &Self) -> bool {
        self.0 == other.0 || (self.0.is_nan() && other.0.is_nan())
    }
}

impl Eq for Timestamp {}

impl PartialOrd for Timestamp {
    #[inline]
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Timestamp {
    #[inline]
    fn cmp(&self, other: &Self) -> Ordering {
        let numbers = self.0.partial_cmp(&other.0);
        numbers.unwrap_or_else(|| self.0.is_nan().cmp(&other.0.is_nan()))
    }
}

impl Hash for Timestamp {
    fn hash<H: Hasher>(&self, state: &mut H) {
        let equal = match self.0.is_nan() {
            true => f64::NAN,
            // Of zero there are two.
            false => self.0 + 0.0,
        };
        equal.to_bits().hash(state);
    }
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::*;

    const NAN: Timestamp = Timestamp::from_millis(f64::NAN);

    #[test]
    fn times_are_sorted() {
        let mut times = [f64::NAN, 2.5, f64::INFINITY, -1.0, 2.0].map(Timestamp::from_millis);
        times.sort();
        let sorted = [-1.0, 2.0, 2.5, f64::INFINITY, f64::NAN].map(Timestamp::from_millis);
        assert_eq!(times, sorted);
        assert!(times[3] < NAN);
        assert_eq!(NAN.partial_cmp(&NAN), Some(Ordering::Equal));
    }

    #[test]
    fn equal_times_are_hashed_alike() {
        let times = [0.0, -0.0, f64::NAN, -f64::NAN, 1.0].map(Timestamp::from_millis);
        assert_eq!(times[0], times[1]);
        assert_eq!(times[2], times[3]);
        assert_ne!(times[0], times[2]);
        assert_eq!(HashSet::from(times).len(), 3);
    }
}
