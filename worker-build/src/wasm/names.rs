//! Function names as a person wants to read them in a stack trace.

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
