//! Cookies that nobody else has made.

use std::convert::Infallible;
use std::fmt;

use super::state::FromRef;
use super::{FromRequestParts, Parts};
use crate::error::Result;
use crate::http::SetCookie;
use crate::http::cookies::Keys;

macro_rules! kind {
    ($(#[$doc:meta])* $name:ident, $get:ident, $(#[$set_doc:meta])* $set:ident) => {
        $(#[$doc])*
        #[derive(Clone)]
        pub struct $name {
            keys: Keys,
            cookies: Vec<(String, String)>,
        }

        impl $name {
            /// The value of the cookie `name`; `None` if there is none that was made with one of the keys.
            ///
            /// # Errors
            ///
            /// Fails when the platform cannot compute.
            pub async fn get(&self, name: &str) -> Result<Option<String>> {
                self.keys.$get(&self.cookies, name).await
            }

            $(#[$set_doc])*
            ///
            /// # Errors
            ///
            /// Fails when the platform cannot compute.
            pub async fn set(&self, cookie: SetCookie) -> Result<SetCookie> {
                self.keys.$set(cookie).await
            }
        }

        impl<S> FromRequestParts<S> for $name
        where
            Keys: FromRef<S>,
        {
            type Rejection = Infallible;

            async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Infallible> {
                Ok(Self {
                    keys: Keys::from_ref(state),
                    cookies: parts.request.cookies(),
                })
            }
        }

        /// Shows the names only.
        impl fmt::Debug for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.debug_set().entries(self.cookies.iter().map(|(name, _)| name)).finish()
            }
        }
    };
}

kind! {
    /// The cookies of a request that were [signed](Keys::sign): others can read them, and not change them.
    ///
    /// The router's state gives the [`Keys`] ([`FromRef`]).
    ///
    /// # Examples
    ///
    /// ```no_run
    /// use worker_sdk::extract::{FromRef, SignedCookies};
    /// use worker_sdk::http::SetCookie;
    /// use worker_sdk::http::cookies::Keys;
    /// use worker_sdk::router::{Router, get};
    /// use worker_sdk::{Bindings, IntoResponse, Result};
    ///
    /// #[derive(Bindings, Clone)]
    /// struct App {
    ///     cookie_keys: Keys,
    /// }
    ///
    /// impl FromRef<App> for Keys {
    ///     fn from_ref(app: &App) -> Self {
    ///         app.cookie_keys.clone()
    ///     }
    /// }
    ///
    /// async fn visit(cookies: SignedCookies) -> Result<impl IntoResponse> {
    ///     let before = cookies.get("__Host-visits").await?;
    ///     let visits = before.and_then(|text| text.parse().ok()).unwrap_or(0) + 1;
    ///     let cookie = SetCookie::new("__Host-visits", visits.to_string()).secure().http_only();
    ///     Ok((cookies.set(cookie).await?, format!("visit {visits}")))
    /// }
    ///
    /// fn app() -> Router<App> {
    ///     Router::new().route("/", get(visit))
    /// }
    /// ```
    SignedCookies, first_signed,
    /// The cookie, signed, for the answer.
    sign
}

kind! {
    /// The cookies of a request that were [hidden](Keys::seal): others can neither read nor change them.
    ///
    /// As [`SignedCookies`].
    PrivateCookies, first_sealed,
    /// The cookie, hidden, for the answer.
    seal
}
