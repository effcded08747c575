//! The text of statements.
//!
//! A worker has few of them and runs them often, so the last ones are kept as JavaScript strings, which spares decoding
//! them again.

use std::cell::RefCell;
use std::sync::Arc;

use wasm_bindgen::JsValue;

use crate::js;

type Known = (JsValue, Arc<str>);

/// How many are kept; a text whose place is taken takes it.
const PLACES: usize = 64;

/// Longer ones are not kept.
const LONGEST: usize = 2048;

thread_local! {
    static KNOWN: RefCell<Vec<Option<Known>>> = const { RefCell::new(Vec::new()) };
}

/// The JavaScript string of a statement, and the statement for messages.
pub(super) fn known(query: &str) -> Known {
    if query.len() > LONGEST {
        return new(query);
    }
    KNOWN.with_borrow_mut(|all| {
        if all.is_empty() {
            all.resize(PLACES, None);
        }
        let address = query.as_ptr() as usize;
        let Some(place) = all.get_mut((address ^ (address >> 6) ^ query.len()) % PLACES) else {
            return new(query);
        };
        match place {
            Some(known) if *known.1 == *query => known.clone(),
            _ => place.insert(new(query)).clone(),
        }
    })
}

fn new(query: &str) -> Known {
    (js::text(query), query.into())
}

/// A statement in a message: on one line, and not all of a long one.
pub(in super::super) fn shown(statement: &str) -> String {
    const LENGTH: usize = 160;
    let words: Vec<&str> = statement.split_whitespace().collect();
    let line = words.join(" ");
    match line.char_indices().nth(LENGTH) {
        Some((end, _)) => format!("{}…", line.get(..end).unwrap_or_default()),
        None => line,
    }
}

#[cfg(test)]
mod tests {
    use super::shown;

    #[test]
    fn statements_are_one_line() {
        assert_eq!(shown("SELECT a\n  FROM b\n"), "SELECT a FROM b");
        let long = format!("SELECT '{}'", "ü".repeat(200));
        let line = shown(&long);
        assert_eq!(line.chars().count(), 161);
        assert!(line.ends_with("üü…"), "{line}");
    }
}
