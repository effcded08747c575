//! Which handler answers a request.
//!
//! A [`Router`] is made once for each instance of the worker. A function without parameters that returns one is a
//! handler of `fetch` events:
//!
//! ```no_run
//! # mod worker {
//! use worker_sdk::extract::{Path, State};
//! use worker_sdk::router::{Router, get};
//! use worker_sdk::{Bindings, HttpError, Result, event, kv};
//!
//! #[derive(Bindings, Clone)]
//! struct Shop {
//!     products: kv::Namespace,
//! }
//!
//! #[event(fetch)]
//! fn shop() -> Router<Shop> {
//!     Router::new()
//!         .route("/", get(home))
//!         .route("/products/{id}", get(product).delete(remove))
//! }
//!
//! fn home() -> &'static str {
//!     "welcome"
//! }
//!
//! async fn product(Path(id): Path<u32>, State(shop): State<Shop>) -> Result<String, HttpError> {
//!     let product = shop.products.get(&id.to_string()).text().await?;
//!     product.ok_or_else(|| HttpError::not_found(format!("there is no product {id}")))
//! }
//!
//! async fn remove(Path(id): Path<u32>, State(shop): State<Shop>) -> Result<()> {
//!     shop.products.delete(&id.to_string()).await
//! }
//! # }
//! # fn main() {}
//! ```
//!
//! A handler is any function, `async` or not, whose parameters are [extractors](crate::extract) and whose result is
//! [`IntoResponse`](crate::IntoResponse). For one or two paths, a `match` on [`Request::path`](crate::Request::path)
//! needs no router and is smaller.
//!
//! # Paths
//!
//! `{id}` stands for one segment or a part of it, `{*rest}` for all that follows; neither for nothing. What is written
//! out goes before what stands for anything, wherever it was added. `{{` and `}}` are braces.
//!
#![doc = include_str!("paths.md")]
//!
//! # Objects
//!
//! The `fetch` of a [Durable Object](crate::durable_object) or an [entrypoint](crate::worker_entrypoint) may be a router, too.
//! It is made once and answers for each object of the class; its state is the object:
//!
//! ```no_run
//! # mod worker {
//! use std::rc::Rc;
//! use worker_sdk::durable_objects::{self, Cell};
//! use worker_sdk::extract::State;
//! use worker_sdk::middleware::Cors;
//! use worker_sdk::router::{Router, get};
//! use worker_sdk::{Json, Result, durable_object};
//!
//! struct Room {
//!     state: durable_objects::State,
//!     messages: Cell<Vec<String>>,
//! }
//!
//! #[durable_object]
//! impl Room {
//!     async fn new(state: durable_objects::State) -> Result<Self> {
//!         let messages: Option<_> = state.storage().get("messages").await?;
//!         Ok(Self { state, messages: Cell::new(messages.unwrap_or_default()) })
//!     }
//!
//!     fn fetch() -> Router<Rc<Self>> {
//!         Router::new()
//!             .route("/messages", get(list).post(Self::say))
//!             .layer(Cors::any())
//!     }
//!
//!     async fn say(self: Rc<Self>, message: String) -> Result<()> {
//!         self.messages.with_mut(|messages| messages.push(message));
//!         let messages = self.messages.with(Clone::clone);
//!         self.state.storage().put("messages", &messages).await
//!     }
//! }
//!
//! fn list(State(room): State<Rc<Room>>) -> Json<Vec<String>> {
//!     Json(room.messages.with(Clone::clone))
//! }
//! # }
//! # fn main() {}
//! ```
//!
//! Handlers and middleware take the object as `Rc<Room>`, which makes methods with `self: Rc<Self>` handlers, or as
//! `State<Rc<Room>>`. A part of it is a type of your own that implements
//! [`FromRef<Rc<Room>>`](crate::extract::FromRef): the derive is for states that are not behind an `Rc`. What else they
//! take is what they take everywhere, [`Env`](crate::Env) and structs of bindings included. [`Context`](crate::Context) is
//! that of the call in an entrypoint; a Durable Object has none, and a handler that asks for it fails.
//!
//! # Layers
//!
//! A [middleware](crate::middleware) is added with [`Router::layer`], for what the router has by then. The one added
//! last sees a request first.
//!
//! # Mistakes
//!
//! Routes that contradict each other are found when the router is complete. The router then answers no request: each
//! is rejected with an error that names all of them. A test finds them earlier:
//!
//! ```
//! # use worker_sdk::router::{Router, get};
//! # fn shop() -> Router { Router::new().route("/", get(|| "home")) }
//! shop().check().unwrap();
//! ```

