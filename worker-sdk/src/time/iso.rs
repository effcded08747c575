//! Times in the form of ISO 8601 that JSON has, read.

use std::str::FromStr;

use super::Timestamp;
use super::http_date::{DAY, date};
use super::parse::{days, number, second_of_day};
use crate::error::Error;

/// How many milliseconds before and after 1970 a `Date` reaches.
const FARTHEST: f64 = 8.64e15;

impl Timestamp {
    /// The time of a text such as `2026-11-20T12:00:00.000Z`, as JSON has a `Date`, or with an offset, as in
    /// `2026-11-20T13:00:00+01:00` (RFC 3339). What is less than a millisecond is dropped.
    ///
    /// Years outside of 0 to 9999 have a sign and six digits, as in `+010000-01-01T00:00:00Z`. A day that its month does not
    /// have is no time, and neither is what [`to_iso_string`](Self::to_iso_string) could not write.
    ///
    /// # Examples
    ///
    /// ```
    /// use worker_sdk::time::Timestamp;
    ///
    /// let time = Timestamp::from_iso_string("1970-01-01T00:00:01.500Z");
    /// assert_eq!(time, Some(Timestamp::from_millis(1_500.0)));
    /// assert_eq!(Timestamp::from_iso_string("1970-01-01"), None);
    /// ```
    #[must_use]
    pub fn from_iso_string(text: &str) -> Option<Self> {
        let (date, time) = text.split_once(['T', 't'])?;
        let (time, offset) = zone(time)?;
        Self::of_text(date, time, offset)
    }

    /// As [`from_iso_string`](Self::from_iso_string), or as SQLite writes a time: `2026-11-20 12:00:00`, which is UTC.
    pub(crate) fn from_sql_text(text: &str) -> Option<Self> {
        match text.split_once(' ') {
            Some((date, time)) => Self::of_text(date, time, 0),
            None => Self::from_iso_string(text),
        }
    }

    fn of_text(date: &str, time: &str, offset: i64) -> Option<Self> {
        let (clock, fraction) = time.split_once('.').unwrap_or((time, "0"));
        if !has_form(clock, "00:00:00") {
            return None;
        }
        let seconds = day(date)? * DAY + second_of_day(clock)? - offset;
        let ms = seconds as f64 * 1_000.0 + milliseconds(fraction)?;
        (ms.abs() <= FARTHEST).then_some(Self::from_millis(ms))
    }
}

/// Of what [`Timestamp::from_iso_string`] reads.
impl FromStr for Timestamp {
    type Err = Error;

    fn from_str(text: &str) -> Result<Self, Error> {
        Self::from_iso_string(text).ok_or_else(|| no_time(text))
    }
}

#[cold]
fn no_time(text: &str) -> Error {
    let text: String = text.chars().take(40).collect();
    Error::malformed(format!(
        "`{text}` is no time of ISO 8601; write it as `2026-11-20T12:00:00Z`"
    ))
}

/// What stands before the zone, and its seconds east of Greenwich.
fn zone(time: &str) -> Option<(&str, i64)> {
    if let Some(time) = time.strip_suffix(['Z', 'z']) {
        return Some((time, 0));
    }
    let at = time.rfind(['+', '-'])?;
    let (time, offset) = time.split_at_checked(at)?;
    let (hours, minutes) = offset.get(1..)?.split_once(':')?;
    if (hours.len(), minutes.len()) != (2, 2) {
        return None;
    }
    let seconds = number(hours, 0, 23)? * 3_600 + number(minutes, 0, 59)? * 60;
    match offset.starts_with('-') {
        true => Some((time, -seconds)),
        false => Some((time, seconds)),
    }
}

/// Days after 1970-01-01.
fn day(text: &str) -> Option<i64> {
    let (year, rest) = text.split_at_checked(text.len().checked_sub(6)?)?;
    if !has_form(rest, "-00-00") {
        return None;
    }
    let year = self::year(year)?;
    let month = number(rest.get(1..3)?, 1, 12)? - 1;
    let day = number(rest.get(4..)?, 1, 31)?;
    let days = days(year, month, day);
    // One that the month does not have is one of the next.
    (date(days).2 == day).then_some(days)
}

/// Of four digits, or of a sign and six.
fn year(text: &str) -> Option<i64> {
    let forms = ["0000", "+000000", "-000000"];
    // There is no negative year 0.
    let is_year = forms.iter().any(|form| has_form(text, form)) && text != "-000000";
    is_year.then(|| text.parse().ok())?
}

/// Whether `text` has digits where `form` has a `0`, and elsewhere the same.
fn has_form(text: &str, form: &str) -> bool {
    let fits = |(byte, expected): (u8, u8)| match expected {
        b'0' => byte.is_ascii_digit(),
        _ => byte == expected,
    };
    text.len() == form.len() && text.bytes().zip(form.bytes()).all(fits)
}

