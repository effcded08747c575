//! Answers for scripts of other sites.

use std::time::Duration;

use http::{Method, StatusCode};

use super::marks::{Before, Marks, marked, marking};
use super::{Middleware, Next};
use crate::error::{Error, Result};
use crate::http::ResponseInit;
use crate::js::Local;
use crate::text::push_decimal;
use crate::{Body, Headers, Request, Response};

/// Lets scripts of other sites read the answers (CORS).
///
/// Preflight requests are answered here, with 204, and do not reach the handler. An origin that is not allowed gets the
/// answer without the headers that would let it read it: that is what browsers refuse, and all that they ask for.
///
/// Who may read is said here alone: what a handler, or a server behind it, has said of that does not count.
///
/// What a handler fails with, without an answer, has no headers: put [`on_error`](super::on_error) further in.
///
/// # Examples
///
/// ```no_run
/// use std::time::Duration;
/// use worker_sdk::middleware::Cors;
/// use worker_sdk::router::{Router, get};
///
/// let router: Router = Router::new().route("/", get(|| "hello")).layer(
///     Cors::origins(["https://app.example.com"])
///         .allow_credentials()
///         .max_age(Duration::from_secs(3600)),
/// );
/// ```
///
/// # Example: origins of the environment
///
/// ```jsonc
/// // wrangler.jsonc
/// "vars": { "ORIGINS": ["https://app.example.com"] },
/// "env": { "staging": { "vars": { "ORIGINS": ["https://staging.example.com"] } } }
/// ```
///
/// ```no_run
/// use worker_sdk::middleware::Cors;
/// use worker_sdk::router::{Router, get};
/// use worker_sdk::{Bindings, Json};
///
/// #[derive(Bindings, Clone)]
/// struct App {
///     origins: Json<Vec<String>>,
/// }
///
/// fn app() -> Router<App> {
///     let cors = Cors::with(|app: &App| Ok(Cors::origins(&app.origins.0).allow_credentials()));
///     Router::new().route("/", get(|| "hello")).layer(cors)
/// }
/// ```
///
/// See <https://fetch.spec.whatwg.org/#http-cors-protocol>.
#[must_use = "a middleware is added with `Router::layer`"]
pub struct Cors {
    origins: Origins,
    methods: String,
    headers: Option<String>,
    exposed: Option<String>,
    credentials: bool,
    max_age: Option<u64>,
}

enum Origins {
    Any,
    Where(Local<Allowed>, Forget),
}

type Allowed = Box<dyn Fn(&str) -> bool>;

/// Removes what an answer says already. Called by its address, it is no part of workers where every site may read: what
/// is put there takes its place.
type Forget = fn(&mut Headers) -> Result<()>;

const ORIGIN: &str = "access-control-allow-origin";
const CREDENTIALS: &str = "access-control-allow-credentials";

impl Cors {
    fn new(origins: Origins) -> Self {
        Self {
            origins,
            methods: "GET, HEAD, POST, PUT, PATCH, DELETE".to_owned(),
            headers: None,
            exposed: None,
            credentials: false,
            max_age: None,
        }
    }

    /// Scripts of every site may read. For what is public.
    pub fn any() -> Self {
        Self::new(Origins::Any)
    }

    /// Scripts of these origins may read, each written as browsers do: `https://app.example.com`, without a slash at
    /// its end.
    pub fn origins<T: Into<String>>(origins: impl IntoIterator<Item = T>) -> Self {
        let origins: Vec<String> = origins.into_iter().map(T::into).collect();
        Self::origins_where(move |origin| origins.iter().any(|known| known == origin))
    }

    /// Scripts of the origins that the function says yes to may read.
    pub fn origins_where(allowed: impl Fn(&str) -> bool + 'static) -> Self {
        Self::new(Origins::Where(Local::new(Box::new(allowed)), forget))
    }

    /// Does as the one that is made of the router's state for each request, such as of variables that differ between
    /// environments. A request fails when it cannot be made.
    pub fn with<S>(make: impl Fn(&S) -> Result<Cors> + 'static) -> CorsWith<S> {
        CorsWith(Local::new(Box::new(make)))
    }

    /// The methods that scripts may use; all usual ones unless this is called.
    pub fn allow_methods(mut self, methods: impl IntoIterator<Item = Method>) -> Self {
        let methods: Vec<Method> = methods.into_iter().collect();
        let names: Vec<&str> = methods.iter().map(Method::as_str).collect();
        self.methods = names.join(", ");
        self
    }

