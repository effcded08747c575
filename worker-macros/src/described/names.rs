//! Names as serde changes them.

/// How names are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Case {
    Lower,
    Upper,
    Pascal,
    Camel,
    Snake,
    ScreamingSnake,
    Kebab,
    ScreamingKebab,
}

impl Case {
    pub(crate) const ALL: [&'static str; 8] = [
        "lowercase",
        "UPPERCASE",
        "PascalCase",
        "camelCase",
        "snake_case",
        "SCREAMING_SNAKE_CASE",
        "kebab-case",
        "SCREAMING-KEBAB-CASE",
    ];

    /// The case that serde calls so; others are serde's to report.
    pub(crate) fn from_name(name: &str) -> Option<Self> {
        Some(match name {
            "lowercase" => Self::Lower,
            "UPPERCASE" => Self::Upper,
            "PascalCase" => Self::Pascal,
            "camelCase" => Self::Camel,
            "snake_case" => Self::Snake,
            "SCREAMING_SNAKE_CASE" => Self::ScreamingSnake,
            "kebab-case" => Self::Kebab,
            "SCREAMING-KEBAB-CASE" => Self::ScreamingKebab,
            _ => return None,
        })
    }

    /// The name of a field, which is written in snake case.
    pub(crate) fn of_field(self, field: &str) -> String {
        match self {
            Self::Lower | Self::Snake => field.to_owned(),
            Self::Upper | Self::ScreamingSnake => field.to_ascii_uppercase(),
            Self::Kebab => field.replace('_', "-"),
            Self::ScreamingKebab => field.to_ascii_uppercase().replace('_', "-"),
            Self::Pascal => pascal(field),
            Self::Camel => uncapitalized(&pascal(field)),
        }
    }

    /// The name of a variant, which is written in Pascal case.
    pub(crate) fn of_variant(self, variant: &str) -> String {
        match self {
            Self::Lower => variant.to_ascii_lowercase(),
            Self::Upper => variant.to_ascii_uppercase(),
            Self::Pascal => variant.to_owned(),
            Self::Camel => uncapitalized(variant),
            Self::Snake => snake(variant),
            Self::ScreamingSnake => snake(variant).to_ascii_uppercase(),
            Self::Kebab => snake(variant).replace('_', "-"),
            Self::ScreamingKebab => snake(variant).to_ascii_uppercase().replace('_', "-"),
        }
    }
}

fn pascal(field: &str) -> String {
    let mut begins = true;
    let mut name = String::new();
    for letter in field.chars() {
        match letter {
            '_' => begins = true,
            letter if begins => {
                begins = false;
                name.push(letter.to_ascii_uppercase());
            }
            letter => name.push(letter),
        }
    }
    name
}

fn uncapitalized(name: &str) -> String {
    let mut letters = name.chars();
    let first = letters.next().map(|first| first.to_ascii_lowercase());
    first.into_iter().chain(letters).collect()
}

fn snake(variant: &str) -> String {
    let mut name = String::new();
    for (at, letter) in variant.char_indices() {
        if at > 0 && letter.is_uppercase() {
            name.push('_');
        }
        name.push(letter.to_ascii_lowercase());
    }
    name
}

#[cfg(test)]
mod tests {
    use super::Case;

    #[test]
    fn cases_are_those_of_serde() {
        let all = [
            ("lowercase", "created_at", "notfound"),
            ("UPPERCASE", "CREATED_AT", "NOTFOUND"),
            ("PascalCase", "CreatedAt", "NotFound"),
            ("camelCase", "createdAt", "notFound"),
            ("snake_case", "created_at", "not_found"),
            ("SCREAMING_SNAKE_CASE", "CREATED_AT", "NOT_FOUND"),
            ("kebab-case", "created-at", "not-found"),
            ("SCREAMING-KEBAB-CASE", "CREATED-AT", "NOT-FOUND"),
        ];
        for (name, field, variant) in all {
            let case = Case::from_name(name).unwrap();
            assert_eq!(case.of_field("created_at"), field);
            assert_eq!(case.of_variant("NotFound"), variant);
        }
        assert_eq!(Case::from_name("Title Case"), None);
    }
}
