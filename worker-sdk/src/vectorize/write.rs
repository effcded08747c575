//! Inserting, replacing and removing.

use wasm_bindgen::JsValue;

use super::error::Refused;
use super::vector::{Vector, check_id};
use super::{MAX_METADATA_LENGTH, MAX_VECTORS, sys};
use crate::error::{Error, Result};
use crate::js::tape::{Tag, Writer};
use crate::js::{self, awaited};

/// Changes an index: [`Index::insert`](super::Index::insert), [`Index::upsert`](super::Index::upsert) and
/// [`Index::delete_by_ids`](super::Index::delete_by_ids). Nothing is sent before it is awaited.
///
/// # Errors
///
/// Fails when an id or a namespace has more than 64 bytes, and when the platform refuses the change, such as for vectors of
/// other dimensions than those of the index. Vectors also when there are more than 1000, and when one of them has more than
/// 1536 values, a value that is not finite, metadata that is no struct or map, cannot be JSON or has more than 10 KiB; the
/// error names the vector, and nothing was sent.
#[must_use = "nothing is changed until it is awaited"]
pub struct Change {
    index: JsValue,
    what: What,
    /// None for nothing to change.
    written: Result<Option<Writer>>,
}

/// What the platform took, to be done soon.
///
/// A change shows in queries after some seconds. The platform does one after the other, and
/// [`Details::processed_up_to_mutation`](super::Details::processed_up_to_mutation) is the last that is done.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Mutation {
    /// Its id; `None` for an empty list, with which the platform was not asked.
    pub id: Option<String>,
}

enum What {
    Insert,
    Upsert,
    Delete,
}

impl Change {
    pub(super) fn insert(index: &JsValue, vectors: Batch) -> Self {
        Self::new(index, What::Insert, vectors.written())
    }

    pub(super) fn upsert(index: &JsValue, vectors: Batch) -> Self {
        Self::new(index, What::Upsert, vectors.written())
    }

    pub(super) fn delete(index: &JsValue, ids: &[String]) -> Self {
        Self::new(index, What::Delete, ids_written(ids))
    }

    fn new(index: &JsValue, what: What, written: Result<Option<Writer>>) -> Self {
        Self {
            index: index.clone(),
            what,
            written,
        }
    }

    async fn send(self) -> Result<Mutation> {
        let Some(written) = self.written? else {
            return Ok(Mutation { id: None });
        };
        let (promise, doing) = match self.what {
            What::Insert => (
                vectors(&self.index, "insert", written)?,
                "inserting vectors",
            ),
            What::Upsert => (
                vectors(&self.index, "upsert", written)?,
                "upserting vectors",
            ),
            What::Delete => (ids(&self.index, "deleteByIds", written), "deleting vectors"),
        };
        let mutation = js::settled(promise, doing).await?;
        Ok(Mutation {
            id: js::string_property(&mutation, "mutationId"),
        })
    }
}

fn vectors(index: &JsValue, method: &'static str, written: Writer) -> Result<JsValue> {
    let most = MAX_METADATA_LENGTH as i32;
    let answer =
        written.give(|at, live| sys::write_vectors(index, &js::constant(method), most, at, live));
    match js::length(&answer) {
        0 => Ok(answer),
        _ => Err(Error::of(Refused::LargeMetadata {
            id: js::string(&js::item(&answer, 0)).unwrap_or_default(),
            length: js::number(&js::item(&answer, 1)).unwrap_or_default() as usize,
        })),
    }
}

/// Calls a method that takes ids.
pub(super) fn ids(index: &JsValue, method: &'static str, written: Writer) -> JsValue {
    written.give(|at, live| sys::with_ids(index, &js::constant(method), at, live))
}

/// None for no ids.
pub(super) fn ids_written(ids: &[String]) -> Result<Option<Writer>> {
    let mut writer = Writer::default();
    let list = writer.open(Tag::List);
    for id in ids {
        check_id(id)?;
        writer.text(id);
    }
    writer.close(list, ids.len());
    Ok((!ids.is_empty()).then_some(writer))
}

/// Vectors, written one by one.
pub(super) struct Batch {
    writer: Writer,
    list: js::tape::Open,
    count: usize,
    failed: Result<()>,
}

impl Batch {
    pub(super) fn new() -> Self {
        let mut writer = Writer::default();
        Self {
            list: writer.open(Tag::List),
            writer,
            count: 0,
            failed: Ok(()),
        }
    }

    pub(super) fn add(&mut self, vector: Vector) {
        self.count += 1;
        if self.failed.is_ok() && self.count <= MAX_VECTORS {
            self.failed = vector.write(&mut self.writer);
        }
    }

    fn written(mut self) -> Result<Option<Writer>> {
        let count = self.count;
        if count > MAX_VECTORS {
            return Err(Error::of(Refused::ManyVectors { count }));
        }
        self.failed?;
        self.writer.close(self.list, count);
        Ok((count > 0).then_some(self.writer))
    }
}

awaited!(Change => Mutation);