    /// The headers that scripts may send; those that they ask for unless this is called.
    pub fn allow_headers<'a>(mut self, names: impl IntoIterator<Item = &'a str>) -> Self {
        self.headers = Some(joined(names));
        self
    }

    /// The headers of answers that scripts may read, beside the few that they always may.
    pub fn expose_headers<'a>(mut self, names: impl IntoIterator<Item = &'a str>) -> Self {
        self.exposed = Some(joined(names));
        self
    }

    /// Scripts may send cookies and `authorization`. Origins have to be named then: with [`any`](Cors::any), every
    /// request is an error.
    pub fn allow_credentials(mut self) -> Self {
        self.credentials = true;
        self
    }

    /// How long browsers need not ask again; they keep it for hours at most.
    pub fn max_age(mut self, age: Duration) -> Self {
        self.max_age = Some(age.as_secs());
        self
    }

    /// The value of `access-control-allow-origin` for an origin.
    fn allowed<'a>(&self, origin: Option<&'a str>) -> Option<&'a str> {
        match &self.origins {
            Origins::Any => Some("*"),
            Origins::Where(allowed, _) => origin.filter(|origin| allowed(origin)),
        }
    }

    /// What every answer gets.
    fn mark(&self, headers: &mut Headers, origin: Option<&str>) -> Result<()> {
        if let Origins::Where(_, forget) = &self.origins {
            forget(headers)?;
            headers.append("vary", "origin")?;
        }
        let Some(allowed) = self.allowed(origin) else {
            return Ok(());
        };
        headers.put(ORIGIN, allowed)?;
        if self.credentials {
            headers.put(CREDENTIALS, "true")?;
        }
        Ok(())
    }

    fn preflight(&self, origin: Option<&str>, asked: Option<&str>) -> Result<Response> {
        let mut headers = Headers::new();
        self.mark(&mut headers, origin)?;
        if self.headers.is_none() {
            headers.append("vary", "access-control-request-headers")?;
        }
        if self.allowed(origin).is_some() {
            headers.put("access-control-allow-methods", &self.methods)?;
            if let Some(names) = self.headers.as_deref().or(asked) {
                headers.put("access-control-allow-headers", names)?;
            }
            if let Some(seconds) = self.max_age {
                let mut text = String::new();
                push_decimal(seconds, &mut text);
                headers.put("access-control-max-age", &text)?;
            }
        }
        Ok(Response::from_parts(
            StatusCode::NO_CONTENT,
            headers,
            Body::empty(),
            ResponseInit::default(),
        ))
    }
}

fn forget(headers: &mut Headers) -> Result<()> {
    headers.delete(ORIGIN)?;
    headers.delete(CREDENTIALS)
}

fn joined<'a>(names: impl IntoIterator<Item = &'a str>) -> String {
    names.into_iter().collect::<Vec<_>>().join(", ")
}

fn is_preflight(request: &Request) -> bool {
    request.verb() == "OPTIONS" && request.header("access-control-request-method").is_some()
}

#[cold]
fn credentials_for_all() -> Error {
    Error::saying(
        "browsers refuse credentials where every origin is allowed; name the origins with `Cors::origins`",
    )
}

marking!(Cors);

impl Marks for Cors {
    fn before(&self, request: &Request, _: &mut Next) -> Result<Before> {
        if self.credentials && matches!(self.origins, Origins::Any) {
            return Err(credentials_for_all());
        }
        let origin = request.header("origin");
        if is_preflight(request) {
            let asked = request.header("access-control-request-headers");
            let response = self.preflight(origin.as_deref(), asked.as_deref())?;
            return Ok(Before::Answered(response));
        }
        Ok(Before::Asked(origin))
    }

    fn after(&self, response: &mut Response, origin: Option<String>) -> Result<()> {
        let origin = origin.as_deref();
        let headers = response.headers_mut();
        self.mark(headers, origin)?;
        if let (Some(names), Some(_)) = (&self.exposed, self.allowed(origin)) {
            headers.put("access-control-expose-headers", names)?;
        }
        Ok(())
    }
}

/// [`Cors`] as the router's state says: [`Cors::with`].
#[must_use = "a middleware is added with `Router::layer`"]
pub struct CorsWith<S>(Local<Make<S>>);

type Make<S> = Box<dyn Fn(&S) -> Result<Cors>>;

impl<S: 'static> Middleware<S> for CorsWith<S> {
    async fn handle(&self, request: Request, next: Next, state: &S) -> Result<Response> {
        let cors = (self.0)(state)?;
        marked(&cors, request, next).await
    }
}

impl<S> std::fmt::Debug for CorsWith<S> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("CorsWith { .. }")
    }
}

impl std::fmt::Debug for Cors {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Cors { .. }")
    }
}
