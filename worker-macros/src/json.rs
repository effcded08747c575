//! Texts of the user inside of a record.

use std::fmt::Write;

/// The JSON value of an optional text.
pub(crate) fn value(text: Option<&str>) -> String {
    match text {
        Some(text) => format!("\"{}\"", escaped(text)),
        None => "null".to_owned(),
    }
}

/// What stands between the quotes.
pub(crate) fn escaped(text: &str) -> String {
    let mut json = String::new();
    for c in text.chars() {
        match c {
            '"' | '\\' => json.extend(['\\', c]),
            c if c.is_control() => {
                // Writing into a `String` cannot fail.
                let _ = write!(json, "\\u{:04x}", u32::from(c));
            }
            c => json.push(c),
        }
    }
    json
}

#[cfg(test)]
mod tests {
    use super::value;

    #[test]
    fn texts() {
        assert_eq!(value(None), "null");
        assert_eq!(value(Some("")), r#""""#);
        assert_eq!(value(Some(r#"a "b" \ c"#)), r#""a \"b\" \\ c""#);
        assert_eq!(
            value(Some("zwei\nZeilen, früh")),
            r#""zwei\u000aZeilen, früh""#
        );
    }
}
