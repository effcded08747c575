//! What can go wrong with secrets.

use std::fmt;

use crate::error::{Detail, Kind};

/// The binding gave something else than a secret's value; what it gave must not be shown.
pub(super) struct NotText;

impl Detail for NotText {
    fn kind(&self) -> Kind {
        Kind::Malformed
    }
}

impl fmt::Display for NotText {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(
            "reading a secret failed: its value is not text; \
             bind a secret under `secrets_store_secrets` in the configuration file",
        )
    }
}
