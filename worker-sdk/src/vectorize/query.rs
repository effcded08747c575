//! Asking for vectors that are near.

use serde::de::DeserializeOwned;
use wasm_bindgen::JsValue;

use super::error::{Refused, RefusedFilter, Which};
use super::filter::Filter;
use super::found::{Matches, Metadata};
use super::vector::{check_id, check_namespace, check_values};
use super::{MAX_FILTER_LENGTH, MAX_TOP_K, sys};
use crate::error::{Error, Result};
use crate::js::tape::{Tag, Writer};
use crate::js::{self, awaited};

/// Which metadata a query gives back.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum ReturnMetadata {
    /// None.
    None,
    /// The properties that have a metadata index, at no cost. Text is cut after 64 bytes.
    Indexed,
    /// All of it. It takes longer, and the platform gives fewer matches.
    All,
}

/// Asks for vectors that are near: [`Index::query`](super::Index::query) and
/// [`Index::query_by_id`](super::Index::query_by_id). Nothing is sent before it is awaited.
///
/// The matches carry metadata of type `M` after [`metadata`](Query::metadata), otherwise none.
///
/// # Errors
///
/// Fails when the vector has more than 1536 values or one that is not finite, when an id or the namespace has more than 64
/// bytes, when [`top_k`](Query::top_k) is not from 1 to 100, when the [filter](Filter) is not one that the platform takes,
/// and when the platform refuses the query, such as for a vector of other dimensions than those of the index. When the
/// metadata of a match is not an `M` the error [is malformed](Error::is_malformed) and says which one.
#[must_use = "nothing is asked until it is awaited"]
pub struct Query<M = ()> {
    index: JsValue,
    subject: Subject,
    options: Options,
    metadata: Metadata<M>,
}

enum Subject {
    Vector(Vec<f32>),
    Id(String),
}

#[derive(Default)]
struct Options {
    top_k: Option<u32>,
    namespace: Option<String>,
    return_values: Option<bool>,
    return_metadata: Option<ReturnMetadata>,
    filter: Option<Filter>,
}

impl Query {
    pub(super) fn near(index: &JsValue, vector: Vec<f32>) -> Self {
        Self::new(index, Subject::Vector(vector))
    }

    pub(super) fn near_id(index: &JsValue, id: String) -> Self {
        Self::new(index, Subject::Id(id))
    }

    fn new(index: &JsValue, subject: Subject) -> Self {
        Self {
            index: index.clone(),
            subject,
            options: Options::default(),
            metadata: Metadata::UNREAD,
        }
    }
}

impl<M> Query<M> {
    /// How many matches there are at most, from 1 to 100; without this 5.
    ///
    /// The platform takes no more than 20 together with values or with [all metadata](ReturnMetadata::All), for which
    /// [`metadata`](Query::metadata) asks, according to <https://developers.cloudflare.com/vectorize/platform/limits/>; it
    /// was seen to take 50. That is not checked here. With [`Indexed`](ReturnMetadata::Indexed) metadata it takes 100.
    pub fn top_k(mut self, top_k: u32) -> Self {
        self.options.top_k = Some(top_k);
        self
    }

    /// Only vectors of this part of the index.
    pub fn namespace(mut self, namespace: impl Into<String>) -> Self {
        self.options.namespace = Some(namespace.into());
        self
    }

    /// Whether matches have their values; then scores are exact, and it takes longer.
    pub fn return_values(mut self, values: bool) -> Self {
        self.options.return_values = Some(values);
        self
    }

    /// Which metadata is given back. It can be read after [`metadata`](Query::metadata), which asks for all by itself.
    pub fn return_metadata(mut self, metadata: ReturnMetadata) -> Self {
        self.options.return_metadata = Some(metadata);
        self
    }

    /// Only vectors whose metadata meets all conditions of the filter. A filter without conditions is none.
    pub fn filter(mut self, filter: Filter) -> Self {
        self.options.filter = Some(filter);
        self
    }

