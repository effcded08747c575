//! Attribute macros of `worker-sdk`. Use them through that crate, which re-exports them.

#![warn(missing_docs)]

mod attributes;
mod bindings;
mod class;
mod debug_handler;
mod described;
mod durable_object;
mod entrypoint;
mod errors;
mod event;
mod from_ref;
mod from_row;
mod function;
mod json;
mod nearest;
mod registration;
mod rpc;
mod sql_value;
mod test;
mod typescript;

use proc_macro::TokenStream;

/// Makes a function the worker's handler of an event.
///
/// The attribute names the event. The function may be `async` or not, and stays an ordinary
/// function that other code and tests can call. The build command finds it wherever it stands;
/// no list of handlers is kept anywhere.
///
/// | event | parameters, each optional | result |
/// |---|---|---|
/// | `fetch` | `Request`, `Env` or [bindings](macro@Bindings), `Context` | anything `IntoResponse`, or a `Result` of it |
/// | `fetch` | none | a `Router`, made once for each instance of the worker |
/// | `scheduled` | `ScheduledEvent`, `Env` or [bindings](macro@Bindings), `Context` | `()` or `Result<(), E>` |
/// | `queue` | `queues::Batch<T>`, `Env` or [bindings](macro@Bindings), `Context` | `()` or `Result<(), E>` |
/// | `email` | `email::Incoming`, `Env` or [bindings](macro@Bindings), `Context` | `()` or `Result<(), E>` |
/// | `tail` | `tail::Events`, `Env` or [bindings](macro@Bindings), `Context` | `()` or `Result<(), E>` |
/// | `tail_stream` | `tail::Stream`, `Env` or [bindings](macro@Bindings), `Context` | `()` or `Result<(), E>` |
/// | `connect` | `sockets::Socket`, `Env` or [bindings](macro@Bindings), `Context` | `()` or `Result<(), E>` |
/// | `start` | none | `()` or `Result<(), E>` |
///
/// Parameters are told apart by their types, so their names and patterns are free.
///
/// A `Result` may have any error type. An error that is `IntoResponse` becomes that response;
/// any other that converts into `Box<dyn std::error::Error>` rejects the event with a JavaScript
/// `Error`, so that retries, `passThroughOnException` and dashboards see a failure.
///
/// # Example: answering requests
///
/// ```
/// use worker_sdk::{Env, Request, event};
///
/// #[event(fetch)]
/// async fn handle(request: Request, env: Env) -> &'static str {
///     # drop((request, env));
///     "hello"
/// }
/// ```
///
/// # Example: failing
///
/// ```
/// use worker_sdk::{IntoResponse, Request, event};
///
/// #[event(fetch)]
/// fn handle(_: Request) -> Result<impl IntoResponse, std::num::ParseIntError> {
///     let answer: u32 = "42".parse()?;
///     Ok(format!("the answer is {answer}"))
/// }
/// ```
///
/// # Example: running on a schedule
///
/// ```
/// use worker_sdk::{ScheduledEvent, event};
///
/// #[event(scheduled)]
/// async fn tick(event: ScheduledEvent) -> worker_sdk::Result<()> {
///     # drop(event);
///     Ok(())
/// }
/// ```
///
/// # Example: messages of a queue
///
/// ```
/// use worker_sdk::{event, queues};
///
/// #[event(queue)]
/// async fn consume(batch: queues::Batch<String>) -> worker_sdk::Result<()> {
///     for message in &batch {
///         worker_sdk::console_log!("{}: {}", message.id(), message.body());
///     }
///     Ok(())
/// }
/// ```
///
/// # Example: preparing an instance
///
/// A `start` handler runs once for each instance of the worker, when its module is loaded and
/// before any event. The platform allows no I/O there, so it cannot be `async`, and there is no
/// request and no environment yet.
///
/// ```
/// use std::sync::OnceLock;
/// use worker_sdk::event;
///
/// static PRIMES: OnceLock<Vec<u32>> = OnceLock::new();
///
/// #[event(start)]
/// fn prepare() {
///     PRIMES.get_or_init(|| vec![2, 3, 5, 7]);
/// }
/// ```
///
/// # Example: a renamed crate
///
/// The generated code names the SDK `::worker_sdk`. Where it has another name in `Cargo.toml`, or
/// is re-exported by another crate, the option `crate` gives its path.
///
/// ```
/// # extern crate worker_sdk as sdk;
/// use sdk::event;
///
/// #[event(fetch, crate = sdk)]
/// async fn handle() -> &'static str {
///     "hello"
/// }
/// ```
///
/// # Lints
///
/// The generated code passes `#![forbid(unsafe_code)]` and `#![deny(warnings)]`.
#[proc_macro_attribute]
pub fn event(attribute: TokenStream, item: TokenStream) -> TokenStream {
    event::event(attribute.into(), item.into()).into()
}

