//! The query.

use serde::de::DeserializeOwned;

use super::{FromRequestParts, OptionalFromRequestParts, Parts};
use crate::fields;
use crate::http::HttpError;

/// The query as a type of your own.
///
/// A `Vec` takes the values of a name that is repeated; where a field takes one value, a second one is refused. A field
/// that may be missing is an `Option` or has `#[serde(default)]`; an empty text is `None` of a number or a `bool`, and
/// `on` is `true`. A wrong query is answered with 400, the field's name and what is wrong with it, as in
/// ``page: `x` is not an integer of 32 bits without a sign``.
///
/// Below `#[serde(flatten)]`, serde has text alone, so a number or `bool` there fails (``invalid type: string "3", expected
/// u32``). Take two `Query` instead, each of which reads its own fields of the same query.
///
/// Take maps of names that clients choose as a `BTreeMap`: a `HashMap` has no random numbers on this target, so that whoever
/// chooses them can make it slow.
///
/// # Examples
///
/// ```no_run
/// # use worker_sdk::extract::Query;
/// #[derive(serde::Deserialize)]
/// struct Search {
///     q: String,
///     #[serde(default)]
///     tag: Vec<String>,
///     page: Option<u32>,
/// }
///
/// async fn search(Query(search): Query<Search>) -> String {
///     format!("{} in {:?}, page {}", search.q, search.tag, search.page.unwrap_or(1))
/// }
///
/// #[derive(serde::Deserialize)]
/// struct Paging {
///     #[serde(default)]
///     offset: u32,
///     limit: Option<u32>,
/// }
///
/// #[derive(serde::Deserialize)]
/// struct Filter {
///     max_price: Option<u32>,
/// }
///
/// async fn articles(Query(paging): Query<Paging>, Query(filter): Query<Filter>) -> String {
///     format!("up to {:?}, {:?} from {}", filter.max_price, paging.limit, paging.offset)
/// }
/// ```
#[derive(Clone, Copy, Debug, Default)]
pub struct Query<T>(pub T);

impl<S, T: DeserializeOwned> FromRequestParts<S> for Query<T> {
    type Rejection = HttpError;

    const IS_AT_HAND: bool = true;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, HttpError> {
        read(parts).map(Self)
    }

    fn at_hand(parts: &mut Parts, _: &S) -> Result<Self, HttpError> {
        read(parts).map(Self)
    }
}

fn read<T: DeserializeOwned>(parts: &Parts) -> Result<T, HttpError> {
    fields::parse(parts.request.query().unwrap_or_default())
        .map_err(|wrong| wrong.into_rejection(http::StatusCode::BAD_REQUEST))
}

impl<S, T: DeserializeOwned> OptionalFromRequestParts<S> for Query<T> {
    type Rejection = HttpError;

    /// `None` where there is no query.
    async fn optional_from_request_parts(
        parts: &mut Parts,
        state: &S,
    ) -> Result<Option<Self>, HttpError> {
        if parts.request.query().is_none_or(str::is_empty) {
            return Ok(None);
        }
        Self::from_request_parts(parts, state).await.map(Some)
    }
}
