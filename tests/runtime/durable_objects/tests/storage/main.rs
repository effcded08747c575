//! The storage of objects. What is tested runs inside of an object, see `inside`.

mod alarms;
mod concurrency;
mod containers;
mod facets;
mod inside;
mod kv;
mod model;
mod plain;
mod platform;
mod sql;
mod transactions;
mod values;
#[path = "../../../wrangler.rs"]
mod wrangler;
