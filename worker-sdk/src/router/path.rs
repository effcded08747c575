//! Paths of routes and of requests, in the form in which they are compared.

use std::borrow::Cow;
use std::fmt;

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

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NoSlash => f.write_str("does not begin with `/`; add it"),
            Self::QueryOrFragment => {
                f.write_str("has a `?` or `#`, which are no part of a path; read queries with `Query`")
            }
            Self::Older(path) => write!(f, "has parameters of an older form; write `{path}`"),
            Self::Braces => f.write_str(
                "has a parameter that cannot be read; write `{name}` or `{*name}`, and a brace as `{{` or `}}`",
            ),
            Self::TwoParameters => {
                f.write_str("has two parameters in one segment; put a `/` between them, or take them apart in the handler")
            }
            Self::NotLast => f.write_str("goes on behind a `{*name}`, which takes all that follows; put it last, alone in its segment"),
            Self::NameTwice(name) => write!(f, "has two parameters `{name}`; give one of them another name"),
        }
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
        text: String::with_capacity(path.len()),
        names: Vec::new(),
    };
    let mut rest = path;
    while let Some(char) = rest.chars().next() {
        let tail = rest.get(char.len_utf8()..).unwrap_or_default();
        rest = match char {
            '?' | '#' => return Err(Fault::QueryOrFragment),
            '{' if !tail.starts_with('{') => parameter(tail, &mut pattern)?,
            '{' | '}' => {
                let brace = if char == '{' { "%7B" } else { "%7D" };
                pattern.text.push_str(brace);
                tail.strip_prefix(char).ok_or(Fault::Braces)?
            }
            other => {
                push_literal(other, &mut pattern.text);
                tail
            }
        };
    }
    pattern.text = normal(&pattern.text).into_owned();
    Ok(pattern)
}

/// Reads a parameter whose `{` has been read, and gives what follows it.
fn parameter<'a>(text: &'a str, pattern: &mut Pattern) -> Result<&'a str, Fault> {
    let (written, rest) = text.split_once('}').ok_or(Fault::Braces)?;
    let name = written.strip_prefix('*').unwrap_or(written);
    if name.is_empty() || name.contains(['{', '/', '*']) {
        return Err(Fault::Braces);
    }
    let segment = pattern.text.rsplit_once('/').map_or("", |(_, last)| last);
    if segment.contains('{') {
        return Err(Fault::TwoParameters);
    }
    if name != written && !(rest.is_empty() && segment.is_empty()) {
        return Err(Fault::NotLast);
    }
    if pattern.names.iter().any(|known| known == name) {
        return Err(Fault::NameTwice(name.to_owned()));
    }
    pattern.names.push(name.to_owned());
    pattern.text.push('{');
    pattern.text.push_str(written);
    pattern.text.push('}');
    Ok(rest)
}

/// The path with `{id}` for `:id` and `{*rest}` for `*rest`, if it has such segments.
fn newer(path: &str) -> Option<String> {
    let mut newer = String::new();
    let mut is_older = false;
    for segment in path.get(1..).unwrap_or_default().split('/') {
        let name = match segment {
            "*" => Some("*rest"),
            _ if segment.starts_with('*') => Some(segment),
            _ => segment.strip_prefix(':'),
        };
        let parts = match name {
            Some(name) => ["/{", name, "}"],
            None => ["/", segment, ""],
        };
        newer.extend(parts);
        is_older |= name.is_some();
    }
    is_older.then_some(newer)
}

/// Encodes what the URL standard encodes in paths.
fn push_literal(char: char, text: &mut String) {
    if char.is_ascii_graphic() && !matches!(char, '"' | '<' | '>' | '`' | '^' | '\\') {
        return text.push(char);
    }
    let mut buffer = [0; 4];
    for byte in char.encode_utf8(&mut buffer).bytes() {
        push_escape(byte, text);
    }
}

fn push_escape(byte: u8, text: &mut String) {
    text.push('%');
    for digit in [byte >> 4, byte & 15] {
        let digit = char::from_digit(digit.into(), 16).unwrap_or_default();
        text.push(digit.to_ascii_uppercase());
    }
}

/// A path in which letters, digits and `-._~` are not encoded, and other escapes are in capitals: RFC 3986, 6.2.2.
pub(super) fn normal(path: &str) -> Cow<'_, str> {
    if !path.contains('%') {
        return Cow::Borrowed(path);
    }
    let mut parts = path.split('%');
    let mut text = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        let byte = part.get(..2).and_then(hexadecimal);
        match byte {
            Some(byte) if byte.is_ascii_alphanumeric() || b"-._~".contains(&byte) => {
                text.push(byte.into());
            }
            Some(byte) => push_escape(byte, &mut text),
            None => {
                text.push('%');
                text.push_str(part);
                continue;
            }
        }
        text.push_str(part.get(2..).unwrap_or_default());
    }
    Cow::Owned(text)
}

fn hexadecimal(digits: &str) -> Option<u8> {
    let is_hexadecimal = digits.bytes().all(|byte| byte.is_ascii_hexdigit());
    is_hexadecimal.then(|| u8::from_str_radix(digits, 16).ok())?
}

/// The path of a route of a nested router.
pub(super) fn join(prefix: &str, path: &str) -> String {
    let prefix = prefix.strip_suffix('/').unwrap_or(prefix);
    match path {
        "/" if !prefix.is_empty() => prefix.to_owned(),
        _ => format!("{prefix}{path}"),
    }
}

/// Whether `path` is `prefix` or below it. A segment of the prefix with a parameter stands for any segment.
pub(super) fn is_below(path: &str, prefix: &str) -> bool {
    let mut segments = path.split('/');
    let prefix = prefix.strip_suffix('/').unwrap_or(prefix);
    prefix.split('/').all(|wanted| {
        segments.next().is_some_and(|segment| {
            segment == wanted || (wanted.contains('{') && !segment.is_empty())
        })
    })
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
            ("/caf%c3%a9/%61", "/caf%C3%A9/a", &[]),
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
    fn equivalent_paths_are_one() {
        let cases = [
            ("/a", "/a"),
            ("/%61%7E%2d", "/a~-"),
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

    #[test]
    fn below_a_prefix() {
        for path in ["/api", "/api/", "/api/a/b"] {
            assert!(is_below(path, "/api"), "{path}");
        }
        assert!(!is_below("/apis", "/api"));
        assert!(!is_below("/", "/api"));
        assert!(is_below("/users/7/x", "/users/{id}"));
        assert!(!is_below("/users//x", "/users/{id}"));
        assert!(is_below("/anything", "/"));
    }
}
