//! What is kept of a session.

use std::time::Duration;

use super::Flash;
use crate::error::Result;
use crate::json;
use crate::time::Timestamp;

/// When a session ends.
#[derive(Clone, Copy)]
pub(super) struct Limits {
    pub(super) idle: Duration,
    pub(super) absolute: Duration,
}

#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Record {
    /// In seconds since 1970, as the next one.
    pub(super) created: u64,
    pub(super) seen: u64,
    /// JSON.
    pub(super) data: Option<String>,
    pub(super) flashes: Vec<Flash>,
}

impl Record {
    /// Numbers, flashes and data on a line each; JSON has no line breaks.
    pub(super) fn to_text(&self) -> Result<String> {
        let flashes: Vec<(&str, &str)> = self.flashes.iter().map(Flash::as_pair).collect();
        let flashes = json::to_string(&flashes)?;
        let data = self.data.as_deref().unwrap_or_default();
        Ok(format!(
            "1 {} {}\n{flashes}\n{data}",
            self.created, self.seen
        ))
    }

    /// `None` for a record of another version, which is as good as none.
    pub(super) fn from_text(text: &str) -> Option<Self> {
        let mut lines = text.splitn(3, '\n');
        let mut numbers = lines.next()?.strip_prefix("1 ")?.split(' ');
        let created = numbers.next()?.parse().ok()?;
        let seen = numbers.next()?.parse().ok()?;
        let flashes: Vec<(String, String)> = json::from_str(lines.next()?).ok()?;
        let data = lines.next().filter(|data| !data.is_empty());
        Some(Self {
            created,
            seen,
            data: data.map(ToOwned::to_owned),
            flashes: flashes
                .into_iter()
                .map(|(kind, text)| Flash::new(kind, text))
                .collect(),
        })
    }

    /// How long it is good from now on; `None` if it is over.
    pub(super) fn left(&self, limits: Limits, now: Timestamp) -> Option<Duration> {
        let idle = self.seen.saturating_add(limits.idle.as_secs());
        let absolute = self.created.saturating_add(limits.absolute.as_secs());
        let left = idle.min(absolute).saturating_sub(seconds(now));
        (left > 0).then(|| Duration::from_secs(left))
    }

    /// Whether a tenth of the idle time is over: more often it is not worth writing that somebody was here.
    pub(super) fn is_seen_late(&self, limits: Limits, now: Timestamp) -> bool {
        let since = seconds(now).saturating_sub(self.seen);
        since > 0 && since >= limits.idle.as_secs() / 10
    }

    pub(super) fn is_empty(&self) -> bool {
        self.data.is_none() && self.flashes.is_empty()
    }
}

pub(super) fn seconds(now: Timestamp) -> u64 {
    now.as_secs().max(0) as u64
}

#[cfg(test)]
mod tests {
    use super::*;

    fn record(created: u64, seen: u64) -> Record {
        Record {
            created,
            seen,
            ..Record::default()
        }
    }

    #[test]
    fn what_is_written_is_read() {
        let full = Record {
            data: Some("{\"a\":\"b\\nc\"}".to_owned()),
            flashes: vec![Flash::new("info", "é\n\"x\""), Flash::new("", "")],
            ..record(1, 2)
        };
        assert_eq!(
            full.to_text().unwrap(),
            "1 1 2\n[[\"info\",\"é\\n\\\"x\\\"\"],[\"\",\"\"]]\n{\"a\":\"b\\nc\"}"
        );
        for record in [full, record(0, 0), record(u64::MAX, 7)] {
            let text = record.to_text().unwrap();
            assert_eq!(Record::from_text(&text), Some(record), "{text}");
        }
    }

    #[test]
    fn other_texts_are_no_records() {
        for text in [
            "",
            "1",
            "1 2",
            "1 1 2",
            "2 1 2\n[]\n",
            "1 a 2\n[]\n",
            "1 1 -2\n[]\n",
            "1 1 2\n{}\n",
            "1 1 2\n[1]\n",
        ] {
            assert_eq!(Record::from_text(text), None, "{text}");
        }
    }

    #[test]
    fn a_session_ends() {
        let limits = Limits {
            idle: Duration::from_secs(100),
            absolute: Duration::from_secs(250),
        };
        let at = |second: u32| Timestamp::from_millis(f64::from(second) * 1_000.0);
        let cases = [
            (record(0, 0), 0, Some(100)),
            (record(0, 0), 99, Some(1)),
            (record(0, 0), 100, None),
            (record(0, 90), 150, Some(40)),
            (record(0, 200), 240, Some(10)),
            (record(0, 249), 250, None),
            (record(0, 300), 260, None),
        ];
        for (record, now, left) in cases {
            let left = left.map(Duration::from_secs);
            assert_eq!(record.left(limits, at(now)), left, "{record:?} at {now}");
        }
        assert!(!record(0, 100).is_seen_late(limits, at(109)));
        assert!(record(0, 100).is_seen_late(limits, at(110)));
        assert!(
            !record(0, 100).is_seen_late(limits, at(50)),
            "a clock that goes back"
        );
    }
}
