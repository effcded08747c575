//! Cookies, read and written.
//!
//! [`SetCookie`] is written, [`Request::cookies`](crate::Request::cookies) reads. [`Keys`] sign cookies, or hide what is in
//! them.

mod error;
mod keys;
mod write;

use super::url::decode_strict;
use crate::text::bare;

pub use keys::Keys;
#[cfg(all(feature = "json", feature = "router"))]
pub(crate) use keys::named;
pub use write::{SameSite, SetCookie};

/// Names and decoded values of a `cookie` header, in order.
pub(super) fn parse(header: &str) -> Vec<(String, String)> {
    header
        .split(';')
        .filter_map(|pair| pair.split_once('='))
        .map(|(name, value)| (bare(name), bare(value)))
        .filter(|(name, _)| super::is_token(name))
        .map(|(name, value)| (name.to_owned(), decode(value)))
        .collect()
}

/// Percent-encoding is a habit of writers, not part of the format: what cannot be decoded was not encoded.
fn decode(value: &str) -> String {
    let unquoted = value
        .strip_prefix('"')
        .and_then(|value| value.strip_suffix('"'))
        .unwrap_or(value);
    decode_strict(unquoted).unwrap_or_else(|| unquoted.to_owned())
}

#[cfg(test)]
mod tests {
    use super::parse;

    #[test]
    fn cookies_are_read_as_browsers_send_them() {
        let cases: &[(&str, &[(&str, &str)])] = &[
            ("", &[]),
            ("a=1", &[("a", "1")]),
            ("a=1; b=2;c=3 ; ", &[("a", "1"), ("b", "2"), ("c", "3")]),
            ("a=1; a=2", &[("a", "1"), ("a", "2")]),
            ("a=b=c", &[("a", "b=c")]),
            ("a=", &[("a", "")]),
            ("a=\"quoted value\"", &[("a", "quoted value")]),
            ("a=\"", &[("a", "\"")]),
            ("a=%C3%A9%20%3B", &[("a", "é ;")]),
            ("a=100%; b=%zz%20", &[("a", "100%"), ("b", "%zz%20")]),
            ("a=%ff", &[("a", "%ff")]),
            ("a=1+2", &[("a", "1+2")]),
            ("novalue; =x; bad name=1; ok=1", &[("ok", "1")]),
            // RFC 6265bis: a cookie without a name cannot pose as one with a prefix, and names have their case.
            ("=__Host-a=1; __Host-b=2", &[("__Host-b", "2")]),
            (
                "__host-a=1; __Host-a=2",
                &[("__host-a", "1"), ("__Host-a", "2")],
            ),
            ("A=1; a=2", &[("A", "1"), ("a", "2")]),
            ("\ta=1\t;\t b=2", &[("a", "1"), ("b", "2")]),
            // Browsers keep this white space: it makes another name, and is a part of a value.
            ("\u{a0}__Host-a=1", &[]),
            ("\u{2000}__Host-a=1", &[]),
            ("__Host-a\u{a0}=1", &[]),
            ("\u{b}__Host-a=1; \u{c}__Host-a=1; \u{85}__Host-a=1", &[]),
            ("a=\u{a0}1\u{2003}", &[("a", "\u{a0}1\u{2003}")]),
            (";;; ;a=1;;", &[("a", "1")]),
            ("a=\"b;c\"; d=1", &[("a", "\"b"), ("d", "1")]),
            ("a=b, c=d", &[("a", "b, c=d")]),
            (
                "$Version=1; a=1; $Path=/",
                &[("$Version", "1"), ("a", "1"), ("$Path", "/")],
            ),
        ];
        for (header, expected) in cases {
            let actual = parse(header);
            let actual: Vec<_> = actual
                .iter()
                .map(|(name, value)| (name.as_str(), value.as_str()))
                .collect();
            assert_eq!(&actual, expected, "{header}");
        }
    }
}
