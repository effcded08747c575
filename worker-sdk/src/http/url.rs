//! Parts of a URL that is in normal form: slicing is enough.

/// The path of an absolute URL.
pub(super) fn path(url: &str) -> &str {
    let after = after_authority(url);
    let end = position(after, |byte| matches!(byte, b'?' | b'#')).unwrap_or(after.len());
    match after.get(..end) {
        Some(path) if path.starts_with('/') => path,
        _ => "/",
    }
}

/// The query of an absolute URL, without its `?`.
pub(super) fn query(url: &str) -> Option<&str> {
    let before_fragment = url.split('#').next()?;
    before_fragment.split_once('?').map(|(_, query)| query)
}

/// Whether the path is in the normal form of the URL standard.
///
/// The platform leaves segments of dots, backslashes and a few other characters to whoever parses the URL; older runtimes
/// encoded dots alone. A router that read them as they are would let `/public/../admin` pass for a public path, where
/// JavaScript sees `/admin`.
pub(super) fn is_normal(url: &str) -> bool {
    let mut rest = path(url).as_bytes();
    while let [byte, tail @ ..] = rest {
        match byte {
            b'%' if matches!(tail, [b'2', b'e' | b'E', ..]) => return false,
            // Other segments that begin with a dot are rare, and parsed in vain.
            b'/' if matches!(tail, [b'.', ..]) => return false,
            b'\\' | b'^' | b'`' | b'{' | b'}' | b'"' | b'<' | b'>' => return false,
            b'!'..=b'~' => rest = tail,
            _ => return false,
        }
    }
    true
}

/// Scheme, host and port of an absolute URL.
#[cfg(feature = "router")]
pub(crate) fn origin_of(url: &str) -> &str {
    let end = url.len() - after_authority(url).len();
    url.get(..end).unwrap_or_default()
}

fn after_authority(url: &str) -> &str {
    let host =
        position(url, |byte| byte == b':').map_or("", |colon| url.get(colon + 1..).unwrap_or(""));
    let host = host.strip_prefix("//").unwrap_or(host);
    position(host, |byte| matches!(byte, b'/' | b'?' | b'#'))
        .map_or("", |end| host.get(end..).unwrap_or(""))
}

/// Where the first of some ASCII characters stands.
fn position(text: &str, wanted: impl Fn(u8) -> bool) -> Option<usize> {
    text.bytes().position(wanted)
}

/// Decoded pairs of a query or of a urlencoded form.
pub(super) fn pairs(query: &str) -> Vec<(String, String)> {
    query
        .split('&')
        .filter(|pair| !pair.is_empty())
        .map(|pair| {
            let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
            (decode_form(name), decode_form(value))
        })
        .collect()
}

fn decode_form(text: &str) -> String {
    decode(text, true)
}

/// Text as a part of a path, or as a name or a value of a query: all but letters, digits and ``-_.!~*'()`` as `%` and two
/// digits, as `encodeURIComponent` of JavaScript does.
///
/// # Examples
///
/// ```
/// use worker_sdk::http::percent_encode;
///
/// assert_eq!(percent_encode("50 % žluť/a"), "50%20%25%20%C5%BElu%C5%A5%2Fa");
/// ```
#[must_use]
pub fn percent_encode(text: &str) -> String {
    let mut encoded = String::with_capacity(text.len());
    push_encoded(&mut encoded, text);
    encoded
}

/// As [`percent_encode`].
pub(super) fn push_encoded(text: &mut String, value: &str) {
    const DIGITS: &[u8; 16] = b"0123456789ABCDEF";
    let digit = |value: u8| {
        DIGITS
            .get(usize::from(value))
            .map_or('0', |digit| char::from(*digit))
    };
    for byte in value.bytes() {
        if byte.is_ascii_alphanumeric() || b"-_.!~*'()".contains(&byte) {
            text.push(char::from(byte));
        } else {
            text.extend(['%', digit(byte >> 4), digit(byte & 15)]);
        }
    }
}

/// Percent-decodes `text`; what is not valid UTF-8 afterwards is replaced by `U+FFFD`.
///
/// A `%` that two hexadecimal digits do not follow stays.
///
/// # Examples
///
/// ```
/// assert_eq!(worker_sdk::http::percent_decode("caf%C3%A9%"), "café%");
/// ```
#[must_use]
pub fn percent_decode(text: &str) -> String {
    decode(text, false)
}