    /// Reads the metadata of each match as a `T`: [all of it](ReturnMetadata::All), unless
    /// [`return_metadata`](Query::return_metadata) says otherwise.
    ///
    /// # Examples
    ///
    /// ```no_run
    /// # async fn run(index: worker_sdk::vectorize::Index) -> worker_sdk::Result<()> {
    /// #[derive(serde::Deserialize)]
    /// struct Page {
    ///     url: String,
    /// }
    ///
    /// let found = index.query_by_id("page-1").top_k(3).metadata::<Page>().await?;
    /// for page in found.matches {
    ///     let url = page.metadata.map(|page| page.url);
    ///     worker_sdk::console_log!("{url:?}: {}", page.score);
    /// }
    /// # Ok(())
    /// # }
    /// ```
    pub fn metadata<T: DeserializeOwned>(self) -> Query<T> {
        Query {
            index: self.index,
            subject: self.subject,
            options: self.options,
            metadata: Metadata::typed(),
        }
    }

    async fn send(mut self) -> Result<Matches<M>> {
        if self.metadata.is_read() {
            let level = &mut self.options.return_metadata;
            level.get_or_insert(ReturnMetadata::All);
        }
        let found = asked(&self.index, &self.subject, &self.options).await?;
        let matches = self.metadata.matches(&js::property(&found, "matches"))?;
        let count = js::number(&js::property(&found, "count"));
        Ok(Matches {
            count: count.map_or(matches.len(), |count| count as usize),
            matches,
        })
    }
}

async fn asked(index: &JsValue, subject: &Subject, options: &Options) -> Result<JsValue> {
    let mut writer = Writer::default();
    let list = writer.open(Tag::List);
    subject.write(&mut writer)?;
    let has_filter = options.write(&mut writer)?;
    writer.close(list, 2);
    let most = MAX_FILTER_LENGTH as i32;
    let promise = writer.give(|at, live| sys::query(index, most, at, live));
    if has_filter && let Some(length) = js::number(&promise) {
        let length = length as usize;
        return Err(Error::of(RefusedFilter::Long { length }));
    }
    js::settled(promise, "asking for vectors").await
}

impl Subject {
    fn write(&self, writer: &mut Writer) -> Result<()> {
        match self {
            Self::Vector(values) => {
                check_values(values, || Which::OfQuery)?;
                writer.floats(values);
            }
            Self::Id(id) => {
                check_id(id)?;
                writer.text(id);
            }
        }
        Ok(())
    }
}

impl Options {
    /// Says whether there is a filter.
    fn write(&self, writer: &mut Writer) -> Result<bool> {
        let object = writer.open(Tag::Object);
        let mut count = 0;
        let mut name = |name, writer: &mut Writer| {
            writer.constant(name);
            count += 1;
        };
        if let Some(top_k) = self.top_k {
            name("topK", writer);
            writer.number(checked_top_k(top_k)?.into());
        }
        if let Some(namespace) = &self.namespace {
            check_namespace(namespace)?;
            name("namespace", writer);
            writer.text(namespace);
        }
        if let Some(values) = self.return_values {
            name("returnValues", writer);
            writer.bool(values);
        }
        if let Some(metadata) = self.return_metadata {
            name("returnMetadata", writer);
            writer.constant(metadata.text());
        }
        let filter = self.filter.as_ref().filter(|filter| !filter.is_empty());
        if let Some(filter) = filter {
            name("filter", writer);
            filter.write(writer).map_err(Error::of)?;
        }
        writer.close(object, count);
        Ok(filter.is_some())
    }
}

fn checked_top_k(top_k: u32) -> Result<u32> {
    match top_k {
        1..=MAX_TOP_K => Ok(top_k),
        _ => Err(Error::of(Refused::TopK { top_k })),
    }
}

impl ReturnMetadata {
    const fn text(self) -> &'static str {
        match self {
            Self::None => "none",
            Self::Indexed => "indexed",
            Self::All => "all",
        }
    }
}

awaited!(Query<M> => Matches<M>);
