//! What can be wrong with a URL.

use std::fmt;

use crate::error::{Detail, Kind};

pub(super) struct NotUrl {
    pub(super) text: String,
    pub(super) base: Option<String>,
}

impl Detail for NotUrl {
    fn kind(&self) -> Kind {
        Kind::Malformed
    }
}

impl fmt::Display for NotUrl {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("`")?;
        f.write_str(&self.text)?;
        match &self.base {
            None => f.write_str(
                "` is not an absolute URL; begin it with a scheme and a host, as in `https://example.com`",
            ),
            Some(base) => {
                f.write_str("` is not a URL relative to `")?;
                f.write_str(base)?;
                f.write_str("`; the base has to be absolute and the other part well formed")
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_message_names_the_text() {
        let cases = [
            (
                None,
                "`a b` is not an absolute URL; begin it with a scheme and a host, as in `https://example.com`",
            ),
            (
                Some("c"),
                "`a b` is not a URL relative to `c`; the base has to be absolute and the other part well formed",
            ),
        ];
        for (base, expected) in cases {
            let error = NotUrl {
                text: "a b".into(),
                base: base.map(Into::into),
            };
            assert_eq!(error.to_string(), expected);
        }
    }
}
