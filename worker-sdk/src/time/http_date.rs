//! Dates as HTTP headers have them.

use super::Timestamp;

const WEEKDAYS: [&str; 7] = ["Thu", "Fri", "Sat", "Sun", "Mon", "Tue", "Wed"];
pub(super) const MONTHS: [&str; 12] = [
    "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
];
pub(super) const DAY: i64 = 86_400;
/// The last second of the year 9999: the format has four digits.
const LAST: i64 = 253_402_300_799;

impl Timestamp {
    /// As `Wed, 21 Oct 2026 07:28:00 GMT`, for headers such as `expires` and `last-modified`.
    ///
    /// The format knows the years 0 to 9999; a time outside of them is moved to the nearest one inside.
    ///
    /// # Examples
    ///
    /// ```
    /// use worker_sdk::time::Timestamp;
    ///
    /// assert_eq!(Timestamp::from_millis(0.0).to_http_date(), "Thu, 01 Jan 1970 00:00:00 GMT");
    /// ```
    #[must_use]
    pub fn to_http_date(self) -> String {
        let (days, second) = self.days_and_seconds();
        let (year, month, day) = date(days);
        let weekday = WEEKDAYS.get(days.rem_euclid(7) as usize).unwrap_or(&"Thu");
        let month = MONTHS.get(month).unwrap_or(&"Jan");
        let (hour, minute, second) = (second / 3_600, second / 60 % 60, second % 60);
        format!("{weekday}, {day:02} {month} {year:04} {hour:02}:{minute:02}:{second:02} GMT")
    }

    /// As `20261021T072800Z`.
    pub(crate) fn to_basic_iso(self) -> String {
        let (days, second) = self.days_and_seconds();
        let (year, month, day) = date(days);
        let (hour, minute, second) = (second / 3_600, second / 60 % 60, second % 60);
        let month = month + 1;
        format!("{year:04}{month:02}{day:02}T{hour:02}{minute:02}{second:02}Z")
    }

    /// Days since 1970, and seconds of the last one, of the nearest time that has a year of four digits.
    fn days_and_seconds(self) -> (i64, i64) {
        let seconds = self.as_secs().clamp(-62_167_219_200, LAST);
        (seconds.div_euclid(DAY), seconds.rem_euclid(DAY))
    }
}

/// Year, month from 0 and day from 1 of the Gregorian calendar, `days` after 1970-01-01.
///
/// Years begin in March here, so that the day of the leap year is the last one; 400 years are one era.
pub(super) fn date(days: i64) -> (i64, usize, i64) {
    const DAYS_TO_ERA: i64 = 719_468;
    const DAYS_OF_ERA: i64 = 146_097;
    let days = days + DAYS_TO_ERA;
    let era = days.div_euclid(DAYS_OF_ERA);
    let day = days.rem_euclid(DAYS_OF_ERA);
    let year = (day - day / 1_460 + day / 36_524 - day / 146_096) / 365;
    let day = day - (365 * year + year / 4 - year / 100);
    let month = (5 * day + 2) / 153;
    let day = day - (153 * month + 2) / 5 + 1;
    let (month, next) = if month < 10 {
        (month + 2, 0)
    } else {
        (month - 10, 1)
    };
    (era * 400 + year + next, month as usize, day)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates() {
        let cases = [
            (0.0, "Thu, 01 Jan 1970 00:00:00 GMT"),
            (-1.0, "Wed, 31 Dec 1969 23:59:59 GMT"),
            (1_792_567_680_999.0, "Wed, 21 Oct 2026 07:28:00 GMT"),
            (951_782_400_000.0, "Tue, 29 Feb 2000 00:00:00 GMT"),
            (951_868_799_000.0, "Tue, 29 Feb 2000 23:59:59 GMT"),
            (951_868_800_000.0, "Wed, 01 Mar 2000 00:00:00 GMT"),
            (4_107_542_400_000.0, "Mon, 01 Mar 2100 00:00:00 GMT"),
            (1_735_689_599_000.0, "Tue, 31 Dec 2024 23:59:59 GMT"),
            (-62_167_219_200_000.0, "Sat, 01 Jan 0000 00:00:00 GMT"),
            (1e300, "Fri, 31 Dec 9999 23:59:59 GMT"),
            (f64::NAN, "Thu, 01 Jan 1970 00:00:00 GMT"),
        ];
        for (ms, expected) in cases {
            assert_eq!(Timestamp::from_millis(ms).to_http_date(), expected);
        }
    }
}