mod answer;
mod builtin;
mod endpoint;
mod error;
mod handler;
mod methods;
mod path;
mod routes;
mod scopes;
mod serve;
mod table;
#[cfg(test)]
mod tests;
mod tree;

use std::fmt;
use std::marker::PhantomData;
use std::panic::Location;

use crate::js::Local;
use crate::middleware::Middleware;

pub use answer::Answer;
use endpoint::Step;
pub(crate) use endpoint::{Endpoint, SharedState};
#[doc(hidden)]
pub use handler::IntoFetch;
pub use handler::{Handler, Reply};
pub use methods::{MethodRouter, any, delete, get, head, on, options, patch, post, put};
use routes::Routes;

/// Finds the handler of a request by its path and method.
///
/// `S` is the type of state that the handlers ask for with [`State`](crate::extract::State). A struct of bindings is
/// made of the environment when the first request comes, and shared by all that follow; any other state is given with
/// [`with_state`](Router::with_state), or with each request ([`handle_with`](Router::handle_with)).
///
/// See the [module](self) for paths and what is answered by itself.
///
/// # Examples
///
/// ```no_run
/// use worker_sdk::router::{Router, get, post};
///
/// fn app() -> Router {
///     Router::new()
///         .route("/", get(|| "hello"))
///         .nest("/api", api())
///         .fallback(|| "nothing here")
/// }
///
/// fn api() -> Router {
///     Router::new().route("/orders", post(async |order: String| format!("ordered {order}")))
/// }
/// ```
#[must_use = "a router does nothing until it handles a request"]
pub struct Router<S = ()> {
    /// A router is moved with each thing that is added.
    routes: Box<Local<Routes>>,
    state: PhantomData<fn(S)>,
}

