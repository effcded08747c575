//! Function names as a person wants to read them in a stack trace, and the section that has them.

use std::collections::BTreeMap;
use wasm_encoder::{Module, NameMap, NameSection};

/// The custom section of names.
pub(crate) const SECTION: &str = "name";

/// Ends a module with the names of its functions, if there are any.
pub(crate) fn append(module: &mut Module, functions: &BTreeMap<u32, String>) {
    if functions.is_empty() {
        return;
    }
    let mut names = NameMap::new();
    for (function, name) in functions {
        names.append(*function, name);
    }
    let mut section = NameSection::new();
    section.functions(&names);
    module.section(&section);
}

/// Cuts what the compiler added to tell instances apart: `::h0123456789abcdef` and `[0123456789abcdef]`.
pub(crate) fn readable(name: &str) -> String {
    let mut readable = String::with_capacity(name.len());
    let (mut text, mut shim) = (name, "");
    if let Some((path, rest)) = name.rsplit_once("::h")
        && let (hash, rest) = rest.split_once(' ').unwrap_or((rest, ""))
        && is_hash(hash)
    {
        (text, shim) = (path, rest);
    }
    while let Some((before, after)) = text.split_once('[') {
        readable.push_str(before);
        match after.split_once(']') {
            Some((hash, rest)) if is_hash(hash) => text = rest,
            _ => {
                readable.push('[');
                text = after;
            }
        }
    }
    readable.push_str(text);
    if !shim.is_empty() {
        readable.push(' ');
        readable.push_str(shim);
    }
    readable
}

/// The crate that a function belongs to, for `a::b`, `<a::B as c::D>::e` and `<&a::B>::c`.
pub(crate) fn crate_of(name: &str) -> Option<&str> {
    let path = name.trim_start_matches(|c: char| !c.is_ascii_alphabetic() && c != '_');
    let path = path.strip_prefix("mut ").unwrap_or(path);
    let end = path.find(|c: char| !c.is_ascii_alphanumeric() && c != '_')?;
    let (name, rest) = path.split_at_checked(end)?;
    let a_path = rest.starts_with("::") || rest.starts_with('[');
    (a_path && !name.is_empty()).then_some(name)
}

/// The last word of a path, without types: `c` of `a::b::c`, `<a::B as c::D>::c` and `c<T>`.
pub(crate) fn last(name: &str) -> &str {
    let without = name.strip_suffix('>').and_then(|name| {
        let mut open = 1;
        let bytes = name.as_bytes();
        let start = (0..bytes.len()).rev().find(|at| {
            let is_arrow = at.checked_sub(1).and_then(|before| bytes.get(before)) == Some(&b'-');
            match bytes.get(*at) {
                Some(b'>') if !is_arrow => open += 1,
                Some(b'<') => open -= 1,
                _ => {}
            }
            open == 0
        });
        name.get(..start?)
    });
    let path = without.unwrap_or(name);
    path.rsplit_once("::").map_or(path, |(_, last)| last)
}

/// Whether two last words may be of one function. Of closures, symbols say less than debug information.
pub(crate) fn are_alike(symbol: &str, debug: &str) -> bool {
    symbol == debug || symbol == "{{closure}}" && debug.starts_with('{')
}

fn is_hash(text: &str) -> bool {
    text.len() == 16 && text.bytes().all(|byte| byte.is_ascii_hexdigit())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::wasm::functions::Functions;

    #[test]
    fn names_are_appended_if_there_are_any() {
        let names = BTreeMap::from([(0, "a::b".to_owned()), (7, "c".to_owned())]);
        let mut module = Module::new();
        append(&mut module, &BTreeMap::new());
        assert_eq!(module.clone().finish(), Module::new().finish());
        append(&mut module, &names);
        assert_eq!(Functions::read(&module.finish()).unwrap().names, names);
    }

    #[test]
    fn hashes_are_cut() {
        let cases = [
            ("a::b::h0123456789abcdef", "a::b"),
            ("a[0123456789abcdef]::b[1]", "a::b[1]"),
            ("<[u8] as a[0123456789abcdef]::B>::c", "<[u8] as a::B>::c"),
            (
                "a::b::h0123456789abcdef externref shim",
                "a::b externref shim",
            ),
            ("a::hello", "a::hello"),
            ("plain[", "plain["),
        ];
        for (name, expected) in cases {
            assert_eq!(readable(name), expected);
        }
    }

    #[test]
    fn the_last_word_is_that_of_the_function() {
        let cases = [
            ("a::b::c", "c"),
            ("<a::B<d::E> as c::D>::c", "c"),
            ("c<a::B<d::E>, T>", "c"),
            ("a::c<B>", "c"),
            ("and_then<&T, fn(&T) -> Option<U>>", "and_then"),
            ("call<fn() -> T>", "call"),
            ("a::b::{closure#0}", "{closure#0}"),
            ("{closure#0}<a::B>", "{closure#0}"),
            ("c", "c"),
            ("b>", "b>"),
        ];
        for (name, expected) in cases {
            assert_eq!(last(name), expected);
        }
    }

    #[test]
    fn closures_have_two_names() {
        assert!(are_alike("{{closure}}", "{async_fn#0}"));
        assert!(are_alike("{closure#0}", "{closure#0}") && are_alike("a", "a"));
        assert!(!are_alike("{{closure}}", "a") && !are_alike("{closure#0}", "{closure#1}"));
    }

    #[test]
    fn the_crate_is_the_first_word_of_a_path() {
        let cases = [
            ("a_b::c", Some("a_b")),
            ("<a::B as c::D>::e", Some("a")),
            ("<&mut a::B as c::D>::e", Some("a")),
            ("a[0123456789abcdef]::b", Some("a")),
            ("memcpy", None),
        ];
        for (name, expected) in cases {
            assert_eq!(crate_of(name), expected);
        }
    }
}