/// Makes a type a class of Durable Objects.
///
/// The attribute stands on an `impl` block of the type. The function `new` makes an object, the other functions are
/// called by the platform. Only those that are there become methods of the class; every further function of the block is an ordinary one.
///
/// | function | parameters, each optional | result |
/// |---|---|---|
/// | `new` | `State`, `Env` or [bindings](macro@Bindings) | `Self` or `Result<Self, E>` |
/// | `fetch` | `&self`, `Request` | anything `IntoResponse`, or a `Result` of it |
/// | `fetch` | none, not even `&self` | `Router<Rc<Self>>`, made once for each instance of the worker |
/// | `connect` | `&self`, `sockets::Socket` | `()` or `Result<(), E>` |
/// | `alarm` | `&self`, `Alarm` | `()` or `Result<(), E>` |
/// | `websocket_message` | `&self`, `WebSocket`, `Message` | `()` or `Result<(), E>` |
/// | `websocket_close` | `&self`, `WebSocket`, `CloseFrame` (how it was closed) | `()` or `Result<(), E>` |
/// | `websocket_error` | `&self`, `WebSocket`, `Error` | `()` or `Result<(), E>` |
///
/// `WebSocket`, `Message` and `CloseFrame` are those of `worker_sdk::websockets`, `Error` is `worker_sdk::Error`.
///
/// Each of them may be `async` or not. Parameters are told apart by their types. A method may take `self: Rc<Self>` in
/// place of `&self`, to keep the object in a task that it spawns. `&mut self` is refused: while one call waits, others
/// run. What changes is kept in a `worker_sdk::durable_objects::Cell`.
///
/// When `new` is `async`, the object gets no event before it is done; that is `blockConcurrencyWhile` of the platform,
/// which gives it 30 seconds. When it fails, the caller gets its error, and the next call tries again with a new object.
///
/// | option | |
/// |---|---|
/// | `rpc(Counter, Admin)` | the traits with [`#[rpc]`](macro@rpc) whose methods others call |
/// | `name = "Room"` | the name of the class, when it is not that of the type |
/// | `crate = path` | where the SDK is, when it is not `::worker_sdk` |
///
/// The configuration names the class: in `durable_objects.bindings`, and once in `migrations`.
///
/// # Example: a counter
///
/// ```
/// use worker_sdk::durable_objects::{Cell, State};
/// use worker_sdk::{IntoResponse, durable_object};
///
/// struct Counter {
///     value: Cell<u32>,
/// }
///
/// #[durable_object]
/// impl Counter {
///     fn new() -> Self {
///         Self { value: Cell::new(0) }
///     }
///
///     async fn fetch(&self) -> impl IntoResponse {
///         self.value.set(self.value.get() + 1);
///         self.value.get().to_string()
///     }
/// }
/// ```
///
/// # Example: routes
///
/// A `fetch` without a receiver returns a router, which is made when the first request comes and answers for all objects of
/// the class. Methods that take `self: Rc<Self>` are handlers of it. The module `router` has more.
///
/// ```
/// # mod worker {
/// use std::rc::Rc;
/// use worker_sdk::durable_objects::Cell;
/// use worker_sdk::router::{Router, get};
/// use worker_sdk::{Json, durable_object};
///
/// struct Room {
///     messages: Cell<Vec<String>>,
/// }
///
/// #[durable_object]
/// impl Room {
///     fn new() -> Self {
///         Self { messages: Cell::default() }
///     }
///
///     fn fetch() -> Router<Rc<Self>> {
///         Router::new().route("/messages", get(Self::list).post(Self::say))
///     }
///
///     async fn list(self: Rc<Self>) -> Json<Vec<String>> {
///         Json(self.messages.with(Clone::clone))
///     }
///
///     async fn say(self: Rc<Self>, message: String) {
///         self.messages.with_mut(|messages| messages.push(message));
///     }
/// }
/// # }
/// ```
///
/// # Lints
///
/// The generated code passes `#![forbid(unsafe_code)]` and `#![deny(warnings)]`.
#[proc_macro_attribute]
pub fn durable_object(attribute: TokenStream, item: TokenStream) -> TokenStream {
    durable_object::durable_object(attribute.into(), item.into()).into()
}

