//! Durations in messages.

use std::fmt;
use std::time::Duration;

/// A duration as its `Debug` writes it. That of std rounds and fills up, too, for which it has kilobytes.
pub(crate) struct Text(pub(crate) Duration);

impl fmt::Display for Text {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (seconds, nanos) = (self.0.as_secs(), self.0.subsec_nanos());
        let (whole, part, digits, unit) = match nanos {
            _ if seconds > 0 => (seconds, nanos, 9, "s"),
            1_000_000.. => ((nanos / 1_000_000).into(), nanos % 1_000_000, 6, "ms"),
            1_000.. => ((nanos / 1_000).into(), nanos % 1_000, 3, "µs"),
            _ => (nanos.into(), 0, 0, "ns"),
        };
        write!(f, "{whole}")?;
        let (mut part, mut digits) = (part, digits);
        if part > 0 {
            while part % 10 == 0 {
                part /= 10;
                digits -= 1;
            }
            write!(f, ".{part:0digits$}")?;
        }
        f.write_str(unit)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn durations_are_written_as_std_does() {
        let nanos = [
            0,
            1,
            999,
            1_000,
            1_500,
            999_999,
            1_000_000,
            1_000_001,
            20_500_000,
            999_999_999,
            1_000_000_000,
            1_000_000_001,
            30_000_000_000,
            61_250_000_000,
            u64::MAX,
        ];
        for nanos in nanos {
            let duration = Duration::from_nanos(nanos);
            assert_eq!(Text(duration).to_string(), format!("{duration:?}"));
        }
    }
}
