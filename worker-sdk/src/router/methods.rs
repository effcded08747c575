//! The handlers of one path.

use std::fmt;
use std::marker::PhantomData;

use http::Method;

use super::endpoint::{Endpoint, SharedState, Step};
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
    pub(super) list: Vec<(Method, Endpoint)>,
    pub(super) any: Option<Endpoint>,
    /// What stands around the answers that nobody has written: 405, `OPTIONS`.
    pub(super) steps: Vec<Step>,
    /// Methods that were given twice.
    pub(super) twice: Vec<String>,
}

impl Methods {
    fn add(&mut self, method: Method, endpoint: Endpoint) {
        if self.list.iter().any(|(known, _)| *known == method) {
            self.twice.push(method.as_str().to_owned());
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
        if other.steps.len() > self.steps.len() {
            self.steps = other.steps;
        }
        self.twice.extend(other.twice);
    }

    pub(super) fn endpoints(&mut self) -> impl Iterator<Item = &mut Endpoint> {
        let listed = self.list.iter_mut().map(|(_, endpoint)| endpoint);
        listed.chain(&mut self.any)
    }

    pub(super) fn layer(&mut self, step: &Step) {
        self.endpoints()
            .for_each(|endpoint| endpoint.steps.push(step.clone()));
        self.steps.push(step.clone());
    }

    pub(super) fn set_state(&mut self, state: &SharedState) {
        self.endpoints()
            .for_each(|endpoint| endpoint.set_state(state));
        for step in &mut self.steps {
            step.state.get_or_insert_with(|| state.clone());
        }
    }

    /// The value of `allow`: all methods, in order.
    pub(super) fn allowed(&self) -> String {
        let names = self.list.iter().map(|(method, _)| method.as_str());
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

impl<S: 'static> MethodRouter<S> {
    fn empty() -> Self {
        Self {
            methods: Local::new(Methods::default()),
            state: PhantomData,
        }
    }

    /// Adds a handler for `method`, which may be one that the `http` crate has no constant for.
    pub fn on<H, M>(mut self, method: Method, handler: H) -> Self
    where
        H: Handler<M, S>,
        M: 'static,
    {
        let endpoint = Endpoint::new::<H, M, S>(handler);
        self.methods.get_mut().add(method, endpoint);
        self
    }

    /// Adds a handler for all other methods.
    pub fn any<H, M>(mut self, handler: H) -> Self
    where
        H: Handler<M, S>,
        M: 'static,
    {
        let endpoint = Endpoint::new::<H, M, S>(handler);
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
                    self.on(Method::$method, handler)
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
                on(Method::$method, handler)
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
