//! Texts of the user inside of a record.

use std::fmt::Write;

/// The JSON value of an optional text.
pub(crate) fn value(text: Option<&str>) -> String {
    let Some(text) = text else {
        return "null".to_owned();
    };
    let mut json = String::from('"');
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
    json.push('"');
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
