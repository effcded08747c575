//! Integers that a JavaScript number holds exactly.

/// 2^53 − 1, `Number.MAX_SAFE_INTEGER`.
pub(crate) const MAX: i64 = (1 << 53) - 1;

pub(crate) fn from_i64(value: i64) -> Option<f64> {
    (-MAX..=MAX).contains(&value).then_some(value as f64)
}

/// The integer that a number is; `None` for fractions, and where the number stands for several integers.
pub(crate) fn to_i64(number: f64) -> Option<i64> {
    let integer = number as i64;
    (integer as f64 == number && (-MAX..=MAX).contains(&integer)).then_some(integer)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_integers_that_are_exact() {
        for value in [0, 1, -1, MAX, -MAX] {
            assert_eq!(from_i64(value).and_then(to_i64), Some(value));
        }
        for value in [MAX + 1, -MAX - 1, i64::MAX, i64::MIN] {
            assert_eq!(from_i64(value), None);
            assert_eq!(to_i64(value as f64), None);
        }
        for number in [
            0.5,
            -1e-300,
            f64::NAN,
            f64::INFINITY,
            f64::NEG_INFINITY,
            1e300,
        ] {
            assert_eq!(to_i64(number), None, "{number}");
        }
        assert_eq!(to_i64(-0.0), Some(0));
    }
}