/// Says which part of a function keeps it from being a handler of a router, or a middleware.
///
/// Without it the compiler says no more than that the function is no `Handler`. The attribute changes nothing and can
/// stay. The router's state is that of a parameter `State<T>` or `Rc<T>`, `()` if there is none, or what the option `state`
/// says, which several parts of a state need.
///
/// It stands on functions of a module, not on those of an `impl` block.
///
/// | option | |
/// |---|---|
/// | `state = Type` | the state of the router |
/// | `crate = path` | where the SDK is, when it is not `::worker_sdk` |
///
/// # Examples
///
/// ```
/// use worker_sdk::debug_handler;
/// use worker_sdk::extract::Path;
///
/// #[debug_handler]
/// async fn user(Path(id): Path<u32>, body: String) -> String {
///     format!("{id}: {body}")
/// }
/// ```
#[proc_macro_attribute]
pub fn debug_handler(attribute: TokenStream, item: TokenStream) -> TokenStream {
    debug_handler::debug_handler(attribute.into(), item.into()).into()
}

/// Makes a trait the interface of a remote object: what others call, in whichever language.
///
/// The trait stays a trait. A type implements it, and the attribute of its class names it, as in
/// `#[durable_object(rpc(Counter))]`; an object that is no class is given away with `CounterStub::of`. The attribute also
/// makes `CounterStub`, the client: it has the same methods, each of which gives a `Call` of the same result.
///
/// Methods take `&self` or `self: Rc<Self>`, own their arguments, and return a value or a `Result` of one. They may be
/// `async` or not; for the caller, all are. What a value can be is said at `worker_sdk::rpc::Value`.
///
/// JavaScript calls a method by its name in camel case. `#[rpc(name = "…")]` on the method gives it another. A method
/// with `#[rpc(getter)]`, which takes `&self` alone, is a property there: `await object.topic`.
///
/// | option | |
/// |---|---|
/// | `crate = path` | where the SDK is, when it is not `::worker_sdk` |
///
/// # Example: a counter, and somebody who calls it
///
/// ```
/// # mod worker {
/// use worker_sdk::durable_objects::{Cell, Namespace};
/// use worker_sdk::{Result, durable_object, rpc};
///
/// #[rpc]
/// pub trait Counter {
///     /// Adds to the counter, and gives its value.
///     async fn add(&self, n: i64) -> Result<i64>;
/// }
///
/// struct Room {
///     value: Cell<i64>,
/// }
///
/// #[durable_object(rpc(Counter))]
/// impl Room {
///     fn new() -> Self {
///         Self { value: Cell::new(0) }
///     }
/// }
///
/// impl Counter for Room {
///     async fn add(&self, n: i64) -> Result<i64> {
///         self.value.set(self.value.get() + n);
///         Ok(self.value.get())
///     }
/// }
///
/// async fn count(rooms: Namespace<CounterStub>) -> Result<i64> {
///     rooms.get_by_name("lobby").add(1).await
/// }
/// # }
/// ```
#[proc_macro_attribute]
pub fn rpc(attribute: TokenStream, item: TokenStream) -> TokenStream {
    rpc::rpc(attribute.into(), item.into()).into()
}