/// Percent-decodes `text`; `None` where that is no UTF-8.
#[cfg(feature = "router")]
pub(crate) fn decode_utf8(text: &str) -> Option<String> {
    String::from_utf8(decode_bytes(text, false)).ok()
}

/// Percent-decodes `text`; `None` where JavaScript's `decodeURIComponent` throws.
pub(super) fn decode_strict(text: &str) -> Option<String> {
    let mut escapes = text.split('%').skip(1);
    if escapes.any(|after| hex_pair(after.as_bytes()).is_none()) {
        return None;
    }
    String::from_utf8(decode_bytes(text, false)).ok()
}

fn decode(text: &str, plus_is_space: bool) -> String {
    String::from_utf8(decode_bytes(text, plus_is_space))
        .unwrap_or_else(|error| String::from_utf8_lossy(error.as_bytes()).into_owned())
}

fn decode_bytes(text: &str, plus_is_space: bool) -> Vec<u8> {
    let mut decoded = Vec::with_capacity(text.len());
    let mut rest = text.as_bytes();
    while let Some((&byte, tail)) = rest.split_first() {
        rest = tail;
        match byte {
            b'+' if plus_is_space => decoded.push(b' '),
            b'%' => match hex_pair(tail) {
                Some((value, tail)) => {
                    decoded.push(value);
                    rest = tail;
                }
                None => decoded.push(b'%'),
            },
            other => decoded.push(other),
        }
    }
    decoded
}

pub(crate) fn hex_pair(bytes: &[u8]) -> Option<(u8, &[u8])> {
    let [high, low, tail @ ..] = bytes else {
        return None;
    };
    let digit = |byte: u8| char::from(byte).to_digit(16).map(|digit| digit as u8);
    Some((digit(*high)? << 4 | digit(*low)?, tail))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parts() {
        let cases = [
            ("https://a.b/", "/", None),
            ("https://a.b/c/d?e=f&g", "/c/d", Some("e=f&g")),
            ("http://a.b:8787/?", "/", Some("")),
            ("http://u:p@a/x?y?z#q?", "/x", Some("y?z")),
            ("http://a?x", "/", Some("x")),
            ("http://a/%2F#f", "/%2F", None),
            ("", "/", None),
        ];
        for (url, expected_path, expected_query) in cases {
            assert_eq!(path(url), expected_path, "{url}");
            assert_eq!(query(url), expected_query, "{url}");
        }
    }

    #[cfg(feature = "router")]
    #[test]
    fn origins() {
        let cases = [
            ("https://a.b/c?d", "https://a.b"),
            ("http://a:8787/", "http://a:8787"),
            ("https://a?b", "https://a"),
            ("", ""),
        ];
        for (url, expected) in cases {
            assert_eq!(origin_of(url), expected);
        }
    }

    #[test]
    fn odd_paths_are_not_normal() {
        for path in [
            "/",
            "/a/b%2F%20;c=d,:@!$&'()*+[]|~",
            "/?q=<\\>",
            "/a../b./c.d",
        ] {
            assert!(is_normal(&format!("http://a{path}")), "{path}");
        }
        let dots = ["/.", "/..", "/./a", "/a/../b", "/%2e%2e/a", "/%2E"];
        let odd = ["/a\\b", "/^", "/{a}", "/é", "/a b"];
        for path in dots.into_iter().chain(odd) {
            assert!(!is_normal(&format!("http://a{path}")), "{path}");
        }
    }

    #[test]
    fn pairs_are_decoded() {
        let expected = [("a", "1 2"), ("b", ""), ("é", "=&"), ("%zz", "%")];
        let actual = pairs("a=1+2&&b&%C3%A9=%3D%26&%zz=%");
        let actual: Vec<_> = actual
            .iter()
            .map(|(name, value)| (name.as_str(), value.as_str()))
            .collect();
        assert_eq!(actual, expected);
    }

    #[test]
    fn a_plus_in_a_path_stays() {
        assert_eq!(percent_decode("a+b%20c%ff"), "a+b c\u{FFFD}");
    }
}
