//! Parameters and rows of SQL, as [`d1`](crate::d1) and the storage of Durable Objects have them.
//!
//! SQLite has five kinds of values; between the database and a worker they are JavaScript values:
//!
//! | Rust | SQLite |
//! |---|---|
//! | integers, `bool` (0 and 1), [`Timestamp`](crate::time::Timestamp) (milliseconds) | integer |
//! | `f64`, `f32` | real |
//! | `String`, `&str`, `char`, [`Json`](crate::Json) | text |
//! | `Vec<u8>`, `&[u8]`, `[u8; N]` | blob |
//! | `None` | null |
//!
//! **Integers** beyond ±(2^53 − 1) are an error in both directions: JavaScript would round them. Bind them as text, and
//! select them as `CAST(column AS TEXT)`. Numbers are bound as reals; the affinity of an `INTEGER` column makes them
//! integers again, but `typeof(?)` says `real`. A number that is not finite is an error, as SQLite has no such values.
//!
//! **Times**: a [`Timestamp`](crate::time::Timestamp) is bound as milliseconds, and those are what a column of times best
//! has. From a row it also reads the text of `CURRENT_TIMESTAMP` and `datetime()`, which is UTC, and that of ISO 8601; but
//! SQLite takes any number for less than any text, so do not compare such a column with one that is bound. `unixepoch()` gives
//! *seconds*, which would be read as milliseconds: write `unixepoch() * 1000`, or `unixepoch('subsec') * 1000`.
//!
//! # Parameters
//!
//! ```
//! use worker_sdk::params;
//!
//! let (id, name) = (7, "Ada");
//! let values = params![id, name, None::<String>, true];
//! assert_eq!(values.len(), 4);
//! ```
//!
//! Tuples of up to twelve values, arrays and `Vec`s are parameters, too: `bind((7, "Ada"))`.
//!
//! Placeholders may have names, where a statement is prepared with
//! [`prepare_named`](crate::d1::Database::prepare_named) or run with
//! [`exec_named`](crate::durable_objects::storage::Sql::exec_named), and values then come from
//! [`named_params!`](crate::named_params).
//!
//! # Full text
//!
//! What stands behind `MATCH` is a language of its own in FTS5: a `"` without its partner or an `AND` at the end, as people
//! type them, is an error of the statement. [`match_words`] makes of any text one that looks for its words.
//!
//! # Rows
//!
//! ```
//! use worker_sdk::sql::FromRow;
//!
//! #[derive(FromRow)]
//! struct User {
//!     id: i64,
//!     name: String,
//!     #[row(rename = "mail")]
//!     email: Option<String>,
//! }
//! ```
//!
//! A type of your own is a value of a column and a parameter with `#[derive(FromSql, ToSql)]`: enums by the names of their
//! variants, structs of one field by that field.
//!
//! Tuples take columns by position: `(i64, String)`. A type that serde can deserialize is a row inside of [`Serde`].

mod constraint;
mod decode;
mod error;
mod full_text;
mod named;
mod params;
mod row;
#[cfg(feature = "serde")]
mod serde_row;
mod split;
mod tuples;
mod value;

pub use constraint::{Constraint, ConstraintKind};
pub(crate) use decode::RowReader;
pub use error::Mismatch;
pub(crate) use error::WrongCount;
pub use full_text::match_words;
pub use named::NamedParams;
pub(crate) use named::Names;
pub use params::{Param, Params, ToSql};
pub use row::{FromRow, Row};
#[cfg(feature = "serde")]
pub use serde_row::Serde;
pub(crate) use split::statements;
pub use value::{FromSql, Value, ValueRef};
pub use worker_macros::{FromRow, FromSql, ToSql};
