//! The handlers of one path.

use std::borrow::Cow;
use std::fmt;
use std::marker::PhantomData;

use http::Method;

use super::builtin;
use super::endpoint::{self, Endpoint, Step};
use super::handler::Handler;
use crate::js::Local;
use crate::middleware::Middleware;

/// Handlers of one path, by method. Made by [`get`], [`post`] and their relatives, and completed by the methods of the
/// same names.
///
/// # Examples
///
/// ```no_run
/// # use worker_sdk::router::{MethodRouter, get};
/// let methods: MethodRouter = get(|| "read").post(async || "written");
/// ```
#[must_use = "handlers are asked when they are given to `Router::route`"]
pub struct MethodRouter<S = ()> {
    methods: Local<Methods>,
    state: PhantomData<fn(S)>,
}

/// The same without the type of the state.
#[derive(Clone, Default)]
pub(super) struct Methods {
    list: Vec<(Cow<'static, str>, Endpoint)>,
    any: Option<Endpoint>,
    /// What stands around the answers that nobody has written: 405, `OPTIONS`.
    steps: Vec<Step>,
    /// Methods that were given twice.
    pub(super) twice: Vec<String>,
}

impl Methods {
    fn add(&mut self, method: Cow<'static, str>, endpoint: Endpoint) {
        if self.of(&method).is_some() {
            self.twice.push(method.into_owned());
            return;
        }
        self.list.push((method, endpoint));
    }

    fn add_any(&mut self, endpoint: Endpoint) {
        if self.any.is_some() {
            self.twice.push("any method".to_owned());
            return;
        }
        self.any = Some(endpoint);
    }

    /// Adds what another route has for the same path.
    pub(super) fn merge(&mut self, other: Self) {
        for (method, endpoint) in other.list {
            self.add(method, endpoint);
        }
        if let Some(endpoint) = other.any {
            self.add_any(endpoint);
        }
        if layers(&other.steps) > layers(&self.steps) {
            self.steps = other.steps;
        }
        self.twice.extend(other.twice);
    }

    pub(super) fn layer(&mut self, step: &Step) {
        let listed = self.list.iter_mut().map(|(_, endpoint)| endpoint);
        for endpoint in listed.chain(&mut self.any) {
            step.wrap(endpoint);
        }
        self.steps.push(step.clone());
    }

    /// What answers this method.
    pub(super) fn endpoint(&self, method: &str) -> Endpoint {
        let of_get = || self.of("GET").filter(|_| method == "HEAD");
        let known = self.of(method).or_else(of_get).or(self.any.as_ref());
        match known {
            Some(endpoint) => endpoint.clone(),
            None => self.automatic(method),
        }
    }

    fn of(&self, method: &str) -> Option<&Endpoint> {
        let found = self.list.iter().find(|(known, _)| known == method);
        found.map(|(_, endpoint)| endpoint)
    }

    #[cold]
    fn automatic(&self, method: &str) -> Endpoint {
        let allowed = self.allowed();
        match method {
            "OPTIONS" => endpoint::automatic(builtin::Options(allowed), &self.steps),
            _ => endpoint::automatic(builtin::NotAllowed(allowed), &self.steps),
        }
    }

    /// The value of `allow`: all methods, in order.
    pub(super) fn allowed(&self) -> String {
        let names = self.list.iter().map(|(method, _)| &**method);
        let has_get = names.clone().any(|name| name == "GET");
        let automatic = ["OPTIONS", "HEAD"]
            .into_iter()
            .take(if has_get { 2 } else { 1 });
        let mut sorted: Vec<&str> = Vec::new();
        for name in names.chain(automatic) {
            let at = sorted.iter().position(|known| *known >= name);
            let at = at.unwrap_or(sorted.len());
            if sorted.get(at) != Some(&name) {
                sorted.insert(at, name);
            }
        }
        sorted.join(", ")
    }
}

/// How many layers these steps are.
fn layers(steps: &[Step]) -> usize {
    let is_layer = |step: &&Step| matches!(step, Step::Layer(_));
    steps.iter().filter(is_layer).count()
}

impl<S: 'static> MethodRouter<S> {
    fn empty() -> Self {
        Self {
            methods: Local::new(Methods::default()),
            state: PhantomData,
        }
    }

