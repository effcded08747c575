//! Structs whose fields stand on the environment.

use super::Env;
use crate::error::Result;

/// A struct whose fields are variables, secrets and bindings; made by `#[derive(Bindings)]`.
///
/// A handler takes it in place of [`Env`], and what its fields need is then checked against the configuration when the
/// worker is built. It is made when an event begins.
///
/// A field is called as on the environment, in small letters: `cache` is `CACHE`. Its type is any
/// [`Binding`](super::Binding). `#[binding("NAME")]` gives another name. `#[binding(flatten)]` takes the fields of
/// another such struct, or all of [`Env`].
///
/// # Examples
///
/// ```no_run
/// # mod worker {
/// use worker_sdk::env::Secret;
/// use worker_sdk::fetch::Fetcher;
/// use worker_sdk::{Bindings, Request, Response, Result, event};
///
/// #[derive(Bindings)]
/// struct App {
///     accounts: Fetcher,
///     api_key: Secret,
///     region: Option<String>,
///     #[binding("max-items")]
///     max_items: u32,
/// }
///
/// #[event(fetch)]
/// async fn main(request: Request, app: App) -> Result<Response> {
///     app.accounts.fetch(request).await
/// }
/// # }
/// # fn main() {}
/// ```
///
/// See <https://developers.cloudflare.com/workers/runtime-apis/bindings/>.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is no struct of bindings",
    label = "`{Self}` does not implement `Bindings`",
    note = "write `#[derive(worker_sdk::Bindings)]` above `{Self}`"
)]
pub trait Bindings: Sized {
    #[doc(hidden)]
    const RECORDS: &'static str = "";

    /// Fills the struct.
    ///
    /// # Errors
    ///
    /// Fails when a binding is missing ([`Error::is_missing_binding`](crate::Error::is_missing_binding)), or
    /// something else than the field says ([`Error::is_malformed`](crate::Error::is_malformed)).
    fn from_env(env: &Env) -> Result<Self>;
}

/// The whole environment, beside other fields.
impl Bindings for Env {
    fn from_env(env: &Env) -> Result<Self> {
        Ok(env.clone())
    }
}

/// Nothing is asked of the environment.
impl Bindings for () {
    fn from_env(_: &Env) -> Result<Self> {
        Ok(())
    }
}

macro_rules! shared {
    ($($pointer:ty),*) => {
        $(impl<T: Bindings> Bindings for $pointer {
            const RECORDS: &'static str = T::RECORDS;

            fn from_env(env: &Env) -> Result<Self> {
                T::from_env(env).map(Self::new)
            }
        })*
    };
}

shared!(std::rc::Rc<T>, std::sync::Arc<T>);

/// Makes a struct of bindings an extractor of routers, where there are routers.
#[cfg(feature = "router")]
#[doc(hidden)]
#[macro_export]
macro_rules! __extractor_of_bindings {
    ($name:ident) => {
        #[automatically_derived]
        impl<__State> $crate::extract::FromRequestParts<__State> for $name {
            type Rejection = $crate::Error;

            async fn from_request_parts(
                parts: &mut $crate::extract::Parts,
                _: &__State,
            ) -> ::core::result::Result<Self, $crate::Error> {
                $crate::__private::Bindings::from_env(parts.env())
            }
        }
    };
}

/// There are no routers.
#[cfg(not(feature = "router"))]
#[doc(hidden)]
#[macro_export]
macro_rules! __extractor_of_bindings {
    ($name:ident) => {};
}
