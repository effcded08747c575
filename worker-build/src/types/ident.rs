//! Names of Rust for names on the environment, which may be any text.

const KEYWORDS: &[&str] = &[
    "abstract", "as", "async", "await", "become", "box", "break", "const", "continue", "do", "dyn",
    "else", "enum", "extern", "false", "final", "fn", "for", "gen", "if", "impl", "in", "let",
    "loop", "macro", "match", "mod", "move", "mut", "override", "priv", "pub", "ref", "return",
    "static", "struct", "trait", "true", "try", "type", "typeof", "unsafe", "unsized", "use",
    "virtual", "where", "while", "yield",
];

/// Keywords that cannot be written with `r#`.
const NEVER: &[&str] = &["crate", "self", "super"];

/// A field for `name` that is none of `taken`.
pub(super) fn field(name: &str, taken: &[String]) -> String {
    let plain = snake_case(name);
    let mut candidate = escaped(&plain);
    let mut number = 2;
    while taken.contains(&candidate) {
        candidate = format!("{plain}_{number}");
        number += 1;
    }
    candidate
}

/// Whether the derived code finds `name` without being told.
pub(super) fn says(field: &str, name: &str) -> bool {
    field.strip_prefix("r#").unwrap_or(field).to_uppercase() == name
}

/// Whether this can be the name of a struct.
pub(super) fn is_type(name: &str) -> bool {
    let is_part = |c: char| c.is_ascii_alphanumeric() || c == '_';
    let is_word = name.starts_with(|c: char| c.is_ascii_alphabetic()) && name.chars().all(is_part);
    is_word && !KEYWORDS.contains(&name) && !NEVER.contains(&name) && name != "Self"
}

fn escaped(plain: &str) -> String {
    if NEVER.contains(&plain) {
        format!("{plain}_")
    } else if KEYWORDS.contains(&plain) {
        format!("r#{plain}")
    } else {
        plain.to_owned()
    }
}

fn snake_case(name: &str) -> String {
    let mut snake = String::new();
    let mut after_lowercase = false;
    for c in name.chars() {
        if c.is_ascii_uppercase() && after_lowercase {
            snake.push('_');
        }
        let is_part = c.is_ascii_alphanumeric() || c == '_';
        snake.push(if is_part { c.to_ascii_lowercase() } else { '_' });
        after_lowercase = c.is_ascii_lowercase();
    }
    if !snake.starts_with(|c: char| c.is_ascii_alphabetic() || c == '_') {
        snake.insert(0, '_');
    }
    if snake == "_" {
        snake.push('_');
    }
    snake
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_become_fields() {
        let cases = [
            ("CACHE", "cache", true),
            ("MAX_ITEMS", "max_items", true),
            ("TYPE", "r#type", true),
            ("SELF", "self_", false),
            ("MyBucket", "my_bucket", false),
            ("max-items", "max_items", false),
            ("cache", "cache", false),
            ("2FAST", "_2fast", false),
            ("größe", "gr__e", false),
            ("", "__", false),
            ("_", "__", false),
            ("S3_BUCKET", "s3_bucket", true),
            ("R2BUCKET", "r2bucket", true),
        ];
        for (name, expected, says_it) in cases {
            let field = field(name, &[]);
            assert_eq!(field, expected);
            assert_eq!(says(&field, name), says_it, "{name}");
        }
        let taken = ["cache".to_owned(), "cache_2".to_owned()];
        assert_eq!(field("CACHE", &taken), "cache_3");
    }

    #[test]
    fn names_of_structs() {
        assert!(is_type("Env") && is_type("My_Env2"));
        for name in ["", "2", "my env", "type", "Self", "self", "A<T>"] {
            assert!(!is_type(name), "{name}");
        }
    }
}