/// Makes a type an entrypoint of the worker: a class that other workers call through a service binding.
///
/// The attribute stands on an `impl` block of the type. The platform calls `new` for each call, with any of `Env` or
/// [bindings](macro@Bindings), and `Context`, whose properties are those of the caller's binding. A function `fetch`, with
/// a `Request`, answers requests, a function `connect`, with a `sockets::Socket`, takes connections; remote methods are those of the traits with [`#[rpc]`](macro@rpc) that the attribute
/// names. Every further function of the block is an ordinary one.
///
/// A `fetch` without a receiver returns a `Router<Rc<Self>>`, as that of a [Durable Object](macro@durable_object) does. Its
/// handlers may take `Env` and `Context`, whether `new` has taken them or not.
///
/// | option | |
/// |---|---|
/// | `rpc(Accounts, Admin)` | the traits whose methods others call |
/// | `default` | it is the worker's default entrypoint, which a binding without `entrypoint` means; [events](macro@event) that it does not handle itself may stand beside it |
/// | `name = "Bank"` | the name of the class, when it is not that of the type |
/// | `crate = path` | where the SDK is, when it is not `::worker_sdk` |
///
/// # Examples
///
/// ```
/// # mod worker {
/// use worker_sdk::{Context, Result, rpc, worker_entrypoint};
///
/// #[rpc]
/// pub trait Accounts {
///     async fn balance(&self, name: String) -> Result<i64>;
/// }
///
/// struct Bank {
///     context: Context,
/// }
///
/// #[worker_entrypoint(rpc(Accounts))]
/// impl Bank {
///     fn new(context: Context) -> Self {
///         Self { context }
///     }
/// }
///
/// impl Accounts for Bank {
///     async fn balance(&self, name: String) -> Result<i64> {
///         let factor: i64 = self.context.props()?;
///         Ok(name.len() as i64 * factor)
///     }
/// }
/// # }
/// ```
#[proc_macro_attribute]
pub fn worker_entrypoint(attribute: TokenStream, item: TokenStream) -> TokenStream {
    entrypoint::worker_entrypoint(attribute.into(), item.into()).into()
}

/// Makes a type a workflow: work in steps that survives failures, restarts and long waits.
///
/// The attribute stands on an `impl` block of the type. The platform calls `new`, with any of `Env` or
/// [bindings](macro@Bindings), and `Context`, and then `run` with an `Event<T>` and a `Step`, each optional. What `run` returns
/// is the result of the instance: a value of serde, or a `Result` of one. Every further function is an ordinary one.
///
/// `run` takes `&self`, or `self: Rc<Self>`: the closures of steps borrow nothing, and each can have a clone of that. The
/// method `run` of `Step` has an example.
///
/// | option | |
/// |---|---|
/// | `name = "Orders"` | the name of the class, when it is not that of the type |
/// | `crate = path` | where the SDK is, when it is not `::worker_sdk` |
///
/// See `worker_sdk::workflows` for an example.
#[proc_macro_attribute]
pub fn workflow(attribute: TokenStream, item: TokenStream) -> TokenStream {
    entrypoint::workflow(attribute.into(), item.into()).into()
}

/// Makes a type a transformation of a pipeline: it gets the records of a batch and gives those that the pipeline goes on with.
///
/// The attribute stands on an `impl` block of the type. The platform calls `new`, with any of `Env` or
/// [bindings](macro@Bindings), and `Context`, and then `run` with a `Vec` of records of serde and a `pipelines::Batch`, each
/// optional. A record that cannot be read fails the whole batch. `run` returns the records that the pipeline goes on with: a
/// `Vec`, a `Box<[T]>` or an array of what serde writes as objects, or a `Result` of one. The compiler does not see whether they
/// are objects: `Vec<u32>` compiles, and is no list of records. Every further function is an ordinary one.
///
/// | option | |
/// |---|---|
/// | `name = "Clean"` | the name of the class, when it is not that of the type |
/// | `crate = path` | where the SDK is, when it is not `::worker_sdk` |
///
/// See `worker_sdk::pipelines` for an example.
#[proc_macro_attribute]
pub fn pipeline_transformation(attribute: TokenStream, item: TokenStream) -> TokenStream {
    entrypoint::pipeline_transformation(attribute.into(), item.into()).into()
}

