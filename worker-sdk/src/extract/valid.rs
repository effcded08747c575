//! Rules beyond types.

use http::StatusCode;

use super::{FromRequest, FromRequestParts, Parts, Path, Query};
use crate::http::{HttpError, IntoResponse};
use crate::quoted::push_quoted;
use crate::{Response, Result};

/// A type with rules that its fields have to keep.
///
/// # Examples
///
/// ```
/// use worker_sdk::extract::{Problems, Validate};
///
/// #[derive(serde::Deserialize)]
/// struct SignUp {
///     name: String,
///     age: u8,
/// }
///
/// impl Validate for SignUp {
///     fn validate(&self, problems: &mut Problems) {
///         problems.check(!self.name.is_empty(), "name", "is empty");
///         problems.check(self.age >= 18, "age", "has to be 18 or more");
///     }
/// }
/// ```
#[diagnostic::on_unimplemented(
    message = "`{Self}` has no rules to check",
    label = "`Valid<E>` needs `Validate` for what `E` gives",
    note = "implement `worker_sdk::extract::Validate` for `{Self}`, or take the extractor without `Valid`"
)]
pub trait Validate {
    /// Adds what is wrong to `problems`.
    fn validate(&self, problems: &mut Problems);
}

/// What is wrong with a value.
#[derive(Debug, Default)]
pub struct Problems(Vec<(String, String)>);

impl Problems {
    /// Adds a problem of the field at this path, such as `items[2].price`.
    pub fn add(&mut self, field: impl Into<String>, problem: impl Into<String>) {
        self.0.push((field.into(), problem.into()));
    }

    /// Adds a problem unless `is_right`.
    pub fn check(&mut self, is_right: bool, field: &str, problem: &str) {
        if !is_right {
            self.add(field, problem);
        }
    }

    /// Whether nothing is wrong.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    fn into_result(self) -> std::result::Result<(), HttpError> {
        if self.is_empty() {
            Ok(())
        } else {
            Err(self.into())
        }
    }
}

/// Status 422, with all problems: what a handler finds wrong beyond the rules of the type looks as what they refuse.
///
/// # Examples
///
/// ```
/// use worker_sdk::HttpError;
/// use worker_sdk::extract::Problems;
///
/// fn register(is_taken: bool) -> Result<(), HttpError> {
///     let mut problems = Problems::default();
///     problems.check(!is_taken, "email", "is taken");
///     if !problems.is_empty() {
///         return Err(problems.into());
///     }
///     Ok(())
/// }
/// # assert_eq!(register(true).unwrap_err().detail(), "email is taken");
/// ```
impl From<Problems> for HttpError {
    #[cold]
    fn from(problems: Problems) -> Self {
        let detail: Vec<_> = problems
            .0
            .iter()
            .map(|(field, problem)| format!("{field} {problem}"))
            .collect();
        let mut json = String::from("[");
        for (index, (field, problem)) in problems.0.iter().enumerate() {
            json.push_str(if index > 0 {
                ",{\"field\":"
            } else {
                "{\"field\":"
            });
            push_quoted(field, &mut json);
            json.push_str(",\"problem\":");
            push_quoted(problem, &mut json);
            json.push('}');
        }
        json.push(']');
        Self::new(StatusCode::UNPROCESSABLE_ENTITY, detail.join("; ")).with_json("problems", json)
    }
}

/// What an extractor gives, checked by the rules of its type. All that is wrong is answered at once, with 422.
///
/// # Examples
///
/// ```no_run
/// # use worker_sdk::Json;
/// # use worker_sdk::extract::{Problems, Valid, Validate};
/// # #[derive(serde::Deserialize)]
/// # struct SignUp { name: String }
/// # impl Validate for SignUp { fn validate(&self, _: &mut Problems) {} }
/// async fn sign_up(Valid(Json(who)): Valid<Json<SignUp>>) -> String {
///     format!("welcome, {}", who.name)
/// }
/// ```
#[derive(Clone, Copy, Debug, Default)]
pub struct Valid<E>(pub E);

/// An extractor with a value that can be checked: [`Json`](crate::Json), [`Form`](super::Form), [`Query`], [`Path`].
pub trait Extracted {
    /// What it gives.
    type Value;

    /// What it gives.
    fn value(&self) -> &Self::Value;
}

macro_rules! extracted {
    ($($type:ty),*) => {
        $(impl<T> Extracted for $type {
            type Value = T;

            fn value(&self) -> &T {
                &self.0
            }
        })*
    };
}

extracted!(Path<T>, Query<T>, super::Form<T>);
#[cfg(feature = "json")]
extracted!(crate::Json<T>);

/// What [`Valid`] refuses: what its extractor does, and what the rules do.
#[derive(Debug)]
pub enum InvalidOr<R> {
    /// What the extractor refuses.
    Rejection(R),
    /// What the rules refuse.
    Invalid(HttpError),
}

impl<R: IntoResponse> IntoResponse for InvalidOr<R> {
    fn into_response(self) -> Result<Response> {
        match self {
            Self::Rejection(rejection) => rejection.into_response(),
            Self::Invalid(error) => error.into_response(),
        }
    }
}

fn checked<E: Extracted<Value: Validate>, R>(
    extracted: E,
) -> std::result::Result<Valid<E>, InvalidOr<R>> {
    let mut problems = Problems::default();
    extracted.value().validate(&mut problems);
    problems.into_result().map_err(InvalidOr::Invalid)?;
    Ok(Valid(extracted))
}

impl<S, E> FromRequestParts<S> for Valid<E>
where
    E: FromRequestParts<S> + Extracted<Value: Validate>,
{
    type Rejection = InvalidOr<E::Rejection>;

    async fn from_request_parts(
        parts: &mut Parts,
        state: &S,
    ) -> std::result::Result<Self, Self::Rejection> {
        let extracted = E::from_request_parts(parts, state).await;
        checked(extracted.map_err(InvalidOr::Rejection)?)
    }
}

impl<S, E> FromRequest<S> for Valid<E>
where
    E: FromRequest<S> + Extracted<Value: Validate>,
{
    type Rejection = InvalidOr<E::Rejection>;

    async fn from_request(parts: Parts, state: &S) -> std::result::Result<Self, Self::Rejection> {
        let extracted = E::from_request(parts, state).await;
        checked(extracted.map_err(InvalidOr::Rejection)?)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn all_problems_at_once() {
        let mut problems = Problems::default();
        problems.check(true, "name", "is empty");
        assert!(problems.is_empty());
        problems.check(false, "name", "is empty");
        problems.add("items[0].price", "is below 0");
        let error = HttpError::from(problems);
        assert_eq!(error.status(), StatusCode::UNPROCESSABLE_ENTITY);
        assert_eq!(error.detail(), "name is empty; items[0].price is below 0");
    }
}
