//! What can be wrong with a binding.

use std::fmt;

use crate::error::{Detail, Kind};

pub(super) struct Missing {
    pub(super) name: String,
    /// Where it belongs in the configuration file; empty if that is not known.
    pub(super) section: &'static str,
    /// A binding that is there and differs only in case and separators.
    pub(super) near: Option<String>,
}

pub(super) struct WrongType {
    pub(super) name: String,
    pub(super) expected: &'static str,
    pub(super) found: String,
}

#[cfg(feature = "json")]
pub(super) struct WrongShape {
    pub(super) name: String,
    pub(super) source: serde_json::Error,
}

impl Detail for Missing {
    fn kind(&self) -> Kind {
        Kind::MissingBinding
    }
}

impl Detail for WrongType {
    fn kind(&self) -> Kind {
        Kind::Malformed
    }
}

#[cfg(feature = "json")]
impl Detail for WrongShape {
    fn kind(&self) -> Kind {
        Kind::Malformed
    }

    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        Some(&self.source)
    }
}

/// Plain pieces instead of `write!`: a worker that formats nothing else does not carry the code.
fn write_all(f: &mut fmt::Formatter<'_>, pieces: &[&str]) -> fmt::Result {
    pieces.iter().try_for_each(|piece| f.write_str(piece))
}

impl fmt::Display for Missing {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self {
            name,
            section,
            near,
        } = self;
        let what = match *section {
            "vars" => "variable",
            "secrets" => "secret",
            _ => "binding",
        };
        write_all(
            f,
            &["no ", what, " named `", name, "` in this environment; "],
        )?;
        match *section {
            "" => f.write_str("add it to the configuration file")?,
            "secrets" => {
                write_all(
                    f,
                    &[
                        "put it into `.dev.vars`, and deploy it with `wrangler secret put ",
                        name,
                        "`",
                    ],
                )?;
            }
            section => write_all(f, &["add it to `", section, "` in the configuration file"])?,
        }
        match near {
            Some(near) => write_all(f, &[" (there is `", near, "`)"]),
            None => Ok(()),
        }
    }
}

impl fmt::Display for WrongType {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self {
            name,
            expected,
            found,
        } = self;
        write_all(
            f,
            &[
                "`",
                name,
                "` in this environment is ",
                found,
                ", not ",
                expected,
                "; ",
            ],
        )?;
        f.write_str("correct the configuration file, or ask for it as what it is")
    }
}

#[cfg(feature = "json")]
impl fmt::Display for WrongShape {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "the variable `{}` does not have the expected shape: {}",
            self.name, self.source
        )
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn missing(name: &str, section: &'static str, near: Option<&str>) -> String {
        Missing {
            name: name.into(),
            section,
            near: near.map(Into::into),
        }
        .to_string()
    }

    #[test]
    fn missing_bindings_say_where_they_belong() {
        assert_eq!(
            missing("A", "vars", None),
            "no variable named `A` in this environment; add it to `vars` in the configuration file"
        );
        assert_eq!(
            missing("KEY", "secrets", Some("key")),
            "no secret named `KEY` in this environment; put it into `.dev.vars`, and deploy it with \
             `wrangler secret put KEY` (there is `key`)"
        );
        assert_eq!(
            missing("PEER", "services", None),
            "no binding named `PEER` in this environment; add it to `services` in the configuration file"
        );
        assert_eq!(
            missing("X", "", None),
            "no binding named `X` in this environment; add it to the configuration file"
        );
    }

    #[test]
    fn a_wrong_type_says_both_types() {
        let error = WrongType {
            name: "LIMIT".into(),
            expected: "text",
            found: "a number".into(),
        };
        assert_eq!(
            error.to_string(),
            "`LIMIT` in this environment is a number, not text; correct the configuration file, or ask for it as what \
             it is"
        );
    }
}
