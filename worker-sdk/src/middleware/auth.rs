//! Who asks.

use http::StatusCode;

use super::{Middleware, Next};
use crate::error::Result;
use crate::extract::{BasicAuth, BearerToken, Header};
use crate::http::{HttpError, IntoResponse};
use crate::text::bare;
use crate::{Request, Response};

/// Asks for a name and a password, as browsers do, and refuses who has none with 401.
///
/// The function gets what was sent, and the router's state. Compare secrets with
/// [`Secret::matches`](crate::env::Secret::matches) or [`timing_safe_equal`](crate::crypto::timing_safe_equal). Handlers
/// take [`Extension<BasicAuth>`](crate::extract::Extension). An empty password is refused without asking the function:
/// a secret that was set to nothing by mistake would let everybody in.
///
/// A browser that knows the password sends it whoever asks, also with forms of other sites: put [`Csrf`](super::Csrf)
/// around, too.
///
/// Where finding out takes waiting, or a name comes without a password, write an [own middleware](super) that takes
/// [`TypedHeader<BasicAuth>`](crate::extract::TypedHeader).
///
/// # Examples
///
/// ```no_run
/// use worker_sdk::env::Secret;
/// use worker_sdk::extract::BasicAuth;
/// use worker_sdk::middleware::RequireBasic;
/// use worker_sdk::router::{Router, get};
/// use worker_sdk::Bindings;
///
/// #[derive(Bindings, Clone)]
/// struct App {
///     password: Secret,
/// }
///
/// fn is_admin(who: &BasicAuth, app: &App) -> bool {
///     who.username == "admin" && app.password.matches(&who.password)
/// }
///
/// fn app() -> Router<App> {
///     Router::new().route("/", get(|| "hello")).layer(RequireBasic::new("admin", is_admin))
/// }
/// ```
#[must_use = "a middleware is added with `Router::layer`"]
pub struct RequireBasic<F> {
    challenge: String,
    is_right: F,
}

/// Asks for a token, and refuses who has none, or a wrong one, with 401.
///
/// As [`RequireBasic`]; handlers take `Extension<BearerToken>`. `authorization: Basic …` is no token, and `authorization:
/// Bearer` with what cannot be one is answered with 400.
///
/// # Examples
///
/// ```no_run
/// use worker_sdk::env::Secret;
/// use worker_sdk::extract::BearerToken;
/// use worker_sdk::middleware::RequireBearer;
/// use worker_sdk::router::{Router, get};
///
/// let router: Router<Secret> = Router::new()
///     .route("/", get(|| "hello"))
///     .layer(RequireBearer::new("api", |token: &BearerToken, known: &Secret| known.matches(&token.0)));
/// ```
#[must_use = "a middleware is added with `Router::layer`"]
pub struct RequireBearer<F> {
    realm: String,
    is_right: F,
}

impl<F> RequireBasic<F> {
    /// Asks for name and password of `realm`, which browsers show.
    pub fn new(realm: &str, is_right: F) -> Self {
        Self {
            challenge: format!("Basic realm={}, charset=\"UTF-8\"", quoted(realm)),
            is_right,
        }
    }
}

impl<F> RequireBearer<F> {
    /// Asks for a token of `realm`.
    pub fn new(realm: &str, is_right: F) -> Self {
        Self {
            realm: quoted(realm),
            is_right,
        }
    }
}

/// A quoted string of RFC 9110.
pub(super) fn quoted(text: &str) -> String {
    let mut quoted = String::from("\"");
    for char in text.chars() {
        match char {
            '"' | '\\' => quoted.extend(['\\', char]),
            char if char.is_ascii_graphic() || char == ' ' => quoted.push(char),
            _ => quoted.push('?'),
        }
    }
    quoted.push('"');
    quoted
}

fn refused(detail: &'static str, challenge: String) -> Result<Response> {
    HttpError::unauthorized(detail)
        .with_header("www-authenticate", challenge)
        .into_response()
}

/// What a request has for a token.
pub(super) enum Sent {
    Nothing,
    Wrong,
    Token(String),
}

/// What uses another scheme has no token, says RFC 6750.
pub(super) fn bearer(request: &Request) -> Sent {
    let Some(value) = request.header(BearerToken::NAME) else {
        return Sent::Nothing;
    };
    let scheme = bare(&value).split(' ').next().unwrap_or_default();
    match BearerToken::decode(&value) {
        Some(token) => Sent::Token(token.0),
        None if scheme.eq_ignore_ascii_case("bearer") => Sent::Wrong,
        None => Sent::Nothing,
    }
}

impl<S, F: Fn(&BasicAuth, &S) -> bool + 'static> Middleware<S> for RequireBasic<F> {
    async fn handle(&self, request: Request, mut next: Next, state: &S) -> Result<Response> {
        let sent = request.header(BasicAuth::NAME);
        match sent.as_deref().and_then(BasicAuth::decode) {
            Some(who) if !who.password.is_empty() && (self.is_right)(&who, state) => {
                next.insert(who);
                next.run(request).await
            }
            _ => refused("name or password are wrong", self.challenge.clone()),
        }
    }
}

impl<S, F: Fn(&BearerToken, &S) -> bool + 'static> Middleware<S> for RequireBearer<F> {
    async fn handle(&self, request: Request, mut next: Next, state: &S) -> Result<Response> {
        let realm = &self.realm;
        let token = match bearer(&request) {
            Sent::Nothing => {
                return refused("a token is missing", format!("Bearer realm={realm}"));
            }
            Sent::Wrong => {
                let detail = "the header `authorization` has no bearer token";
                let challenge = format!("Bearer realm={realm}, error=\"invalid_request\"");
                return HttpError::new(StatusCode::BAD_REQUEST, detail)
                    .with_header("www-authenticate", challenge)
                    .into_response();
            }
            Sent::Token(token) => BearerToken(token),
        };
        if !(self.is_right)(&token, state) {
            return refused(
                "the token is wrong",
                format!("Bearer realm={realm}, error=\"invalid_token\""),
            );
        }
        next.insert(token);
        next.run(request).await
    }
}

impl<F> std::fmt::Debug for RequireBasic<F> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("RequireBasic { .. }")
    }
}

impl<F> std::fmt::Debug for RequireBearer<F> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("RequireBearer { .. }")
    }
}

#[cfg(test)]
mod tests {
    use super::quoted;

    #[test]
    fn a_realm_breaks_no_header() {
        assert_eq!(quoted("a \"b\" \\\r\nc: é"), r#""a \"b\" \\??c: ?""#);
    }
}