    /// Adds a handler for `method`, which may be one that the `http` crate has no constant for.
    pub fn on<H, M>(self, method: Method, handler: H) -> Self
    where
        H: Handler<M, S>,
        M: 'static,
    {
        self.named(method.as_str().to_owned().into(), handler)
    }

    fn named<H, M>(mut self, method: Cow<'static, str>, handler: H) -> Self
    where
        H: Handler<M, S>,
        M: 'static,
    {
        let endpoint = endpoint::endpoint::<H, M, S>(handler);
        self.methods.get_mut().add(method, endpoint);
        self
    }

    /// Adds a handler for all other methods.
    pub fn any<H, M>(mut self, handler: H) -> Self
    where
        H: Handler<M, S>,
        M: 'static,
    {
        let endpoint = endpoint::endpoint::<H, M, S>(handler);
        self.methods.get_mut().add_any(endpoint);
        self
    }

    /// Puts `middleware` around the handlers that are here by now, and around the answer to other methods.
    pub fn layer<L, M>(mut self, middleware: L) -> Self
    where
        L: Middleware<S, M>,
        M: 'static,
    {
        let step = Step::new::<L, M, S>(middleware);
        self.methods.get_mut().layer(&step);
        self
    }

    pub(super) fn into_methods(mut self) -> Methods {
        std::mem::take(self.methods.get_mut())
    }
}

/// Handlers of a path, beginning with one for `method`.
pub fn on<H, M, S>(method: Method, handler: H) -> MethodRouter<S>
where
    H: Handler<M, S>,
    M: 'static,
    S: 'static,
{
    MethodRouter::empty().on(method, handler)
}

/// Handlers of a path, beginning with one for all methods that are not given.
///
/// # Examples
///
/// ```no_run
/// # use worker_sdk::Request;
/// # use worker_sdk::router::{Router, any};
/// let router: Router = Router::new().route("/echo", any(|request: Request| request.method().to_string()));
/// ```
pub fn any<H, M, S>(handler: H) -> MethodRouter<S>
where
    H: Handler<M, S>,
    M: 'static,
    S: 'static,
{
    MethodRouter::empty().any(handler)
}

macro_rules! methods {
    ($($name:ident $method:ident $beside:literal;)*) => {
        impl<S: 'static> MethodRouter<S> {
            $(
                #[doc = concat!("Adds a handler for `", stringify!($method), "`", $beside, ".")]
                pub fn $name<H, M>(self, handler: H) -> Self
                where
                    H: Handler<M, S>,
                    M: 'static,
                {
                    self.named(Cow::Borrowed(stringify!($method)), handler)
                }
            )*
        }

        $(
            #[doc = concat!("Handlers of a path, beginning with one for `", stringify!($method), "`", $beside, ".")]
            ///
            /// # Examples
            ///
            /// ```no_run
            #[doc = concat!("# use worker_sdk::router::{Router, ", stringify!($name), "};")]
            #[doc = concat!("let router: Router = Router::new().route(\"/\", ", stringify!($name), "(async || \"hello\"));")]
            /// ```
            pub fn $name<H, M, S>(handler: H) -> MethodRouter<S>
            where
                H: Handler<M, S>,
                M: 'static,
                S: 'static,
            {
                MethodRouter::empty().$name(handler)
            }
        )*
    };
}

methods! {
    get GET " and, unless that has its own, for `HEAD`";
    head HEAD "";
    post POST "";
    put PUT "";
    patch PATCH "";
    delete DELETE "";
    options OPTIONS "";
}

impl<S> fmt::Debug for MethodRouter<S> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.methods.allowed())
    }
}
