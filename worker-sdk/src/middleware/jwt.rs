//! Who asks, as a token says.

use std::fmt;

use http::StatusCode;
use serde::de::DeserializeOwned;

use super::auth::{Sent, bearer, quoted};
use super::{Middleware, Next, Personal};
use crate::error::{Error, Result};
use crate::extract::{FromRequestParts, OptionalFromRequestParts, Parts};
use crate::http::{HttpError, IntoResponse};
use crate::js::Local;
use crate::jwt::{Reason, Refused, Token, Verifier};
use crate::{Request, Response};

/// Asks for a [JSON web token](crate::jwt), and refuses who has none, or one that is not good.
///
/// Handlers take its claims as [`Claims`], and all of it as [`Extension<Token>`](crate::extract::Extension). Put
/// [`Cors`](super::Cors) around it: browsers ask beforehand without a token.
///
/// | request | answer | `www-authenticate` |
/// |---|---|---|
/// | without a token | 401 | `Bearer realm="…"` |
/// | `authorization: Bearer` with something that is no token | 400 | `error="invalid_request"` |
/// | a token that is refused | 401 | `error="invalid_token"` and the [`Reason`] in words |
/// | a token without a scope that [`RequireScope`] asks for | 403 | `error="insufficient_scope"` |
/// | the keys cannot be had | 503 | |
///
/// # Example: a secret of the environment
///
/// The key may be a secret with a JSON web key, which says itself what it is for:
///
/// ```no_run
/// use worker_sdk::jwt::{Keys, Verifier};
/// use worker_sdk::middleware::{Claims, RequireJwt};
/// use worker_sdk::router::{Router, get};
/// use worker_sdk::Bindings;
///
/// #[derive(Bindings, Clone)]
/// struct App {
///     token_keys: Keys,
/// }
///
/// #[derive(serde::Deserialize)]
/// struct User {
///     sub: String,
/// }
///
/// fn app() -> Router<App> {
///     Router::new()
///         .route("/me", get(|Claims(user): Claims<User>| user.sub))
///         .layer(RequireJwt::with(|app: &App| Ok(Verifier::new(app.token_keys.clone()).audience("api"))))
/// }
/// ```
///
/// # Example: the keys that somebody else publishes
///
/// ```no_run
/// use worker_sdk::jwt::{Keys, Verifier};
/// use worker_sdk::middleware::RequireJwt;
/// use worker_sdk::router::{Router, get};
///
/// fn app() -> Router {
///     let keys = Keys::url("https://issuer.example.com/.well-known/jwks.json");
///     let verifier = Verifier::new(keys).issuer("https://issuer.example.com/").audience("api");
///     Router::new().route("/", get(|| "hello")).layer(RequireJwt::new(verifier))
/// }
/// ```
///
/// See <https://www.rfc-editor.org/rfc/rfc6750>.
#[must_use = "a middleware is added with `Router::layer`"]
pub struct RequireJwt<S> {
    verifier: Source<S>,
    place: Place,
    realm: String,
    is_optional: bool,
}

enum Source<S> {
    Fixed(Verifier),
    Made(Local<Make<S>>),
}

type Make<S> = Box<dyn Fn(&S) -> Result<Verifier>>;

type Find = Box<dyn Fn(&Request) -> Option<String>>;

enum Place {
    Bearer,
    Header(String),
    Cookie(String),
    Own(Local<Find>),
}

impl Place {
    fn find(&self, request: &Request) -> Sent {
        let token = match self {
            Self::Bearer => return bearer(request),
            Self::Header(name) => request.header(name),
            Self::Cookie(name) => request.cookie(name),
            Self::Own(find) => find(request),
        };
        token.map_or(Sent::Nothing, Sent::Token)
    }
}

impl<S> RequireJwt<S> {
    /// Asks for a token that this verifier takes.
    pub fn new(verifier: Verifier) -> Self {
        Self::of(Source::Fixed(verifier))
    }

