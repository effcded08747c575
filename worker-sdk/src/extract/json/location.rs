//! Where in a JSON document an error is.
//!
//! The parser tells how many bytes it has read. What was open there is the path of the field. That is
//! found out when something is wrong, so reading a correct document costs nothing for it.

use std::fmt::Write;

use crate::json;

/// What is open.
enum Level {
    /// An object, and the key that was read last.
    Object(String),
    /// An array, and the index of the element.
    Array(usize),
}

/// The path of what has just been read, such as `items[2].price`; empty for the document itself.
pub(super) fn path(read: &[u8]) -> String {
    let mut levels = Vec::new();
    let mut rest = read;
    while let Some((&byte, tail)) = rest.split_first() {
        rest = tail;
        match byte {
            b'{' => levels.push(Level::Object(String::new())),
            b'[' => levels.push(Level::Array(0)),
            b'}' | b']' => {
                levels.pop();
            }
            b',' => match levels.last_mut() {
                Some(Level::Array(index)) => *index += 1,
                Some(Level::Object(key)) => key.clear(),
                None => {}
            },
            b'"' => {
                let (text, tail) = string(tail);
                rest = tail;
                if let (Some(Level::Object(key)), true) = (levels.last_mut(), is_key(tail)) {
                    *key = text;
                }
            }
            _ => {}
        }
    }
    written(&levels)
}

/// Reads a string whose quotation mark has been read, and what follows it.
fn string(bytes: &[u8]) -> (String, &[u8]) {
    let mut end = 0;
    while let Some(byte) = bytes.get(end) {
        match byte {
            b'"' => break,
            b'\\' => end += 2,
            _ => end += 1,
        }
    }
    let raw = bytes.get(..end).unwrap_or(bytes);
    // It is text, unless the document was left in the midst of a character, where no key ends.
    let raw = std::str::from_utf8(raw).unwrap_or_default();
    let text = json::from_str(&format!("\"{raw}\"")).unwrap_or_else(|_| raw.to_owned());
    (text, bytes.get(end + 1..).unwrap_or_default())
}

/// Whether a string is the key of what follows; behind the last one, there may be nothing any more.
fn is_key(rest: &[u8]) -> bool {
    let next = rest.iter().find(|byte| !byte.is_ascii_whitespace());
    next == Some(&b':')
}

fn written(levels: &[Level]) -> String {
    let mut path = String::new();
    for level in levels {
        match level {
            Level::Array(index) => {
                let _ = write!(path, "[{index}]");
            }
            Level::Object(key) if key.is_empty() => {}
            Level::Object(key) => {
                if !path.is_empty() {
                    path.push('.');
                }
                path.push_str(key);
            }
        }
    }
    path
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use serde::Deserialize;

    use super::*;

    #[derive(Deserialize)]
    #[allow(dead_code, reason = "only read")]
    struct Order {
        name: String,
        items: Vec<Item>,
        notes: Option<BTreeMap<String, u8>>,
        kind: Option<Kind>,
    }

    #[derive(Deserialize)]
    #[allow(dead_code, reason = "only read")]
    struct Item {
        price: f64,
        size: (u8, u8),
    }

    #[derive(Deserialize)]
    enum Kind {
        Small,
    }

    #[test]
    fn the_path_of_a_field() {
        let cases = [
            (r#"[]"#, ""),
            (r#"7"#, ""),
            (r#"{}"#, ""),
            (r#"{"name":1}"#, "name"),
            (r#"{"name":null,"items":[]}"#, "name"),
            (r#"{"name":"a"}"#, ""),
            (r#"{"name":"a","items":{}}"#, "items"),
            (
                r#"{"name":"a","items":[{"price":1,"size":[1,2]},{"price":"x"}]}"#,
                "items[1].price",
            ),
            (
                "{\"name\":\"a\",\n\"items\":\n[{\"price\":true}]}",
                "items[0].price",
            ),
            (
                r#"{"name":"a","items":[{"price":1,"size":[1,300]}]}"#,
                "items[0].size[1]",
            ),
            (
                r#"{"name":"a","items":[{"price":1,"size":[1]}]}"#,
                "items[0].size",
            ),
            (r#"{"name":"a","items":[{"price":1}]}"#, "items[0]"),
            (r#"{"name":"a\",[{","items":7}"#, "items"),
            (
                r#"{"name":"a","items":[],"notes":{"b\"c":-1}}"#,
                "notes.b\"c",
            ),
            (r#"{"name":"a","items":[],"kind":"Huge"}"#, "kind"),
            (r#"{"name":"a","name":"b","items":[]}"#, ""),
        ];
        for (document, expected) in cases {
            let error = json::from_str::<Order>(document).map(drop).unwrap_err();
            let found = path(&document.as_bytes()[..error.at()]);
            assert_eq!(found, expected, "{document}: {error}");
        }
    }
}
