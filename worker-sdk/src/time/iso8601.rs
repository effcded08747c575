//! [`Timestamp`]s that serde writes as text, as JSON has a JavaScript `Date`: for `#[serde(with = "…")]`.
//!
//! A [`Timestamp`] by itself is a number in JSON. It reads both, so this is for what others read.
//!
//! # Examples
//!
//! ```
//! use serde::{Deserialize, Serialize};
//! use worker_sdk::time::{Timestamp, iso8601};
//!
//! #[derive(Serialize, Deserialize)]
//! struct Note {
//!     #[serde(with = "iso8601")]
//!     at: Timestamp,
//!     #[serde(with = "iso8601::option")]
//!     read_at: Option<Timestamp>,
//! }
//! ```

use std::fmt;

use serde::de::{self, Unexpected, Visitor};
use serde::{Deserializer, Serializer, ser};

use super::Timestamp;

/// As `2026-11-20T12:00:00.000Z`.
///
/// # Errors
///
/// Fails for a time that no calendar has.
pub fn serialize<S: Serializer>(time: &Timestamp, serializer: S) -> Result<S::Ok, S::Error> {
    match time.to_iso_string() {
        Some(text) => serializer.serialize_str(&text),
        None => Err(ser::Error::custom("no calendar has this time")),
    }
}

/// From what [`Timestamp::from_iso_string`] reads.
///
/// # Errors
///
/// Fails for anything else.
pub fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Timestamp, D::Error> {
    deserializer.deserialize_str(Text)
}

struct Text;

impl Visitor<'_> for Text {
    type Value = Timestamp;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a time such as `2026-11-20T12:00:00Z`")
    }

    fn visit_str<E: de::Error>(self, text: &str) -> Result<Timestamp, E> {
        let time = Timestamp::from_iso_string(text);
        time.ok_or_else(|| E::invalid_value(Unexpected::Str(text), &self))
    }
}

/// The same for an `Option`, whose `None` is null. Add `#[serde(default)]` where the field may be missing.
pub mod option {
    use std::fmt;

    use serde::de::{self, Visitor};
    use serde::{Deserializer, Serialize, Serializer};

    use super::Timestamp;

    /// As [`serialize`](super::serialize), or nothing.
    ///
    /// # Errors
    ///
    /// Fails for a time that no calendar has.
    pub fn serialize<S: Serializer>(
        time: &Option<Timestamp>,
        serializer: S,
    ) -> Result<S::Ok, S::Error> {
        time.map(Written).serialize(serializer)
    }

    struct Written(Timestamp);

    impl Serialize for Written {
        fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
            super::serialize(&self.0, serializer)
        }
    }

    /// As [`deserialize`](super::deserialize), or nothing.
    ///
    /// # Errors
    ///
    /// Fails for anything else.
    pub fn deserialize<'de, D: Deserializer<'de>>(
        deserializer: D,
    ) -> Result<Option<Timestamp>, D::Error> {
        deserializer.deserialize_option(Perhaps)
    }

    struct Perhaps;

    impl<'de> Visitor<'de> for Perhaps {
        type Value = Option<Timestamp>;

        fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
            f.write_str("a time such as `2026-11-20T12:00:00Z`, or nothing")
        }

        fn visit_none<E: de::Error>(self) -> Result<Self::Value, E> {
            Ok(None)
        }

        fn visit_unit<E: de::Error>(self) -> Result<Self::Value, E> {
            Ok(None)
        }

        fn visit_some<D: Deserializer<'de>>(self, inner: D) -> Result<Self::Value, D::Error> {
            super::deserialize(inner).map(Some)
        }
    }
}
