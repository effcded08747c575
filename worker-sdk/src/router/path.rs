//! Paths of routes and of requests, in the form in which they are compared.

use std::borrow::Cow;

use crate::http::hex_pair;
use crate::text::{cut, owned, push};

/// Why a path cannot be that of a route.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Fault {
    NoSlash,
    QueryOrFragment,
    /// A segment such as `:id` or `*rest`, and the path as it is written now.
    Older(String),
    Braces,
    TwoParameters,
    NotLast,
    NameTwice(String),
}

impl Fault {
    /// What the route does that it must not.
    #[cold]
    pub(super) fn message(&self) -> String {
        let (before, text, behind) = match self {
            Self::NoSlash => ("does not begin with `/`; add it", "", ""),
            Self::QueryOrFragment => (
                "has a `?` or `#`, which are no part of a path; read queries with `Query`",
                "",
                "",
            ),
            Self::Older(path) => (
                "has parameters of an older form; write `",
                path.as_str(),
                "`",
            ),
            Self::Braces => (
                "has a parameter that cannot be read; write `{name}` or `{*name}`, and a brace as `{{` or `}}`",
                "",
                "",
            ),
            Self::TwoParameters => (
                "has two parameters in one segment; put a `/` between them, or take them apart in the handler",
                "",
                "",
            ),
            Self::NotLast => (
                "goes on behind a `{*name}`, which takes all that follows; put it last, alone in its segment",
                "",
                "",
            ),
            Self::NameTwice(name) => (
                "has two parameters `",
                name.as_str(),
                "`; give one of them another name",
            ),
        };
        let mut message = String::new();
        for part in [before, text, behind] {
            push(part, &mut message);
        }
        message
    }
}

/// A route's path, ready to be compared, and the names of its parameters in order.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Pattern {
    pub(super) text: String,
    pub(super) names: Vec<String>,
}

/// Reads the path of a route.
pub(super) fn pattern(path: &str) -> Result<Pattern, Fault> {
    if !path.starts_with('/') {
        return Err(Fault::NoSlash);
    }
    if let Some(newer) = newer(path) {
        return Err(Fault::Older(newer));
    }
    let mut pattern = Pattern {
        text: String::new(),
        names: Vec::new(),
    };
    let bytes = path.as_bytes();
    // What is before `read` is in the pattern.
    let (mut read, mut at) = (0, 0);
    while let Some(&byte) = bytes.get(at) {
        if is_literal(byte) {
            at += 1;
            continue;
        }
        push(path.get(read..at).unwrap_or_default(), &mut pattern.text);
        at += 1;
        match byte {
            b'?' | b'#' => return Err(Fault::QueryOrFragment),
            b'{' | b'}' if bytes.get(at) == Some(&byte) => {
                push_escape(byte, &mut pattern.text);
                at += 1;
            }
            b'{' => at += parameter(path.get(at..).unwrap_or_default(), &mut pattern)?,
            b'}' => return Err(Fault::Braces),
            _ => push_escape(byte, &mut pattern.text),
        }
        read = at;
    }
    push(path.get(read..).unwrap_or_default(), &mut pattern.text);
    if let Cow::Owned(text) = normal(&pattern.text) {
        pattern.text = text;
    }
    Ok(pattern)
}

/// Whether the URL standard leaves it in paths as it is, and it means nothing else in those of routes.
fn is_literal(byte: u8) -> bool {
    matches!(byte, b'!'..=b'~') && !b"\"#<>?\\^`{}".contains(&byte)
}

/// Reads a parameter whose `{` has been read, and gives its length.
fn parameter(text: &str, pattern: &mut Pattern) -> Result<usize, Fault> {
    let (written, behind) = cut(text, b'}').ok_or(Fault::Braces)?;
    let name = written.strip_prefix('*').unwrap_or(written);
    if name.is_empty() || name.bytes().any(|byte| b"{/*".contains(&byte)) {
        return Err(Fault::Braces);
    }
    let before = pattern.text.bytes().rev();
    let mut segment = before.take_while(|byte| *byte != b'/');
    let first = segment.next();
    if first == Some(b'}') || segment.any(|byte| byte == b'{') {
        return Err(Fault::TwoParameters);
    }
    if name.len() < written.len() && !(behind.is_empty() && first.is_none()) {
        return Err(Fault::NotLast);
    }
    if pattern.names.iter().any(|known| known == name) {
        return Err(Fault::NameTwice(owned(name)));
    }
    pattern.names.push(owned(name));
    push("{", &mut pattern.text);
    push(written, &mut pattern.text);
    push("}", &mut pattern.text);
    Ok(written.len() + 1)
}

/// The path with `{id}` for `:id` and `{*rest}` for `*rest`, if it has such segments.
fn newer(path: &str) -> Option<String> {
    let mut newer = String::new();
    let mut is_older = false;
    let mut rest = path.get(1..);
    while let Some(path) = rest {
        let (segment, further) = split(path);
        rest = further;
        let name = match segment {
            "*" => Some("*rest"),
            _ if segment.starts_with('*') => Some(segment),
            _ => segment.strip_prefix(':'),
        };
        is_older |= name.is_some();
        let parts = match name {
            Some(name) => ["/{", name, "}"],
            None => ["/", segment, ""],
        };
        for part in parts {
            push(part, &mut newer);
        }
    }
    is_older.then_some(newer)
}

