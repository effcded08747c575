//! Function names as a person wants to read them in a stack trace, and the section of a module that has them.

use anyhow::Result;
use std::collections::BTreeMap;
use wasm_encoder::{Module, NameMap, NameSection};
use wasmparser::{Parser, Payload};

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

/// The module without names. What is before them stays where it is.
pub(crate) fn removed(wasm: &[u8]) -> Result<Vec<u8>> {
    let mut without = Vec::with_capacity(wasm.len());
    let (mut start, mut copied) = (0, 0);
    for payload in Parser::new(0).parse_all(wasm) {
        let payload = payload?;
        let end = match (payload.as_section(), &payload) {
            (Some((_, range)), _) => range.end,
            (None, Payload::Version { range, .. }) => range.end,
            _ => continue,
        };
        if let Payload::CustomSection(section) = payload
            && section.name() == SECTION
        {
            without.extend_from_slice(wasm.get(copied..start).unwrap_or_default());
            copied = end;
        }
        // The next section begins here, with its kind and its length.
        start = end;
    }
    without.extend_from_slice(wasm.get(copied..).unwrap_or_default());
    Ok(without)
}

/// Cuts what the compiler added to tell instances apart: `::h0123456789abcdef` and `[0123456789abcdef]`.
pub(crate) fn readable(name: &str) -> String {
    let mut text = name;
    if let Some((path, hash)) = name.rsplit_once("::h")
        && is_hash(hash)
    {
        text = path;
    }
    let mut readable = String::with_capacity(text.len());
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

fn is_hash(text: &str) -> bool {
    text.len() == 16 && text.bytes().all(|byte| byte.is_ascii_hexdigit())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::wasm::functions::Functions;

    #[test]
    fn names_are_appended_and_removed() {
        let names = BTreeMap::from([(0, "a::b".to_owned()), (7, "c".to_owned())]);
        let mut module = Module::new();
        let plain = module.clone().finish();
        append(&mut module, &BTreeMap::new());
        assert_eq!(module.clone().finish(), plain);
        append(&mut module, &names);
        let named = module.finish();
        assert_eq!(Functions::read(&named).unwrap().names, names);
        assert_eq!(removed(&named).unwrap(), plain);
        assert_eq!(removed(&plain).unwrap(), plain);
    }

    #[test]
    fn other_sections_keep_their_places() {
        let mut module = Module::new();
        let custom = |name| wasm_encoder::CustomSection {
            name: std::borrow::Cow::Borrowed(name),
            data: (&[1, 2][..]).into(),
        };
        module.section(&custom("before"));
        let before = module.clone().finish();
        append(&mut module, &BTreeMap::from([(0, "a".repeat(300))]));
        module.section(&custom("after"));
        let rest = removed(&module.finish()).unwrap();
        let mut expected = Module::new();
        expected
            .section(&custom("before"))
            .section(&custom("after"));
        assert!(rest.starts_with(&before));
        assert_eq!(rest, expected.finish());
    }

    #[test]
    fn hashes_are_cut() {
        let cases = [
            ("a::b::h0123456789abcdef", "a::b"),
            ("a[0123456789abcdef]::b[1]", "a::b[1]"),
            ("<[u8] as a[0123456789abcdef]::B>::c", "<[u8] as a::B>::c"),
            ("a::hello", "a::hello"),
            ("plain[", "plain["),
        ];
        for (name, expected) in cases {
            assert_eq!(readable(name), expected);
        }
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
