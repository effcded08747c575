//! Dates of HTTP headers, read.

use super::Timestamp;
use super::http_date::{DAY, MONTHS};

impl Timestamp {
    /// The date of a header such as `if-modified-since`, in any of the three forms that HTTP has ever had.
    ///
    /// # Examples
    ///
    /// ```
    /// use worker_sdk::time::Timestamp;
    ///
    /// let date = Timestamp::from_http_date("Thu, 01 Jan 1970 00:00:01 GMT");
    /// assert_eq!(date, Some(Timestamp::from_millis(1_000.0)));
    /// assert_eq!(Timestamp::from_http_date("tomorrow"), None);
    /// ```
    #[must_use]
    pub fn from_http_date(text: &str) -> Option<Self> {
        let mut words = text
            .split([' ', ',', '-'])
            .filter(|word| !word.is_empty())
            .skip(1);
        let (first, second, third, fourth) =
            (words.next()?, words.next()?, words.next()?, words.next()?);
        // `Sun Nov  6 08:49:37 1994`, or the order of `Sun, 06 Nov 1994 08:49:37 GMT`.
        let (day, month, year, time) = match month(first) {
            Some(month) => (second, month, fourth, third),
            None => (first, month(second)?, third, fourth),
        };
        if !matches!(words.next(), None | Some("GMT" | "UTC")) {
            return None;
        }
        let day = number(day, 1, 31)?;
        let mut year = number(year, 0, 9_999)?;
        if year < 100 {
            year += if year < 70 { 2_000 } else { 1_900 };
        }
        let seconds = days(year, month, day) * DAY + second_of_day(time)?;
        Some(Self::from_millis(seconds as f64 * 1_000.0))
    }
}

pub(super) fn number(text: &str, least: i64, most: i64) -> Option<i64> {
    if !text.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    let number = text.parse().ok()?;
    (least..=most).contains(&number).then_some(number)
}

/// From 0.
fn month(name: &str) -> Option<i64> {
    let at = MONTHS.iter().position(|month| *month == name)?;
    i64::try_from(at).ok()
}

pub(super) fn second_of_day(text: &str) -> Option<i64> {
    let mut parts = text.split(':');
    let hour = number(parts.next()?, 0, 23)?;
    let minute = number(parts.next()?, 0, 59)?;
    // A leap second counts as the last of its minute.
    let second = number(parts.next()?, 0, 60)?.min(59);
    parts
        .next()
        .is_none()
        .then_some((hour * 60 + minute) * 60 + second)
}

/// Days after 1970-01-01 of a date of the Gregorian calendar; the inverse of `date`.
pub(super) fn days(year: i64, month: i64, day: i64) -> i64 {
    let (year, month) = if month < 2 {
        (year - 1, month + 10)
    } else {
        (year, month - 2)
    };
    let era = year.div_euclid(400);
    let year = year.rem_euclid(400);
    let day_of_year = (153 * month + 2) / 5 + day - 1;
    era * 146_097 + year * 365 + year / 4 - year / 100 + day_of_year - 719_468
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_form_of_a_date_is_read() {
        let expected = Some(Timestamp::from_millis(784_111_777_000.0));
        for text in [
            "Sun, 06 Nov 1994 08:49:37 GMT",
            "Sunday, 06-Nov-94 08:49:37 GMT",
            "Sun Nov  6 08:49:37 1994",
        ] {
            assert_eq!(Timestamp::from_http_date(text), expected, "{text}");
        }
    }

    #[test]
    fn what_is_written_is_read() {
        let mut ms = -62_167_219_200_000.0;
        while ms < 253_402_300_799_000.0 {
            let date = Timestamp::from_millis(ms);
            // Two digits of a year mean the twentieth or twenty-first century.
            if date >= Timestamp::from_millis(-59_011_459_200_000.0) {
                assert_eq!(Timestamp::from_http_date(&date.to_http_date()), Some(date));
            }
            ms += 86_399_000.0 * 97.0;
        }
    }

    #[test]
    fn what_is_no_date_is_none() {
        for text in [
            "",
            "0",
            "now",
            "Sun, 06 Nov 1994",
            "Sun, 06 Nov 1994 08:49 GMT",
            "Sun, 06 Nov 1994 24:00:00 GMT",
            "Sun, 32 Nov 1994 08:49:37 GMT",
            "Sun, 06 Foo 1994 08:49:37 GMT",
            "Sun, +6 Nov 1994 08:49:37 GMT",
            "Sun, 06 Nov 1994 08:49:37 CET",
            "Sun, 06 Nov 1994 08:49:37:00 GMT",
        ] {
            assert_eq!(Timestamp::from_http_date(text), None, "{text}");
        }
    }
}