/// The first segment, and what follows its slash.
#[inline(never)]
pub(super) fn split(path: &str) -> (&str, Option<&str>) {
    match cut(path, b'/') {
        Some((segment, further)) => (segment, Some(further)),
        None => (path, None),
    }
}

#[inline(never)]
fn push_escape(byte: u8, text: &mut String) {
    const DIGITS: &str = "0123456789ABCDEF";
    push("%", text);
    for digit in [byte >> 4, byte & 15] {
        let digit = usize::from(digit);
        push(DIGITS.get(digit..digit + 1).unwrap_or_default(), text);
    }
}

/// A path whose escapes are in capitals: RFC 3986, 6.2.2.1. Escaped letters stay escaped: middleware that looks for
/// `/admin` would not see it in `/%61dmin`.
pub(super) fn normal(path: &str) -> Cow<'_, str> {
    match cut(path, b'%') {
        Some(_) => Cow::Owned(normalized(path)),
        None => Cow::Borrowed(path),
    }
}

#[cold]
#[inline(never)]
fn normalized(path: &str) -> String {
    let mut text = String::with_capacity(path.len());
    let mut rest = path;
    while let Some((before, behind)) = cut(rest, b'%') {
        push(before, &mut text);
        rest = behind;
        let Some((byte, _)) = hex_pair(rest.as_bytes()) else {
            push("%", &mut text);
            continue;
        };
        push_escape(byte, &mut text);
        rest = rest.get(2..).unwrap_or_default();
    }
    push(rest, &mut text);
    text
}

/// The path of a route of a nested router.
pub(super) fn join(prefix: &str, path: &str) -> String {
    let mut joined = owned(prefix.strip_suffix('/').unwrap_or(prefix));
    if path != "/" || joined.is_empty() {
        push(path, &mut joined);
    }
    joined
}

/// What is written in a segment before its parameter, the name, and what is written behind it.
pub(super) fn parameter_of(segment: &str) -> Option<(&str, &str, &str)> {
    let (before, rest) = cut(segment, b'{')?;
    let (name, behind) = cut(rest, b'}').unwrap_or((rest, ""));
    Some((before, name, behind))
}

/// What a parameter between `before` and `behind` stands for in `segment`.
#[inline(never)]
pub(super) fn value<'p>(segment: &'p str, before: &str, behind: &str) -> Option<&'p str> {
    let value = segment.strip_prefix(before)?;
    let value = value.strip_suffix(behind)?;
    Some(value).filter(|value| !value.is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_of_routes() {
        let cases: &[(&str, &str, &[&str])] = &[
            ("/", "/", &[]),
            ("/a/{id}/b", "/a/{id}/b", &["id"]),
            ("/img-{id}.png", "/img-{id}.png", &["id"]),
            ("/{a}/{*b}", "/{a}/{*b}", &["a", "b"]),
            ("/café/a b", "/caf%C3%A9/a%20b", &[]),
            ("/caf%c3%a9/%7e", "/caf%C3%A9/%7E", &[]),
            ("/{{x}}", "/%7Bx%7D", &[]),
            ("/v1/{name}:cancel", "/v1/{name}:cancel", &["name"]),
            ("//", "//", &[]),
        ];
        for (path, text, names) in cases {
            let pattern = pattern(path).unwrap();
            assert_eq!(pattern.text, *text);
            assert_eq!(pattern.names, *names);
        }
    }

    #[test]
    fn paths_that_are_refused() {
        let older = |path: &str| Fault::Older(path.to_owned());
        let cases = [
            ("", Fault::NoSlash),
            ("a", Fault::NoSlash),
            ("/a?b", Fault::QueryOrFragment),
            ("/a#b", Fault::QueryOrFragment),
            ("/users/:id/*", older("/users/{id}/{*rest}")),
            ("/*path", older("/{*path}")),
            ("/{a", Fault::Braces),
            ("/a}", Fault::Braces),
            ("/{}", Fault::Braces),
            ("/{*}", Fault::Braces),
            ("/{a/b}", Fault::Braces),
            ("/{a}{b}", Fault::TwoParameters),
            ("/{a}-{b}", Fault::TwoParameters),
            ("/{*a}/b", Fault::NotLast),
            ("/x{*a}", Fault::NotLast),
            ("/{a}/{a}", Fault::NameTwice("a".to_owned())),
        ];
        for (path, fault) in cases {
            assert_eq!(pattern(path), Err(fault), "{path}");
        }
    }

    #[test]
    fn escapes_are_in_capitals() {
        let cases = [
            ("/a", "/a"),
            ("/%61%7e%2D", "/%61%7E%2D"),
            ("/caf%c3%a9", "/caf%C3%A9"),
            ("/a%2fb", "/a%2Fb"),
            ("/%zz%4", "/%zz%4"),
            ("/%", "/%"),
            ("/%+1", "/%+1"),
        ];
        for (path, expected) in cases {
            assert_eq!(normal(path), expected);
        }
    }
}