impl<S: 'static> Router<S> {
    /// A router without routes, which answers 404.
    pub fn new() -> Self {
        Self::of(Routes::default())
    }

    fn of(routes: Routes) -> Self {
        Self {
            routes: Box::new(Local::new(routes)),
            state: PhantomData,
        }
    }

    /// Adds handlers for a path. A path may be added several times, with other methods.
    ///
    /// Then the answers that nobody has written (405, `OPTIONS`) are inside the layers of the time that has the most of
    /// them.
    ///
    /// # Examples
    ///
    /// ```no_run
    /// # use worker_sdk::router::{Router, get};
    /// # use worker_sdk::extract::Path;
    /// let router: Router = Router::new()
    ///     .route("/users/{id}", get(|Path(id): Path<u32>| format!("user {id}")))
    ///     .route("/files/{*path}", get(|Path(path): Path<String>| path));
    /// ```
    #[track_caller]
    #[inline(never)]
    pub fn route(mut self, path: &str, methods: MethodRouter<S>) -> Self {
        let routes = self.routes.get_mut().open();
        routes.add(path, methods.into_methods(), Location::caller());
        self
    }

    /// Adds the routes of another router, each behind `prefix`. Its route `/` is `prefix` itself.
    ///
    /// If the other router has a [fallback](Router::fallback), that answers for what is below `prefix`. Where several do, it
    /// is the one whose prefix has the most segments, and among those the one that is tried first of routes: `/admin` before
    /// `/{team}`. Handlers see the whole path, and [`Path`](crate::extract::Path) has the parameters of `prefix` too.
    ///
    /// Layers of the other router stand around its routes and its fallback. Where it has none, this router answers for paths
    /// that no route has, without them: give an API whose 404 is to have the headers of `middleware::Cors` a fallback.
    pub fn nest(mut self, prefix: &str, router: Router<S>) -> Self {
        let routes = self.routes.get_mut().open();
        routes.nest(prefix, router.into_routes());
        self
    }

    /// Adds the routes of another router, and its [fallback](Router::fallback) unless this one has one.
    pub fn merge(mut self, router: Router<S>) -> Self {
        let routes = self.routes.get_mut().open();
        routes.merge(router.into_routes());
        self
    }

    /// Sets what answers where no route has the path.
    pub fn fallback<H, M>(mut self, handler: H) -> Self
    where
        H: Handler<M, S>,
        M: 'static,
    {
        self.routes.get_mut().open().fallback = Some(endpoint::endpoint::<H, M, S>(handler));
        self
    }

    /// Puts `middleware` around all that the router has by now: its routes, what it answers by itself, and its
    /// fallback.
    ///
    /// The middleware added last sees a request first, and the answer last.
    ///
    /// # Examples
    ///
    /// ```no_run
    /// use worker_sdk::middleware::Next;
    /// use worker_sdk::router::{Router, get};
    /// use worker_sdk::{Request, Response, Result, console_log};
    ///
    /// async fn log(request: Request, next: Next) -> Result<Response> {
    ///     console_log!("{} {}", request.method(), request.path());
    ///     next.run(request).await
    /// }
    ///
    /// let router: Router = Router::new().route("/", get(|| "hello")).layer(log);
    /// ```
    pub fn layer<L, M>(mut self, middleware: L) -> Self
    where
        L: Middleware<S, M>,
        M: 'static,
    {
        let step = Step::new::<L, M, S>(middleware);
        self.routes.get_mut().open().layer(&step, true);
        self
    }

    /// As [`layer`](Router::layer), but not around the fallback: where no route has the path, the middleware is not
    /// asked. So a middleware that refuses strangers does not turn 404 into 401.
    pub fn route_layer<L, M>(mut self, middleware: L) -> Self
    where
        L: Middleware<S, M>,
        M: 'static,
    {
        let step = Step::new::<L, M, S>(middleware);
        self.routes.get_mut().open().layer(&step, false);
        self
    }

    /// Gives the state that handlers and middleware ask for.
    ///
    /// The router that comes out asks for another state, of any type: `()` where it handles requests itself, that of
    /// the other router where it is nested or merged.
    ///
    /// # Examples
    ///
    /// ```no_run
    /// # use worker_sdk::router::{Router, get};
    /// # use worker_sdk::extract::State;
    /// let router: Router = Router::new()
    ///     .route("/", get(|State(greeting): State<&'static str>| greeting))
    ///     .with_state("hello");
    /// ```
    pub fn with_state<T: 'static>(self, state: S) -> Router<T> {
        let mut routes = self.into_routes();
        routes.layer(&Step::State(SharedState::new(state)), true);
        Router::of(routes)
    }

    /// Finds mistakes in the routes, which would else be the error of each request.
    ///
    /// # Errors
    ///
    /// Fails with all mistakes: a path twice, paths that mean the same, a path that cannot be read.
    ///
    /// # Examples
    ///
    /// ```
    /// use worker_sdk::router::{Router, get};
    ///
    /// let router: Router = Router::new().route("/users/:id", get(|| "somebody"));
    /// let mistake = router.check().unwrap_err().to_string();
    /// assert!(mistake.contains("write `/users/{id}`"));
    /// ```
    pub fn check(&self) -> crate::Result<()> {
        self.routes.table().map(drop)
    }

    fn into_routes(mut self) -> Routes {
        std::mem::take(self.routes.get_mut().open())
    }
}

impl<S: 'static> Default for Router<S> {
    fn default() -> Self {
        Self::new()
    }
}

impl<S> fmt::Debug for Router<S> {
    /// Shows paths and methods.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.routes.fmt(f)
    }
}
