//! What can be wrong with a JSON variable.

use std::fmt;

use crate::error::{Detail, Kind};

pub(super) struct WrongShape {
    pub(super) name: String,
    pub(super) source: serde_json::Error,
}

impl Detail for WrongShape {
    fn kind(&self) -> Kind {
        Kind::Malformed
    }

    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        Some(&self.source)
    }
}

impl fmt::Display for WrongShape {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "the variable `{}` does not have the expected shape: {}",
            self.name, self.source
        )
    }
}
