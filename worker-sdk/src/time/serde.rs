//! Points in time as dates of JavaScript, and as milliseconds elsewhere.

use std::fmt;

use serde::de::{self, Unexpected, Visitor};
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use super::Timestamp;
use crate::js::codec::DATE;
use crate::js::exact;

/// A `Date` where the value goes to JavaScript; milliseconds since 1970 in JSON and other formats.
impl Serialize for Timestamp {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_newtype_struct(DATE, &Number(self.0))
    }
}

/// Without a fraction where there is none, as JavaScript writes numbers.
struct Number(f64);

impl Serialize for Number {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match exact::to_i64(self.0) {
            Some(whole) => serializer.serialize_i64(whole),
            None => serializer.serialize_f64(self.0),
        }
    }
}

/// From a `Date`, from milliseconds since 1970, or from what JSON makes of a `Date`: [`Timestamp::from_iso_string`].
impl<'de> Deserialize<'de> for Timestamp {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_newtype_struct(DATE, Time)
    }
}

/// Rust reads `NaN` and `inf` as numbers, too; as a time that would be later than any.
fn milliseconds(text: &str) -> Option<Timestamp> {
    let ms: f64 = text.parse().ok()?;
    ms.is_finite().then_some(Timestamp(ms))
}

struct Time;

impl<'de> Visitor<'de> for Time {
    type Value = Timestamp;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a date")
    }

    fn visit_i64<E: de::Error>(self, ms: i64) -> Result<Timestamp, E> {
        Ok(Timestamp(ms as f64))
    }

    fn visit_u64<E: de::Error>(self, ms: u64) -> Result<Timestamp, E> {
        Ok(Timestamp(ms as f64))
    }

    fn visit_f64<E: de::Error>(self, ms: f64) -> Result<Timestamp, E> {
        Ok(Timestamp(ms))
    }

    /// Paths and queries have milliseconds as text, too.
    fn visit_str<E: de::Error>(self, text: &str) -> Result<Timestamp, E> {
        let time = Timestamp::from_iso_string(text);
        let time = time.or_else(|| milliseconds(text));
        time.ok_or_else(|| E::invalid_value(Unexpected::Str(text), &self))
    }

    fn visit_newtype_struct<D: Deserializer<'de>>(self, inner: D) -> Result<Timestamp, D::Error> {
        match inner.is_human_readable() {
            true => inner.deserialize_any(self),
            false => f64::deserialize(inner).map(Timestamp),
        }
    }
}
