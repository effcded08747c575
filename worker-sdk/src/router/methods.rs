//! The handlers of one path.

use std::borrow::Cow;
use std::fmt;
use std::marker::PhantomData;
use std::rc::Rc;

use http::Method;

use super::builtin;
use super::endpoint::{self, Endpoint, Step};
use super::handler::Handler;
use super::routes::Route;
use crate::js::Local;
use crate::middleware::Middleware;
use crate::text::push;

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
#[derive(Default)]
pub(super) struct Methods {
    list: Vec<(Cow<'static, str>, Endpoint)>,
    any: Option<Endpoint>,
    /// What stands around the answers that nobody has written: 405, `OPTIONS`.
    steps: Vec<Step>,
    /// How many of them are layers.
    layers: usize,
    /// Methods that were given twice.
    twice: Vec<Cow<'static, str>>,
}

const ANY: &str = "any method";

impl Methods {
    #[inline(never)]
    fn with(method: &'static str, endpoint: Endpoint) -> Self {
        Self {
            list: vec![(Cow::Borrowed(method), endpoint)],
            ..Self::default()
        }
    }

    #[inline(never)]
    fn add(&mut self, method: Cow<'static, str>, endpoint: Endpoint) {
        match self.of(&method) {
            Some(_) => self.twice.push(method),
            None => self.list.push((method, endpoint)),
        }
    }

    fn add_any(&mut self, endpoint: Endpoint) {
        match self.any {
            Some(_) => self.twice.push(ANY.into()),
            None => self.any = Some(endpoint),
        }
    }

    /// Tells of methods that were given twice, here or by `earlier` routes of the same path.
    pub(super) fn twice(&self, earlier: Added<'_>, tell: &mut dyn FnMut(&str)) {
        for method in &self.twice {
            tell(method);
        }
        for (method, _) in &self.list {
            if earlier.of(method).is_some() {
                tell(method);
            }
        }
        if self.any.is_some() && earlier.any().is_some() {
            tell(ANY);
        }
    }

    #[inline(never)]
    pub(super) fn layer(&mut self, step: &Step) {
        let listed = self.list.iter_mut().map(|(_, endpoint)| endpoint);
        for endpoint in listed.chain(&mut self.any) {
            step.wrap(endpoint);
        }
        self.layers += usize::from(step.is_layer());
        self.steps.push(step.clone());
    }

    fn name<'m>(&'m self, names: &mut Names<'m>) {
        for (method, _) in &self.list {
            names.add(method);
        }
    }

    /// As [`Added::automatic`] tells it, of these alone.
    pub(super) fn allowed(&self) -> String {
        let mut names = Names::default();
        self.name(&mut names);
        names.allowed()
    }

    #[inline(never)]
    fn of(&self, method: &str) -> Option<&Endpoint> {
        let found = self.list.iter().find(|(known, _)| known == method);
        found.map(|(_, endpoint)| endpoint)
    }
}

/// All that was added for a path.
#[derive(Clone, Copy)]
pub(super) struct Added<'r> {
    pub(super) routes: &'r [Route],
    /// Which of the routes.
    pub(super) indices: &'r [usize],
}

impl<'r> Added<'r> {
    fn each(self) -> impl Iterator<Item = &'r Methods> {
        let routes = self.indices.iter();
        routes.filter_map(move |index| self.routes.get(*index).map(|route| &route.methods))
    }

    #[inline(never)]
    fn of(self, method: &str) -> Option<&'r Endpoint> {
        self.each().find_map(|methods| methods.of(method))
    }

    fn any(self) -> Option<&'r Endpoint> {
        self.each().find_map(|methods| methods.any.as_ref())
    }

    /// What answers this method.
    pub(super) fn endpoint(self, method: &str) -> Endpoint {
        let mut found = self.of(method);
        if found.is_none() && method == "HEAD" {
            found = self.of("GET");
        }
        match found.or_else(|| self.any()) {
            Some(endpoint) => endpoint.clone(),
            None => self.automatic(method),
        }
    }

    #[cold]
    #[inline(never)]
    fn automatic(self, method: &str) -> Endpoint {
        let (mut layers, mut steps): (_, &[Step]) = (0, &[]);
        let mut names = Names::default();
        for methods in self.each() {
            methods.name(&mut names);
            if methods.layers > layers {
                (layers, steps) = (methods.layers, &methods.steps);
            }
        }
        let automatic = builtin::OtherMethod {
            allowed: names.allowed(),
            is_asked: method == "OPTIONS",
        };
        endpoint::automatic(Rc::new(automatic), steps)
    }
}

/// Names of methods, in order.
#[derive(Default)]
struct Names<'m>(Vec<&'m str>);

impl<'m> Names<'m> {
    #[inline(never)]
    fn add(&mut self, name: &'m str) {
        let at = self.0.iter().position(|known| *known >= name);
        let at = at.unwrap_or(self.0.len());
        if self.0.get(at) != Some(&name) {
            self.0.insert(at, name);
        }
    }

    /// The value of `allow`.
    fn allowed(mut self) -> String {
        if self.0.contains(&"GET") {
            self.add("HEAD");
        }
        self.add("OPTIONS");
        let mut text = String::new();
        for name in self.0 {
            if !text.is_empty() {
                push(", ", &mut text);
            }
            push(name, &mut text);
        }
        text
    }
}

impl<S: 'static> MethodRouter<S> {
    fn empty() -> Self {
        Self::of(Methods::default())
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

    fn of(methods: Methods) -> Self {
        Self {
            methods: Local::new(methods),
            state: PhantomData,
        }
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
                let endpoint = endpoint::endpoint::<H, M, S>(handler);
                MethodRouter::of(Methods::with(stringify!($method), endpoint))
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