fn milliseconds(fraction: &str) -> Option<f64> {
    if fraction.is_empty() {
        return None;
    }
    let mut milliseconds = 0;
    for (at, digit) in fraction.chars().enumerate() {
        let digit = digit.to_digit(10)?;
        milliseconds += digit * [100, 10, 1].get(at).unwrap_or(&0);
    }
    Some(f64::from(milliseconds))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_of_json_are_read() {
        for (text, expected) in [
            ("1970-01-01T00:00:00.000Z", 0.0),
            ("1969-12-31T23:59:59.999Z", -1.0),
            ("2026-11-20T12:00:00.250Z", 1_795_176_000_250.0),
            ("2026-11-20T12:00:00Z", 1_795_176_000_000.0),
            ("2026-11-20T13:30:00+01:30", 1_795_176_000_000.0),
            ("2026-11-20T11:00:00.5-01:00", 1_795_176_000_500.0),
            ("2026-11-20T12:00:00.123999999Z", 1_795_176_000_123.0),
            ("2024-02-29T00:00:00Z", 1_709_164_800_000.0),
            ("0000-01-01T00:00:00Z", -62_167_219_200_000.0),
            ("9999-12-31T23:59:59Z", 253_402_300_799_000.0),
            ("2026-11-20t12:00:00z", 1_795_176_000_000.0),
            ("2026-11-20t13:00:00.5+01:00", 1_795_176_000_500.0),
            ("2000-02-29T00:00:00Z", 951_782_400_000.0),
            ("2026-12-31T00:00:00Z", 1_798_675_200_000.0),
            ("2016-12-31T23:59:60Z", 1_483_228_799_000.0),
        ] {
            let time = Timestamp::from_iso_string(text);
            assert_eq!(time, Some(Timestamp::from_millis(expected)), "{text}");
        }
    }

    #[test]
    fn years_of_a_sign_are_read() {
        for (text, expected) in [
            ("+010000-01-01T00:00:00.000Z", 253_402_300_800_000.0),
            ("+002026-11-20T12:00:00Z", 1_795_176_000_000.0),
            ("+000000-01-01T00:00:00Z", -62_167_219_200_000.0),
            ("-000001-12-31T23:59:59.999Z", -62_167_219_200_001.0),
            ("-000004-02-29T00:00:00Z", -62_288_352_000_000.0),
            ("+275760-09-13T00:00:00Z", FARTHEST),
            ("-271821-04-20T00:00:00Z", -FARTHEST),
        ] {
            let time = Timestamp::from_iso_string(text);
            assert_eq!(time, Some(Timestamp::from_millis(expected)), "{text}");
        }
    }

    #[test]
    fn text_is_parsed() {
        let time: Timestamp = "1970-01-01T00:00:01Z".parse().unwrap();
        assert_eq!(time, Timestamp::from_millis(1_000.0));
        let error = "1970-01-01 00:00:01".parse::<Timestamp>().unwrap_err();
        assert!(error.is_malformed());
        assert_eq!(
            error.to_string(),
            "`1970-01-01 00:00:01` is no time of ISO 8601; write it as `2026-11-20T12:00:00Z`"
        );
    }

    #[test]
    fn times_of_sqlite_are_read() {
        for (text, expected) in [
            ("1970-01-01 00:00:01", Some(1_000.0)),
            ("1970-01-01 00:00:01.250", Some(1_250.0)),
            ("1970-01-01T00:00:01Z", Some(1_000.0)),
            ("1970-01-01T01:00:01+01:00", Some(1_000.0)),
            ("1970-01-01", None),
            ("00:00:01", None),
            ("1970-01-01 00:00", None),
            ("1970-01-01 00:00:01Z", None),
            ("1970-02-29 00:00:01", None),
            ("1970-01-01 0:000:01", None),
        ] {
            let time = Timestamp::from_sql_text(text);
            assert_eq!(time, expected.map(Timestamp::from_millis), "{text}");
        }
    }

    #[test]
    fn what_is_no_time_is_none() {
        for text in [
            "",
            "T",
            "0",
            "2026-11-20",
            "2026-11-20 12:00:00Z",
            "2026-11-20T12:00:00",
            "2026-11-20T12:00Z",
            "2026-11-20T1:00:00Z",
            "2026-11-20T24:00:00Z",
            "2026-11-20T12:00:00.Z",
            "2026-11-20T12:00:00.1xZ",
            "2026-11-20T12:00:00+01",
            "2026-11-20T12:00:00+24:00",
            "2026-11-20T12:00:00+1:000",
            "2026-11-20T12:00:00ž+01:00",
            "2026-13-20T12:00:00Z",
            "2026-11-32T12:00:00Z",
            "26-11-20T12:00:00Z",
            "2026-1-200T12:00:00Z",
            "2026-1-1-1T12:00:00Z",
            "+2026-11-20T12:00:00Z",
            "2026-1-001T12:00:00Z",
            "226-011-20T12:00:00Z",
            "2026-11-2žT12:00:00Z",
            "2026-11-20T1:000:00Z",
            "2026-11-20T12:00:000Z",
            "2026-11-20T12:00:0+Z",
            "2026-02-29T00:00:00Z",
            "2026-02-31T00:00:00Z",
            "1900-02-29T00:00:00Z",
            "2026-04-31T00:00:00Z",
            "2026-11-31T00:00:00Z",
            "2026-11-00T00:00:00Z",
            "2026-00-20T00:00:00Z",
            "-000000-01-01T00:00:00Z",
            "002026-11-20T12:00:00Z",
            "+10000-01-01T00:00:00Z",
            "+0010000-01-01T00:00:00Z",
            "+275760-09-13T00:00:00.001Z",
            "-271821-04-19T23:59:59.999Z",
        ] {
            assert_eq!(Timestamp::from_iso_string(text), None, "{text}");
        }
    }
}