    /// As [`new`](Self::new), with a verifier that is made of the router's state for each request. Take the keys from the
    /// state, or from outside of the function: what belongs to them is kept with them.
    pub fn with(make: impl Fn(&S) -> Result<Verifier> + 'static) -> Self {
        Self::of(Source::Made(Local::new(Box::new(make))))
    }

    fn of(verifier: Source<S>) -> Self {
        Self {
            verifier,
            place: Place::Bearer,
            realm: String::new(),
            is_optional: false,
        }
    }

    /// Names what the token is for, in the answer to those who have none.
    pub fn realm(mut self, realm: &str) -> Self {
        self.realm = format!("realm={}", quoted(realm));
        self
    }

    /// Takes the whole value of another header as the token.
    pub fn header(mut self, name: impl Into<String>) -> Self {
        self.place = Place::Header(name.into());
        self
    }

    /// Takes the token from a cookie. A browser sends it whoever asks: put [`Csrf`](super::Csrf) around, too.
    pub fn cookie(mut self, name: impl Into<String>) -> Self {
        self.place = Place::Cookie(name.into());
        self
    }

    /// Takes the token from where this function finds it.
    pub fn find(mut self, find: impl Fn(&Request) -> Option<String> + 'static) -> Self {
        self.place = Place::Own(Local::new(Box::new(find)));
        self
    }

    /// Lets requests without a token pass; handlers take `Option<Claims<T>>`. A token that is not good is refused as
    /// ever. The token that another one, further out, has checked is not handed on in its place.
    pub fn optional(mut self) -> Self {
        self.is_optional = true;
        self
    }
}

impl<S: 'static> Middleware<S> for RequireJwt<S> {
    async fn handle(&self, request: Request, mut next: Next, state: &S) -> Result<Response> {
        let token = match self.place.find(&request) {
            Sent::Nothing if self.is_optional => {
                next.remove::<Token>();
                return next.run(request).await;
            }
            Sent::Nothing => return missing(&self.realm).into_response(),
            Sent::Wrong => return no_token(&self.realm).into_response(),
            Sent::Token(token) => token,
        };
        let checked = match &self.verifier {
            Source::Fixed(verifier) => verifier.verify(&token).await,
            Source::Made(make) => make(state)?.verify(&token).await,
        };
        match checked {
            Ok(token) => {
                Personal::of(&mut next).mark();
                next.insert(token);
                next.run(request).await
            }
            Err(refused) => answer(refused, &self.realm).into_response(),
        }
    }
}

fn challenge(realm: &str, rest: &str) -> String {
    let separator = if realm.is_empty() || rest.is_empty() {
        ""
    } else {
        ", "
    };
    let space = if realm.is_empty() && rest.is_empty() {
        ""
    } else {
        " "
    };
    format!("Bearer{space}{realm}{separator}{rest}")
}

#[cold]
fn missing(realm: &str) -> HttpError {
    HttpError::unauthorized("a token is missing")
        .with_header("www-authenticate", challenge(realm, ""))
}

#[cold]
fn no_token(realm: &str) -> HttpError {
    let detail = "the header `authorization` has no bearer token";
    HttpError::new(StatusCode::BAD_REQUEST, detail).with_header(
        "www-authenticate",
        challenge(realm, "error=\"invalid_request\""),
    )
}

#[cold]
fn answer(refused: Refused, realm: &str) -> HttpError {
    if refused.reason() == Reason::NoKeys {
        let error = HttpError::new(StatusCode::SERVICE_UNAVAILABLE, refused.reason().text());
        return match refused.into_source() {
            Some(source) => error.with_source(source),
            None => error,
        };
    }
    let description = refused.to_string();
    let rest = format!(
        "error=\"invalid_token\", error_description={}",
        quoted(&description)
    );
    HttpError::unauthorized(description).with_header("www-authenticate", challenge(realm, &rest))
}

