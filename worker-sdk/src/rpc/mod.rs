//! Remote calls between workers, Durable Objects and the objects that they give to each other, in any language.
//!
//! A trait with [`#[rpc]`](macro@crate::rpc) is an interface. A type implements it, and the attribute of its class names
//! it; others call it with the client that the attribute makes: `AccountsStub` for the trait `Accounts`.
//!
//! ```no_run
//! # mod worker {
//! use worker_sdk::service_bindings::Service;
//! use worker_sdk::{Bindings, Env, Result, event, rpc, worker_entrypoint};
//!
//! #[rpc]
//! pub trait Accounts {
//!     /// The balance of an account, in cents.
//!     async fn balance(&self, name: String) -> Result<i64>;
//! }
//!
//! // The worker that serves it: others call `balance` of its class `Bank`.
//! struct Bank {
//!     env: Env,
//! }
//!
//! #[worker_entrypoint(name = "Bank", rpc(Accounts))]
//! impl Bank {
//!     fn new(env: Env) -> Self {
//!         Self { env }
//!     }
//! }
//!
//! impl Accounts for Bank {
//!     async fn balance(&self, name: String) -> Result<i64> {
//!         let cents = self.env.kv("BALANCES")?.get(name).text().await?;
//!         Ok(cents.unwrap_or_default().parse()?)
//!     }
//! }
//!
//! // A worker that calls it through a service binding.
//! #[derive(Bindings)]
//! struct Shop {
//!     bank: Service<AccountsStub>,
//! }
//!
//! #[event(fetch)]
//! async fn main(shop: Shop) -> Result<String> {
//!     Ok(format!("{} cents", shop.bank.balance("Ada".into()).await?))
//! }
//! # }
//! # fn main() {}
//! ```
//!
//! Arguments and results are [values](Value): types of serde, streams, requests, [functions](Function), and clients of
//! other objects. A method that returns `SessionStub::of(session)` gives the object itself to the caller, who calls
//! it as long as he keeps the stub.
//!
//! An error of a method arrives with its name and message. An argument of another type is a `TypeError` that names it.
//! JavaScript calls a method by its name in camel case: `add_member` is `addMember`. With `#[rpc(getter)]` it reads a
//! property instead: `await object.topic`.
//!
//! Callers in TypeScript find the types of all of it in `index.d.ts`, which `worker-build` writes beside the module:
//! [`Described`] says how.
//!
//! See <https://developers.cloudflare.com/workers/runtime-apis/rpc/>.

mod call;
mod described;
mod function;
pub(crate) mod incoming;
mod outgoing;
pub(crate) mod serve;
mod stub;
mod sys;
mod value;

pub(crate) use sys::dispose;

pub use call::{Arguments, Call};
pub use described::Described;
pub use function::{Closure, Function};
pub use stub::Stub;
pub use value::Value;
pub use worker_macros::Described;

/// A client that [`#[rpc]`](macro@crate::rpc) has made.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not the client of an interface",
    note = "`#[rpc]` on a trait `Accounts` makes the client `AccountsStub`"
)]
pub trait Client: Sized + 'static {
    /// A client that calls what `stub` stands for, which should have the methods.
    fn from_stub(stub: Stub) -> Self;

    /// What the client calls.
    fn stub(&self) -> &Stub;
}
