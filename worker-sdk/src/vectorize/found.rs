//! Vectors that the platform found.

use std::fmt::Display;

use serde::de::DeserializeOwned;
use wasm_bindgen::JsValue;

use super::sys;
use crate::Bytes;
use crate::error::{Error, Result};
use crate::js::codec::Several;
use crate::js::serialize;
use crate::js::tape::Tape;

/// A vector that is near to the one that was asked for.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct Match<M = ()> {
    /// Its id.
    pub id: String,
    /// How near it is, by the metric of the index: with `cosine` and `dot-product` more is nearer, with `euclidean` less.
    ///
    /// It is an approximation, unless [values are returned](super::Query::return_values).
    pub score: f64,
    /// Its values, if [`Query::return_values`](super::Query::return_values) asked for them.
    pub values: Option<Vec<f32>>,
    /// The part of the index that it belongs to.
    pub namespace: Option<String>,
    /// What was stored beside it, if [`Query::metadata`](super::Query::metadata) asked for it.
    pub metadata: Option<M>,
}

/// What a query found, the nearest first.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct Matches<M = ()> {
    /// How many there are.
    pub count: usize,
    /// The vectors.
    pub matches: Vec<Match<M>>,
}

/// A vector of the index.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct Stored<M = ()> {
    /// Its id.
    pub id: String,
    /// Its values.
    pub values: Vec<f32>,
    /// The part of the index that it belongs to.
    pub namespace: Option<String>,
    /// What was stored beside it, if [`GetByIds::metadata`](super::GetByIds::metadata) asked for it.
    pub metadata: Option<M>,
}

impl<M> Match<M> {
    /// A vector of this id and as near, without anything beside it, for tests.
    #[must_use]
    pub fn new(id: impl Into<String>, score: f64) -> Self {
        Self {
            id: id.into(),
            score,
            values: None,
            namespace: None,
            metadata: None,
        }
    }
}

impl<M> Matches<M> {
    /// What a query finds, the nearest first, for tests.
    ///
    /// # Examples
    ///
    /// ```
    /// use worker_sdk::vectorize::{Match, Matches};
    ///
    /// let found: Matches = Matches::new([Match::new("a", 0.9), Match::new("b", 0.5)]);
    /// assert_eq!(found.count, 2);
    /// ```
    #[must_use]
    pub fn new(matches: impl IntoIterator<Item = Match<M>>) -> Self {
        let matches: Vec<_> = matches.into_iter().collect();
        Self {
            count: matches.len(),
            matches,
        }
    }
}

impl<M> Stored<M> {
    /// A vector of this id with these values, without anything beside them, for tests.
    #[must_use]
    pub fn new(id: impl Into<String>, values: impl Into<Vec<f32>>) -> Self {
        Self {
            id: id.into(),
            values: values.into(),
            namespace: None,
            metadata: None,
        }
    }
}

serialize!(Match<M>, { "id" => id, "score" => score } maybe {
    "values" => values, "namespace" => namespace, "metadata" => metadata,
});
serialize!(Matches<M>, { "count" => count, "matches" => matches });
serialize!(Stored<M>, { "id" => id, "values" => values } maybe { "namespace" => namespace, "metadata" => metadata });

/// How metadata is read; none for a caller that does not want any.
pub(super) struct Metadata<M>(Option<Read<M>>);

/// Reads the metadata of the vector with an id.
type Read<M> = fn(&mut Several, &str) -> Result<Option<M>>;

impl Metadata<()> {
    pub(super) const UNREAD: Self = Self(None);
}

impl<M> Metadata<M> {
    pub(super) fn typed() -> Self
    where
        M: DeserializeOwned,
    {
        Self(Some(|values, id| {
            next(values, &format_args!("the metadata of the vector `{id}`"))
        }))
    }

    pub(super) fn is_read(&self) -> bool {
        self.0.is_some()
    }

    fn next(&self, values: &mut Several, id: &str) -> Result<Option<M>> {
        match self.0 {
            Some(read) => read(values, id),
            None => Ok(None),
        }
    }

    pub(super) fn matches(&self, found: &JsValue) -> Result<Vec<Match<M>>> {
        let (mut found, count) = Found::of(found, true, self.is_read())?;
        let one = |_| {
            let Head {
                id,
                namespace,
                values,
            } = found.head()?;
            Ok(Match {
                score: next(&mut found.0, &"the score of a vector")?,
                metadata: self.next(&mut found.0, &id)?,
                values,
                namespace,
                id,
            })
        };
        (0..count).map(one).collect()
    }

    pub(super) fn stored(&self, found: &JsValue) -> Result<Vec<Stored<M>>> {
        let (mut found, count) = Found::of(found, false, self.is_read())?;
        let one = |_| {
            let Head {
                id,
                namespace,
                values,
            } = found.head()?;
            Ok(Stored {
                metadata: self.next(&mut found.0, &id)?,
                values: values.unwrap_or_default(),
                namespace,
                id,
            })
        };
        (0..count).map(one).collect()
    }
}

/// The vectors on a tape, as `put_found` of vectorize.js writes them.
struct Found(Several);

struct Head {
    id: String,
    namespace: Option<String>,
    values: Option<Vec<f32>>,
}

impl Found {
    /// And how many there are.
    fn of(found: &JsValue, is_scored: bool, has_metadata: bool) -> Result<(Self, usize)> {
        let put = |at| sys::put_found(found, is_scored.into(), has_metadata.into(), at);
        let (_, tape) = Tape::by(&put)?;
        let mut values = Several::of(tape);
        let count = next(&mut values, &"the number of vectors")?;
        Ok((Self(values), count))
    }

    fn head(&mut self) -> Result<Head> {
        let values = &mut self.0;
        let id = next(values, &"the id of a vector")?;
        let namespace = next(values, &"the namespace of a vector")?;
        let numbers: Option<Bytes> = next(values, &"the values of a vector")?;
        Ok(Head {
            id,
            namespace,
            values: numbers.map(|Bytes(bytes)| floats(&bytes)),
        })
    }
}

fn floats(bytes: &[u8]) -> Vec<f32> {
    let (chunks, _) = bytes.as_chunks();
    chunks.iter().copied().map(f32::from_le_bytes).collect()
}

pub(super) fn next<T: DeserializeOwned>(values: &mut Several, of: &dyn Display) -> Result<T> {
    let ended = || Err(Error::saying("the answer of Vectorize ends early"));
    values.next(of).unwrap_or_else(ended)
}