/// Asks for a scope of the token that [`RequireJwt`], further out, has checked: a word of its `scope` or `scp`.
///
/// # Examples
///
/// ```no_run
/// # use worker_sdk::jwt::Verifier;
/// use worker_sdk::middleware::{RequireJwt, RequireScope};
/// use worker_sdk::router::{Router, get, post};
///
/// fn app(verifier: Verifier) -> Router {
///     Router::new()
///         .route("/orders", get(|| "all of them").post(|| "made").layer(RequireScope::new("orders")))
///         .layer(RequireJwt::new(verifier))
/// }
/// ```
#[derive(Clone, Debug)]
#[must_use = "a middleware is added with `Router::layer`"]
pub struct RequireScope(Vec<String>);

impl RequireScope {
    /// Asks for this scope.
    pub fn new(scope: impl Into<String>) -> Self {
        Self(vec![scope.into()])
    }

    /// Asks for this one as well.
    pub fn and(mut self, scope: impl Into<String>) -> Self {
        self.0.push(scope.into());
        self
    }

    fn is_in(&self, token: &Token) -> bool {
        self.0
            .iter()
            .all(|scope| token.scopes().any(|had| had == scope))
    }
}

impl<S> Middleware<S> for RequireScope {
    async fn handle(&self, request: Request, next: Next, _: &S) -> Result<Response> {
        let error = match next.extension::<Token>() {
            Some(token) if self.is_in(token) => return next.run(request).await,
            Some(_) => {
                let scope = quoted(&self.0.join(" "));
                let rest = format!("error=\"insufficient_scope\", scope={scope}");
                let error = HttpError::forbidden("the token does not allow this");
                error.with_header("www-authenticate", challenge("", &rest))
            }
            None => missing(""),
        };
        error.into_response()
    }
}

/// The claims of the token that [`RequireJwt`] has checked, as a type of your own.
///
/// Claims of another form are answered with 401. A handler without [`RequireJwt`] around it is a mistake of the worker;
/// with `Option<Claims<T>>` it is `None`.
#[derive(Clone, Copy, Debug, Default)]
pub struct Claims<T>(pub T);

impl<T: DeserializeOwned> Claims<T> {
    fn of(token: &Token) -> Result<Self, HttpError> {
        let claims = token.claims().map_err(|refused| answer(refused, ""));
        claims.map(Self)
    }
}

impl<S, T: DeserializeOwned> FromRequestParts<S> for Claims<T> {
    type Rejection = ClaimsRejection;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, ClaimsRejection> {
        match parts.extension() {
            Some(token) => Self::of(token).map_err(ClaimsRejection::Wrong),
            None => Err(ClaimsRejection::Missing),
        }
    }
}

impl<S, T: DeserializeOwned> OptionalFromRequestParts<S> for Claims<T> {
    type Rejection = HttpError;

    async fn optional_from_request_parts(
        parts: &mut Parts,
        _: &S,
    ) -> Result<Option<Self>, HttpError> {
        parts.extension().map(Self::of).transpose()
    }
}

/// Why there are no [`Claims`].
#[derive(Debug)]
#[non_exhaustive]
pub enum ClaimsRejection {
    /// They have another form: 401.
    Wrong(HttpError),
    /// Nothing has checked a token: the event is rejected.
    Missing,
}

impl IntoResponse for ClaimsRejection {
    fn into_response(self) -> Result<Response> {
        match self {
            Self::Wrong(error) => error.into_response(),
            Self::Missing => Err(Error::saying(
                "nothing has checked a token; put `RequireJwt` around the route",
            )),
        }
    }
}

impl<S> fmt::Debug for RequireJwt<S> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("RequireJwt { .. }")
    }
}

#[cfg(test)]
mod tests {
    use super::challenge;

    #[test]
    fn challenges() {
        let cases = [
            (("", ""), "Bearer"),
            (("realm=\"a\"", ""), "Bearer realm=\"a\""),
            (("", "error=\"b\""), "Bearer error=\"b\""),
            (
                ("realm=\"a\"", "error=\"b\""),
                "Bearer realm=\"a\", error=\"b\"",
            ),
        ];
        for ((realm, rest), expected) in cases {
            assert_eq!(challenge(realm, rest), expected);
        }
    }
}
