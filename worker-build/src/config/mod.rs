//! What the user wrote, and what the steps read.

pub(crate) mod declared;
pub(crate) mod document;
pub(crate) mod keys;
pub(crate) mod kinds;
pub(crate) mod resolved;
pub(crate) mod rustflags;
pub(crate) mod wrangler;
pub(crate) mod written;

pub(crate) use resolved::Config;
pub(crate) use written::Written;
