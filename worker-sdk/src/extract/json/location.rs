//! Where in a JSON document an error is.
//!
//! The parser tells the line and column at which it stopped. What was open there is the path of the field. That is
//! found out when something is wrong, so reading a correct document costs nothing for it.

/// What is open.
enum Level {
    /// An object, and the key that was read last.
    Object(String),
    /// An array, and the index of the element.
    Array(usize),
}

/// The path of what stands before a line and column, such as `items[2].price`; empty for the document itself.
pub(super) fn path(document: &[u8], line: usize, column: usize) -> String {
    let mut levels = Vec::new();
    let mut rest = before(document, line, column);
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

fn before(document: &[u8], line: usize, column: usize) -> &[u8] {
    let lines = document.split_inclusive(|byte| *byte == b'\n');
    let start: usize = lines.take(line.saturating_sub(1)).map(<[u8]>::len).sum();
    document.get(..start + column).unwrap_or(document)
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
    let text = serde_json::from_str(&format!("\"{}\"", String::from_utf8_lossy(raw)));
    let text = text.unwrap_or_else(|_| String::from_utf8_lossy(raw).into_owned());
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
            Level::Array(index) => path.push_str(&format!("[{index}]")),
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
            let error = serde_json::from_str::<Order>(document)
                .map(drop)
                .unwrap_err();
            let found = path(document.as_bytes(), error.line(), error.column());
            assert_eq!(found, expected, "{document}: {error}");
        }
    }
}
