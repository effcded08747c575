//! What can be wrong with a binding.

use std::error::Error as StdError;
use std::fmt;

pub(crate) enum BindingError {
    Missing {
        name: String,
        /// Where it belongs in the configuration file; empty if that is not known.
        section: &'static str,
        known: Vec<String>,
    },
    Type {
        name: String,
        expected: &'static str,
        found: &'static str,
    },
    #[cfg(feature = "json")]
    Shape {
        name: String,
        source: Box<serde_json::Error>,
    },
}

impl BindingError {
    pub(crate) fn is_missing(&self) -> bool {
        matches!(self, Self::Missing { .. })
    }

    pub(crate) fn is_malformed(&self) -> bool {
        !self.is_missing()
    }

    pub(crate) fn source(&self) -> Option<&(dyn StdError + 'static)> {
        match self {
            #[cfg(feature = "json")]
            Self::Shape { source, .. } => Some(source),
            _ => None,
        }
    }
}

impl fmt::Display for BindingError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Missing {
                name,
                section,
                known,
            } => missing(f, name, section, known),
            Self::Type {
                name,
                expected,
                found,
            } => {
                write!(
                    f,
                    "`{name}` in this environment is {found}, not {expected}; "
                )?;
                f.write_str("correct the configuration file, or ask for it as what it is")
            }
            #[cfg(feature = "json")]
            Self::Shape { name, source } => {
                write!(
                    f,
                    "the variable `{name}` does not have the expected shape: {source}"
                )
            }
        }
    }
}

fn missing(f: &mut fmt::Formatter<'_>, name: &str, section: &str, known: &[String]) -> fmt::Result {
    let what = match section {
        "vars" => "variable",
        "secrets" => "secret",
        _ => "binding",
    };
    write!(f, "no {what} named `{name}` in this environment; ")?;
    match section {
        "" => f.write_str("add it to the configuration file")?,
        "secrets" => write!(
            f,
            "put it into `.dev.vars`, and deploy it with `wrangler secret put {name}`"
        )?,
        section => write!(f, "add it to `{section}` in the configuration file")?,
    }
    if let Some(near) = known.iter().find(|other| is_near(other, name)) {
        write!(f, " (there is `{near}`)")?;
    }
    Ok(())
}

/// Equal but for case and separators.
fn is_near(a: &str, b: &str) -> bool {
    let plain = |text: &str| -> String {
        text.chars()
            .filter(|c| c.is_ascii_alphanumeric())
            .map(|c| c.to_ascii_lowercase())
            .collect()
    };
    a != b && plain(a) == plain(b)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn message(name: &str, section: &'static str, known: &[&str]) -> String {
        let known = known.iter().map(ToString::to_string).collect();
        BindingError::Missing {
            name: name.into(),
            section,
            known,
        }
        .to_string()
    }

    #[test]
    fn missing_bindings_say_where_they_belong() {
        assert_eq!(
            message("A", "vars", &[]),
            "no variable named `A` in this environment; add it to `vars` in the configuration file"
        );
        assert_eq!(
            message("KEY", "secrets", &["key"]),
            "no secret named `KEY` in this environment; put it into `.dev.vars`, and deploy it with \
             `wrangler secret put KEY` (there is `key`)"
        );
        assert_eq!(
            message("PEER", "services", &["OTHER"]),
            "no binding named `PEER` in this environment; add it to `services` in the configuration file"
        );
    }
}
