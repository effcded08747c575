//! What an answer is kept under.

use std::fmt::Write;

use crate::Headers;

/// `url` with the values of the headers that the answer depends on. It always ends with them, so that no URL that a client
/// writes leads to the answer for other values.
pub(super) fn of(mut url: String, vary: &[&str], headers: &Headers) -> String {
    if vary.is_empty() {
        return url;
    }
    url.push(if url.contains('?') { '&' } else { '?' });
    url.push_str("worker-sdk-vary=");
    for name in vary {
        push_encoded(&headers.get(name).unwrap_or_default(), &mut url);
        url.push(',');
    }
    url
}

fn push_encoded(value: &str, url: &mut String) {
    for byte in value.bytes() {
        match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'.' | b'_' => url.push(byte.into()),
            byte => drop(write!(url, "%{byte:02X}")),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys() {
        let mut headers = Headers::new();
        headers.set("accept-language", "cs, en;q=0.5").unwrap();
        let key = |url: &str, vary: &[&str]| of(url.to_owned(), vary, &headers);
        assert_eq!(key("https://a.b/c?d", &[]), "https://a.b/c?d");
        assert_eq!(
            key("https://a.b/c", &["Accept-Language", "accept"]),
            "https://a.b/c?worker-sdk-vary=cs%2C%20en%3Bq%3D0.5,,"
        );
        assert_eq!(
            key("https://a.b/c?d", &["accept"]),
            "https://a.b/c?d&worker-sdk-vary=,"
        );
    }
}
