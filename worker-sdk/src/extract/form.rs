//! Forms.

use std::pin::Pin;

use http::StatusCode;
use serde::de::DeserializeOwned;

use super::body::{is_absent, media_type, read_form, read_limited, text_of, unsupported};
use super::{FromRequest, OptionalFromRequest, Parts};
use crate::fields;
#[cfg(feature = "multipart")]
use crate::http::Multipart;
use crate::http::{FormData, HttpError, form_text_of};

/// The text fields of a form as a type of your own, urlencoded or multipart.
///
/// Files are left out: take [`FormData`] where there are some. A `Vec` takes the fields of a name that is repeated, and an
/// empty field or one that is ticked is read as [`Query`](super::Query) does. A body that is no form is answered with 415
/// or 400, fields that are not the expected ones with 422, the field's name and what is wrong with it.
///
/// It never reads the query, which axum's does for `GET` and `HEAD`: take [`Query`](super::Query) there.
///
/// Below `#[serde(flatten)]`, serde has text alone, so a number or `bool` there fails (``invalid type: string "3", expected
/// u32``). Write the fields into `T` itself; in a query, which is not used up, two [`Query`](super::Query) do it.
///
/// Take maps of names that clients choose as a `BTreeMap`: a `HashMap` has no random numbers on this target, so that whoever
/// chooses them can make it slow.
///
/// # Examples
///
/// ```no_run
/// # use worker_sdk::extract::Form;
/// #[derive(serde::Deserialize)]
/// struct Order {
///     article: String,
///     count: u32,
/// }
///
/// async fn order(Form(order): Form<Order>) -> String {
///     format!("{} times {}", order.count, order.article)
/// }
/// ```
#[derive(Clone, Copy, Debug, Default)]
pub struct Form<T>(pub T);

const URLENCODED: &str = "application/x-www-form-urlencoded";
const MULTIPART: &str = "multipart/form-data";

impl<S, T: DeserializeOwned> FromRequest<S> for Form<T> {
    type Rejection = HttpError;

    async fn from_request(mut parts: Parts, _: &S) -> Result<Self, HttpError> {
        let text = text_of_fields(&mut parts).await?;
        fields::parse(&text)
            .map(Self)
            .map_err(|wrong| wrong.into_rejection(StatusCode::UNPROCESSABLE_ENTITY))
    }
}

impl<S, T: DeserializeOwned> OptionalFromRequest<S> for Form<T> {
    type Rejection = HttpError;

    /// `None` where there is no body.
    async fn optional_from_request(parts: Parts, state: &S) -> Result<Option<Self>, HttpError> {
        if is_absent(&parts) {
            return Ok(None);
        }
        Self::from_request(parts, state).await.map(Some)
    }
}

/// In a box of its own, it is compiled once and not for each type.
fn text_of_fields<'a>(
    parts: &'a mut Parts,
) -> Pin<Box<dyn Future<Output = Result<String, HttpError>> + 'a>> {
    Box::pin(async {
        match media_type(parts).as_deref() {
            Some(URLENCODED) => text_of(read_limited(parts).await?),
            Some(MULTIPART) => Ok(form_text_of(&read_form(parts).await?)),
            other => Err(unsupported(
                other,
                "application/x-www-form-urlencoded` or `multipart/form-data",
            )),
        }
    })
}

impl<S> FromRequest<S> for FormData {
    type Rejection = HttpError;

    async fn from_request(mut parts: Parts, _: &S) -> Result<Self, HttpError> {
        match media_type(&parts).as_deref() {
            Some(URLENCODED | MULTIPART) => read_form(&mut parts).await,
            other => Err(unsupported(
                other,
                "multipart/form-data` or `application/x-www-form-urlencoded",
            )),
        }
    }
}

#[cfg(feature = "multipart")]
impl<S> FromRequest<S> for Multipart {
    type Rejection = HttpError;

    async fn from_request(mut parts: Parts, _: &S) -> Result<Self, HttpError> {
        let form = parts.request.multipart()?;
        Ok(match parts.extension::<super::BodyLimit>() {
            Some(limit) => {
                let bytes = limit.bytes();
                form.max_length(bytes).max_field_length(bytes)
            }
            None => form,
        })
    }
}