/// Makes a function a test that runs in the Workers runtime, with the bindings of the crate's own configuration.
///
/// `cargo test --target wasm32-unknown-unknown` runs it, with `worker-build test` as cargo's runner for that target.
/// Each test has a fresh instance of the module and storage of its own. The function may be `async` or not.
///
/// Its parameters are told apart by their types, so their names and patterns are free, and each is optional: `Env` or
/// [bindings](macro@Bindings), and `Context`. It returns nothing, or a `Result` with any error that is `Debug`. It
/// fails when it panics, returns an `Err`, or takes too long.
///
/// | option | |
/// |---|---|
/// | `timeout = "5s"` | fails the test when it takes longer; in `ms`, `s` or `m` |
/// | `ignore`, `ignore = "reason"` | runs it only when asked to; also as the attribute `#[ignore]` |
/// | `should_panic`, `should_panic(expected = "text")` | it passes when it panics, with that text in the message; also as the attribute `#[should_panic]` |
/// | `crate = path` | where the SDK is, when it is not `::worker_sdk` |
///
/// On the host, where there is no runtime, the test is compiled and listed as ignored. As with Rust's own `#[test]`,
/// nothing of it is part of a build that is not a test.
///
/// The attribute shares its name with the module that has the rest of what tests need. Where `worker_sdk::test` is
/// imported, a bare `#[test]` means this attribute: keep tests for the host in another module.
///
/// # Example: with the environment
///
/// ```
/// # mod tests {
/// use worker_sdk::{Env, Result};
///
/// #[worker_sdk::test]
/// async fn greets(env: Env) -> Result<()> {
///     assert_eq!(env.var("GREETING")?, "hello");
///     Ok(())
/// }
/// # }
/// ```
///
/// # Example: a panic that should be
///
/// ```
/// # mod tests {
/// #[worker_sdk::test(timeout = "500ms")]
/// #[should_panic(expected = "of nobody")]
/// fn refuses() {
///     panic!("a greeting of nobody");
/// }
/// # }
/// ```
///
/// # Lints
///
/// The generated code passes `#![forbid(unsafe_code)]` and `#![deny(warnings)]`.
#[proc_macro_attribute]
pub fn test(attribute: TokenStream, item: TokenStream) -> TokenStream {
    test::test(attribute.into(), item.into()).into()
}

/// Describes a type of serde to callers in TypeScript, by its name: `index.d.ts` beside the module has its fields.
///
/// See `worker_sdk::rpc::Described`, the trait of the same name, for the attributes.
///
/// # Examples
///
/// ```
/// use worker_sdk::rpc::Described;
///
/// #[derive(Described)]
/// struct Sum {
///     total: i64,
///     parts: Vec<i64>,
/// }
/// ```
#[proc_macro_derive(Described, attributes(described, serde))]
pub fn described(item: TokenStream) -> TokenStream {
    described::described(item.into()).into()
}

/// Makes a struct a row of SQL: each field takes the column of its name.
///
/// See `worker_sdk::sql::FromRow`, the trait of the same name, for the attributes.
///
/// # Examples
///
/// ```
/// use worker_sdk::sql::FromRow;
///
/// #[derive(FromRow)]
/// struct User {
///     id: i64,
///     #[row(rename = "mail")]
///     email: Option<String>,
/// }
/// ```
#[proc_macro_derive(FromRow, attributes(row))]
pub fn from_row(item: TokenStream) -> TokenStream {
    from_row::from_row(item.into()).into()
}

