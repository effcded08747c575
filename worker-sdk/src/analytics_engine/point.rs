//! Data points.

use std::borrow::Cow;

use super::error::Refused;
use super::{MAX_BLOBS, MAX_BLOBS_LENGTH, MAX_DOUBLES, MAX_INDEX_LENGTH};
use crate::js::tape::{Tag, Writer};

/// One measurement: what it is about, and numbers.
///
/// Blobs and doubles have no names, only places: in SQL they are `blob1` to `blob20` and `double1` to `double20`, in the
/// order in which they are added, and the index is `index1`. So add the same ones to each point of a dataset.
///
/// # Examples
///
/// ```
/// use worker_sdk::analytics_engine::{Blob, DataPoint};
///
/// let point = DataPoint::new()
///     .index("customer-42")
///     .blob("/checkout")
///     .blob(Blob::null())
///     .double(12.5);
/// # drop(point);
/// ```
#[derive(Clone, Debug, Default, PartialEq)]
#[must_use = "a data point is nothing before it is written"]
pub struct DataPoint {
    index: Option<Blob>,
    blobs: Vec<Blob>,
    doubles: Vec<f64>,
}

/// Text, bytes, or nothing in a place of a [`DataPoint`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Blob(Content);

#[derive(Clone, Debug, PartialEq, Eq)]
enum Content {
    Null,
    Text(String),
    Bytes(Vec<u8>),
}

impl DataPoint {
    /// A point without an index, blobs and doubles.
    pub fn new() -> Self {
        Self::default()
    }

    /// The key by which the platform samples when there are too many points: of each index it keeps some. At most 96 bytes.
    ///
    /// Take what is queried most, such as the id of a customer. There is one; a second call replaces it. A longer one is an
    /// error when the point is written, so shorten what comes from a client.
    pub fn index(mut self, index: impl Into<Blob>) -> Self {
        self.index = Some(index.into());
        self
    }

    /// Adds what groups and filters are made of. At most 20, of together 16,384 bytes.
    pub fn blob(mut self, blob: impl Into<Blob>) -> Self {
        self.blobs.push(blob.into());
        self
    }

    /// Adds a number. At most 20. Integers of 64 bits come `as f64`, durations with `as_secs_f64()`.
    pub fn double(mut self, double: impl Into<f64>) -> Self {
        self.doubles.push(double.into());
        self
    }

    pub(super) fn check(&self) -> Result<(), Refused> {
        let length = self.index.as_ref().map_or(0, Blob::len);
        if length > MAX_INDEX_LENGTH {
            return Err(Refused::LongIndex { length });
        }
        let count = self.blobs.len();
        if count > MAX_BLOBS {
            return Err(Refused::ManyBlobs { count });
        }
        let count = self.doubles.len();
        if count > MAX_DOUBLES {
            return Err(Refused::ManyDoubles { count });
        }
        let length = self.blobs.iter().map(Blob::len).sum();
        if length > MAX_BLOBS_LENGTH {
            return Err(Refused::LongBlobs { length });
        }
        Ok(())
    }

    /// The object that the platform takes.
    pub(super) fn write(&self) -> Writer {
        let mut writer = Writer::default();
        let point = writer.open(Tag::Object);
        list(&mut writer, "indexes", self.index.as_slice(), Blob::write);
        list(&mut writer, "blobs", &self.blobs, Blob::write);
        let number = |double: &f64, writer: &mut Writer| writer.number(*double);
        list(&mut writer, "doubles", &self.doubles, number);
        writer.close(point, 3);
        writer
    }
}

fn list<T>(writer: &mut Writer, name: &'static str, values: &[T], write: fn(&T, &mut Writer)) {
    writer.constant(name);
    let list = writer.open(Tag::List);
    for value in values {
        write(value, writer);
    }
    writer.close(list, values.len());
}

impl Blob {
    /// Nothing: the place stays empty, and those behind it keep theirs.
    #[must_use]
    pub const fn null() -> Self {
        Self(Content::Null)
    }

    fn len(&self) -> usize {
        match &self.0 {
            Content::Null => 0,
            Content::Text(text) => text.len(),
            Content::Bytes(bytes) => bytes.len(),
        }
    }

    fn write(&self, writer: &mut Writer) {
        match &self.0 {
            Content::Null => writer.null(),
            Content::Text(text) => writer.text(text),
            Content::Bytes(bytes) => writer.bytes(bytes),
        }
    }
}

impl From<&str> for Blob {
    fn from(text: &str) -> Self {
        Self(Content::Text(text.to_owned()))
    }
}

impl From<String> for Blob {
    fn from(text: String) -> Self {
        Self(Content::Text(text))
    }
}

impl From<&String> for Blob {
    fn from(text: &String) -> Self {
        text.as_str().into()
    }
}

impl From<Cow<'_, str>> for Blob {
    fn from(text: Cow<'_, str>) -> Self {
        text.into_owned().into()
    }
}

impl From<&[u8]> for Blob {
    fn from(bytes: &[u8]) -> Self {
        Self(Content::Bytes(bytes.to_vec()))
    }
}

impl<const N: usize> From<&[u8; N]> for Blob {
    fn from(bytes: &[u8; N]) -> Self {
        bytes.as_slice().into()
    }
}

impl From<&Vec<u8>> for Blob {
    fn from(bytes: &Vec<u8>) -> Self {
        bytes.as_slice().into()
    }
}

#[cfg(feature = "serde")]
impl From<crate::Bytes> for Blob {
    fn from(bytes: crate::Bytes) -> Self {
        bytes.0.into()
    }
}

impl From<Vec<u8>> for Blob {
    fn from(bytes: Vec<u8>) -> Self {
        Self(Content::Bytes(bytes))
    }
}

/// `None` is [`Blob::null`].
impl<T: Into<Blob>> From<Option<T>> for Blob {
    fn from(value: Option<T>) -> Self {
        value.map_or(Self::null(), Into::into)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn times(point: DataPoint, count: usize, add: fn(DataPoint) -> DataPoint) -> DataPoint {
        (0..count).fold(point, |point, _| add(point))
    }

    #[test]
    fn limits_are_inclusive() {
        let full = DataPoint::new().index("ž".repeat(48));
        let full = times(full, 19, |point| point.blob("žluť"));
        let rest = MAX_BLOBS_LENGTH - 19 * "žluť".len();
        let full = full.blob(vec![0; rest]);
        let full = times(full, 20, |point| point.double(1));
        assert_eq!(full.check(), Ok(()));
    }

    #[test]
    fn what_is_beyond_a_limit_is_told() {
        let point = DataPoint::new;
        let cases = [
            (
                point().index("ž".repeat(49)),
                "the index of a data point has 98 bytes, and 96 are the most; shorten it, for instance to a hash",
            ),
            (
                times(point(), 21, |point| point.blob(Blob::null())),
                "a data point has 21 blobs, and 20 are the most; leave some out, or write them to another dataset",
            ),
            (
                times(point(), 21, |point| point.double(0.5)),
                "a data point has 21 doubles, and 20 are the most; leave some out, or write them to another dataset",
            ),
            (
                point().blob("ž".repeat(8_192)).blob(vec![0]),
                "the blobs of a data point have 16385 bytes, and 16384 are the most; shorten them",
            ),
        ];
        for (point, message) in cases {
            let refused = point.check().map_err(|refused| refused.to_string());
            assert_eq!(refused, Err(message.to_owned()));
        }
    }
}
