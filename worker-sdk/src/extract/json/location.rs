//! Where in a JSON document an error is.
//!
//! The parser tells how many bytes it has read. What was open there is the path of the field. That is
//! found out when something is wrong, so reading a correct document costs nothing for it.

use crate::json;
use crate::text::{push, push_decimal};

/// What is open.
struct Level {
    /// Where the path of what is in it begins.
    start: usize,
    /// The index of the element of an array; objects have none.
    index: Option<u64>,
}

/// The path of what has just been read, such as `items[2].price`; empty for the document itself.
pub(super) fn path(read: &str) -> String {
    let mut path = String::new();
    let mut levels: Vec<Level> = Vec::new();
    let mut rest = read;
    while let Some(byte) = rest.bytes().next() {
        if byte == b'"' {
            // One that does not end is no key.
            let Some((text, length)) = json::leading_string(rest) else {
                break;
            };
            rest = rest.get(length..).unwrap_or_default();
            if let (Some(Level { start, index: None }), true) = (levels.last(), is_key(rest)) {
                path.truncate(*start);
                push_key(&text, &mut path);
            }
            continue;
        }
        match byte {
            b'{' | b'[' => {
                levels.push(Level {
                    start: path.len(),
                    index: (byte == b'[').then_some(0),
                });
                push_index(levels.last(), &mut path);
            }
            b'}' | b']' => {
                path.truncate(levels.pop().map_or(0, |level| level.start));
            }
            b',' => {
                let level = levels.last_mut();
                if let Some(Level { start, index }) = level {
                    path.truncate(*start);
                    *index = index.map(|index| index + 1);
                }
                push_index(levels.last(), &mut path);
            }
            _ => {}
        }
        // Outside of strings, correct JSON is ASCII.
        rest = rest.get(1..).unwrap_or_default();
    }
    path
}

/// Adds the key of an object to the path of it.
pub(super) fn push_key(key: &str, path: &mut String) {
    if !(key.is_empty() || path.is_empty()) {
        push(".", path);
    }
    push(key, path);
}

#[inline(never)]
fn push_index(level: Option<&Level>, path: &mut String) {
    if let Some(Level {
        index: Some(index), ..
    }) = level
    {
        push("[", path);
        push_decimal(*index, path);
        push("]", path);
    }
}

/// Whether a string is the key of what follows; behind the last one, there may be nothing any more.
fn is_key(rest: &str) -> bool {
    let next = rest.bytes().find(|byte| !byte.is_ascii_whitespace());
    next == Some(b':')
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
            let found = path(&document[..error.at()]);
            assert_eq!(found, expected, "{document}: {error}");
        }
    }
}
