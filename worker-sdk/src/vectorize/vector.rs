//! Vectors to be stored.

use std::fmt;

use serde::Serialize;

use super::error::{Refused, Which, WrongMetadata, start};
use super::{MAX_DIMENSIONS, MAX_ID_LENGTH, MAX_NAMESPACE_LENGTH};
use crate::error::{Error, Result};
use crate::js::codec;
use crate::js::tape::{Tag, Writer};

/// A vector to be stored, under an id of at most [64 bytes](super::MAX_ID_LENGTH).
///
/// Nothing is checked before it is sent.
///
/// # Examples
///
/// ```
/// use worker_sdk::vectorize::Vector;
///
/// #[derive(serde::Serialize)]
/// struct Page<'a> {
///     url: &'a str,
/// }
///
/// let vector = Vector::new("page-1", [0.25, 0.5, -1.0])
///     .namespace("docs")
///     .metadata(&Page { url: "/docs/1" });
/// # drop(vector);
/// ```
#[must_use = "a vector is nothing before it is stored"]
pub struct Vector {
    id: String,
    values: Vec<f32>,
    namespace: Option<String>,
    metadata: Option<Result<Writer>>,
}

impl Vector {
    /// A vector of as many values as the index has dimensions, all of them finite.
    pub fn new(id: impl Into<String>, values: impl Into<Vec<f32>>) -> Self {
        Self {
            id: id.into(),
            values: values.into(),
            namespace: None,
            metadata: None,
        }
    }

    /// The part of the index that it belongs to, of at most [64 bytes](super::MAX_NAMESPACE_LENGTH).
    pub fn namespace(mut self, namespace: impl Into<String>) -> Self {
        self.namespace = Some(namespace.into());
        self
    }

    /// What is stored beside it: a struct or a map, of at most [10 KiB](super::MAX_METADATA_LENGTH) as JSON.
    ///
    /// Names of fields may not be empty, have a `.` or a `"`, or begin with `$`. A
    /// [`Timestamp`](crate::time::Timestamp) becomes text.
    pub fn metadata<T: Serialize + ?Sized>(mut self, metadata: &T) -> Self {
        let mut writer = Writer::for_json();
        let written = codec::append(metadata, &mut writer);
        self.metadata = Some(written.map(|()| writer));
        self
    }

    pub(super) fn write(self, writer: &mut Writer) -> Result<()> {
        check_id(&self.id)?;
        check_values(&self.values, || Which::WithId(self.id.clone()))?;
        let object = writer.open(Tag::Object);
        let mut count = 2;
        writer.constant("id");
        writer.text(&self.id);
        writer.constant("values");
        writer.floats(&self.values);
        if let Some(namespace) = &self.namespace {
            check_namespace(namespace)?;
            writer.constant("namespace");
            writer.text(namespace);
            count += 1;
        }
        if let Some(metadata) = self.metadata {
            writer.constant("metadata");
            writer.append(checked_metadata(metadata, self.id)?);
            count += 1;
        }
        writer.close(object, count);
        Ok(())
    }
}

impl fmt::Debug for Vector {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Vector")
            .field("id", &self.id)
            .field("namespace", &self.namespace)
            .finish_non_exhaustive()
    }
}

fn checked_metadata(metadata: Result<Writer>, id: String) -> Result<Writer> {
    match metadata {
        Ok(metadata) if metadata.is_object(0) => Ok(metadata),
        Ok(_) => Err(Error::of(Refused::MetadataForm { id })),
        Err(error) => Err(Error::of(WrongMetadata { id, error })),
    }
}

pub(super) fn check_id(id: &str) -> Result<()> {
    match id.len() {
        0..=MAX_ID_LENGTH => Ok(()),
        length => Err(Error::of(Refused::LongId {
            start: start(id),
            length,
        })),
    }
}

pub(super) fn check_namespace(namespace: &str) -> Result<()> {
    match namespace.len() {
        0..=MAX_NAMESPACE_LENGTH => Ok(()),
        length => Err(Error::of(Refused::LongNamespace {
            start: start(namespace),
            length,
        })),
    }
}

pub(super) fn check_values(values: &[f32], which: impl FnOnce() -> Which) -> Result<()> {
    let count = values.len();
    let wrong = values.iter().position(|value| !value.is_finite());
    let refused = match wrong.and_then(|place| Some((place, *values.get(place)?))) {
        _ if count > MAX_DIMENSIONS => Refused::ManyDimensions {
            vector: which(),
            count,
        },
        Some((place, value)) => Refused::NotFinite {
            vector: which(),
            place,
            value,
        },
        None => return Ok(()),
    };
    Err(Error::of(refused))
}
