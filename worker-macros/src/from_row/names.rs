//! Names of columns made of names of fields.

/// How names of columns are written.
#[derive(Clone, Copy)]
pub(crate) enum Case {
    Camel,
    Pascal,
    ScreamingSnake,
}

impl Case {
    pub(crate) const ALL: [&'static str; 3] = ["camelCase", "PascalCase", "SCREAMING_SNAKE_CASE"];

    pub(crate) fn from_name(name: &str) -> Option<Self> {
        Some(match name {
            "camelCase" => Self::Camel,
            "PascalCase" => Self::Pascal,
            "SCREAMING_SNAKE_CASE" => Self::ScreamingSnake,
            _ => return None,
        })
    }

    pub(crate) fn apply(self, field: &str) -> String {
        if let Self::ScreamingSnake = self {
            return field.to_uppercase();
        }
        let words = field.split('_').filter(|word| !word.is_empty());
        let words = words.enumerate().map(|(place, word)| match (self, place) {
            (Self::Camel, 0) => word.to_owned(),
            _ => capital(word),
        });
        words.collect()
    }
}

fn capital(word: &str) -> String {
    let mut chars = word.chars();
    let first = chars.next().map(|c| c.to_uppercase().to_string());
    first.unwrap_or_default() + chars.as_str()
}

#[cfg(test)]
mod tests {
    use super::Case;

    #[test]
    fn cases() {
        assert_eq!(Case::Camel.apply("created_at"), "createdAt");
        assert_eq!(Case::Camel.apply("id"), "id");
        assert_eq!(Case::Pascal.apply("created_at"), "CreatedAt");
        assert_eq!(Case::ScreamingSnake.apply("created_at"), "CREATED_AT");
    }
}
