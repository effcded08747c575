//! Sessions: what a worker remembers of a browser from one request to the next.
//!
//! [`Sessions`] stands around the routes, and handlers take their [`Session`], with data of a type of your own.
//!
//! ```no_run
//! use worker_sdk::router::{Router, get, post};
//! use worker_sdk::sessions::{Session, Sessions};
//! use worker_sdk::{Bindings, HttpError, Result, kv};
//!
//! #[derive(Bindings, Clone)]
//! struct App {
//!     sessions: kv::Namespace,
//! }
//!
//! #[derive(Default, serde::Serialize, serde::Deserialize)]
//! struct Visitor {
//!     user: Option<String>,
//! }
//!
//! async fn sign_in(session: Session<Visitor>, name: String) -> Result<&'static str> {
//!     session.renew();
//!     session.set(&Visitor { user: Some(name) })?;
//!     Ok("welcome")
//! }
//!
//! async fn profile(session: Session<Visitor>) -> Result<String, HttpError> {
//!     session.get().user.ok_or_else(|| HttpError::unauthorized("sign in first"))
//! }
//!
//! fn app() -> Router<App> {
//!     Router::new()
//!         .route("/sign-in", post(sign_in))
//!         .route("/profile", get(profile))
//!         .layer(Sessions::kv(|app: &App| &app.sessions))
//! }
//! ```
//!
//! | kept in | what was destroyed | two requests at the same time | costs |
//! |---|---|---|---|
//! | [KV](Sessions::kv) | may be good elsewhere in the world for a minute, and for the rest of its time if a request there writes it meanwhile | the last one to write wins; what a request reads may be a minute old elsewhere | a read, a write when something changed |
//! | [Durable Objects](Sessions::object) | is gone at once, everywhere | the last one to write wins, and nobody brings back what was destroyed | a request to the object for each of them |
//! | [the cookie](Sessions::cookie) | is good for who kept a copy | the one that is answered last wins | nothing |
//! | [a store of your own](Sessions::store) | as it does | as it does | as it does |
//!
//! Two requests of one browser that change the data at the same time each write all of it. Keep counters and carts in a
//! product that is made for them, by the name of the user, and in the session who that is.
//!
//! | against | |
//! |---|---|
//! | guessing | names are 256 random bits, and the store knows only their hash |
//! | fixation | a name that the worker has not made is never taken, and [`renew`](Session::renew) gives a new one at sign-in |
//! | theft | `__Host-`, `Secure`, `HttpOnly`; a session ends when it was idle (24 hours) and at the latest after 7 days |
//! | other sites | `SameSite=Lax`, and [`Csrf`](crate::middleware::Csrf) around it |
//! | shared caches | an answer that sets the cookie is `cache-control: private`, and [`Cache`](crate::middleware::Cache) keeps none for which a session was taken, unless it says `public`, `s-maxage` or `must-revalidate` |
//!
//! A session is loaded when a handler takes it, not before, and written once, if something has changed or a tenth of the
//! idle time is over. The answer sets the cookie only then. Do not take it where pages are to be cached.
//!
//! See <https://cheatsheetseries.owasp.org/cheatsheets/Session_Management_Cheat_Sheet.html>.

mod flash;
mod layer;
mod object;
mod record;
mod sealed;
mod session;
mod store;

pub use flash::Flash;
pub use layer::Sessions;
pub use object::Object;
pub use session::Session;
pub use store::Store;
