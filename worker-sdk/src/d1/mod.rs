//! D1, the platform's SQL database.
//!
//! A [`Database`] prepares statements; a [`Statement`] is bound to parameters and says what is wanted of its result:
//! all rows, the first, exactly one, or none. That runs when it is awaited, or together with others in one
//! [`batch`](Database::batch), which is a transaction.
//!
//! ```no_run
//! # async fn run(db: worker_sdk::d1::Database) -> worker_sdk::Result<()> {
//! use worker_sdk::params;
//! use worker_sdk::sql::FromRow;
//!
//! #[derive(FromRow)]
//! struct User {
//!     id: i64,
//!     name: String,
//! }
//!
//! let user: Option<User> = db
//!     .prepare("SELECT id, name FROM users WHERE email = ?")
//!     .bind(params!["ada@example.com"])
//!     .first()
//!     .await?;
//! # let _ = user.map(|user| (user.id, user.name));
//! # Ok(())
//! # }
//! ```
//!
//! Use another product for counters that many clients change at once (a Durable Object), for values that are looked up
//! by key alone and read far more often than written (KV), and for files (R2).
//!
//! # Limits
//!
//! A statement is at most 100,000 bytes long, has at most 100 parameters and runs for at most 30 seconds; a row is at most
//! 2,000,000 bytes; an event may run 1,000 statements, 50 on the free plan. A database runs one statement at a time, and
//! results pass as a whole, so read big tables in [`pages`](Statement::pages).
//! Parameters and rows are those of [`sql`](crate::sql): integers up to ±(2^53 − 1).
//!
//! See <https://developers.cloudflare.com/d1/>.

mod batch;
mod database;
mod error;
mod meta;
mod migrations;
mod pages;
mod query;
mod session;
mod statement;
mod sys;

pub use batch::Batch;
pub use database::Database;
pub use error::ErrorKind;
pub use meta::{Executed, Meta, Results};
pub use migrations::Migrations;
pub use pages::Pages;
pub use query::{All, First, FirstColumn, Kind, One, Query, Raw, Run};
pub use session::{Session, Start};
pub use statement::{NamedStatement, Statement};
