//! The state of a router.

use std::convert::Infallible;
use std::ops::Deref;
use std::rc::Rc;

use super::{FromRequestParts, Parts};

/// The router's state, cloned for the handler, or a part of it ([`FromRef`]).
///
/// A struct of bindings costs a few references to clone. Put larger states into an `Arc` or `Rc`: `Router<Rc<App>>` and
/// `State<Rc<App>>`. Where it is an `Rc<App>`, that alone is an extractor, too.
///
/// # Examples
///
/// ```no_run
/// # use worker_sdk::{Bindings, HttpError, kv};
/// # use worker_sdk::extract::{Path, State};
/// #[derive(Bindings, Clone)]
/// struct App {
///     pages: kv::Namespace,
/// }
///
/// async fn page(Path(name): Path<String>, State(app): State<App>) -> Result<String, HttpError> {
///     let page = app.pages.get(&name).text().await?;
///     page.ok_or_else(|| HttpError::not_found("there is no such page"))
/// }
/// ```
#[derive(Clone, Copy, Debug, Default)]
pub struct State<T>(pub T);

/// A type that can be taken from the state `S`.
///
/// Derive it for the state itself: then each field is a part of it, found by its type and cloned.
///
/// | attribute | |
/// |---|---|
/// | `#[from_ref(skip)]`, on a field | it is no part; of fields of one type only one can be |
/// | `#[from_ref(crate = path)]`, on the struct | where this crate is, if not at `::worker_sdk` |
///
/// # Examples
///
/// ```
/// use worker_sdk::extract::{FromRef, State};
///
/// #[derive(Clone, FromRef)]
/// struct App {
///     title: String,
///     #[from_ref(skip)]
///     footer: String,
/// }
///
/// async fn title(State(title): State<String>) -> String {
///     title
/// }
/// ```
///
/// # Example: by hand
///
/// ```
/// use worker_sdk::extract::FromRef;
///
/// #[derive(Clone)]
/// struct App {
///     title: String,
/// }
///
/// struct Title(String);
///
/// impl FromRef<App> for Title {
///     fn from_ref(app: &App) -> Self {
///         Title(app.title.clone())
///     }
/// }
/// ```
#[diagnostic::on_unimplemented(
    message = "a router whose state is `{S}` has no `{Self}`",
    label = "`State<{Self}>` cannot be taken from `{S}`",
    note = "the state has to be `Clone`",
    note = "if it is a part of the state, add `#[derive(worker_sdk::extract::FromRef)]` to that, or implement `FromRef<{S}>` for `{Self}`"
)]
pub trait FromRef<S> {
    /// Takes it.
    fn from_ref(state: &S) -> Self;
}

impl<T: Clone> FromRef<T> for T {
    fn from_ref(state: &T) -> T {
        state.clone()
    }
}

impl<S, T: FromRef<S>> FromRequestParts<S> for State<T> {
    type Rejection = Infallible;

    const IS_AT_HAND: bool = true;

    async fn from_request_parts(_: &mut Parts, state: &S) -> Result<Self, Infallible> {
        Ok(Self(T::from_ref(state)))
    }

    fn at_hand(_: &mut Parts, state: &S) -> Result<Self, Infallible> {
        Ok(Self(T::from_ref(state)))
    }
}

/// The router's state itself, where it is counted: the object, in handlers of a class's router, which may be its methods.
impl<T> FromRequestParts<Rc<T>> for Rc<T> {
    type Rejection = Infallible;

    const IS_AT_HAND: bool = true;

    async fn from_request_parts(_: &mut Parts, state: &Self) -> Result<Self, Infallible> {
        Ok(state.clone())
    }

    fn at_hand(_: &mut Parts, state: &Self) -> Result<Self, Infallible> {
        Ok(state.clone())
    }
}

impl<T> Deref for State<T> {
    type Target = T;

    fn deref(&self) -> &T {
        &self.0
    }
}