/// Makes a type one that columns of SQL have: an enum by the texts of its variants, a struct of one field by that field.
///
/// See `worker_sdk::sql::FromSql`, the trait of the same name, for the attributes. `ToSql` is its counterpart.
///
/// # Examples
///
/// ```
/// use worker_sdk::sql::{FromSql, ToSql};
///
/// #[derive(FromSql, ToSql)]
/// struct UserId(u32);
/// ```
#[proc_macro_derive(FromSql, attributes(sql))]
pub fn from_sql(item: TokenStream) -> TokenStream {
    sql_value::from_sql(item.into()).into()
}

/// Makes a type one that can be bound to a placeholder: an enum as the texts of its variants, a struct of one field as that field.
///
/// See `worker_sdk::sql::FromSql` for the attributes, which both derives have.
///
/// # Examples
///
/// ```
/// use worker_sdk::sql::ToSql;
///
/// #[derive(ToSql)]
/// #[sql(rename_all = "snake_case")]
/// enum Role {
///     Admin,
///     Member,
/// }
/// ```
#[proc_macro_derive(ToSql, attributes(sql))]
pub fn to_sql(item: TokenStream) -> TokenStream {
    sql_value::to_sql(item.into()).into()
}

/// Makes each field of a router's state a part of it, which handlers take as `State<Field>`.
///
/// See `worker_sdk::extract::FromRef`, the trait of the same name, for the attributes.
///
/// # Examples
///
/// ```
/// use worker_sdk::extract::FromRef;
///
/// #[derive(Clone, FromRef)]
/// struct App {
///     title: String,
///     #[from_ref(skip)]
///     footer: String,
/// }
/// ```
#[proc_macro_derive(FromRef, attributes(from_ref))]
pub fn from_ref(item: TokenStream) -> TokenStream {
    from_ref::from_ref(item.into()).into()
}

/// Fills a struct from the environment: variables, secrets and bindings, each of its own type.
///
/// A handler takes the struct in place of `Env`. The struct is made when an event begins; where the environment lacks
/// something, the event fails with an error that names the key of the configuration. The build command compares the
/// fields of each struct that a handler takes with wrangler's configuration file, and names the line to correct.
///
/// A field is called as on the environment, in small letters: `cache` stands for `CACHE`.
///
/// | type of the field | on the environment |
/// |---|---|
/// | a product's binding, such as `Fetcher` | that binding |
/// | `String`, `bool`, a number | a variable; or text of it, as secrets and `.dev.vars` have it |
/// | `Json<T>` | a variable of any shape |
/// | `Secret` | a secret, or a variable in `.dev.vars` |
/// | `Option<T>` of these | the same, which may be missing or null |
/// | `Raw` | anything |
///
/// | attribute | |
/// |---|---|
/// | `#[binding("NAME")]` | on a field: its name on the environment |
/// | `#[binding(flatten)]` | on a field: its type is another struct of bindings, or `Env` |
/// | `#[binding(crate = path)]` | on the struct: where the SDK is, if it is not `::worker_sdk` |
///
/// # Example: a handler with typed bindings
///
/// ```
/// use worker_sdk::env::Secret;
/// use worker_sdk::fetch::Fetcher;
/// use worker_sdk::{Bindings, Request, Response, Result, event};
///
/// #[derive(Bindings)]
/// struct App {
///     accounts: Fetcher,
///     #[binding("API_TOKEN")]
///     token: Secret,
///     region: Option<String>,
///     #[binding(flatten)]
///     limits: Limits,
/// }
///
/// #[derive(Bindings)]
/// struct Limits {
///     max_items: u32,
/// }
///
/// #[event(fetch)]
/// async fn handle(request: Request, app: App) -> Result<Response> {
///     # drop((&app.token, &app.region, app.limits.max_items));
///     app.accounts.fetch(request).await
/// }
/// ```
#[proc_macro_derive(Bindings, attributes(binding))]
pub fn derive_bindings(item: TokenStream) -> TokenStream {
    bindings::bindings(item.into()).into()
}
