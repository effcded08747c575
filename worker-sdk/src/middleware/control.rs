//! What an answer, or a request, says about caches.

use crate::Headers;

/// The value of `cache-control`.
pub(super) struct Control(String);

impl Control {
    pub(super) fn of(headers: &Headers) -> Self {
        let mut value = headers.get("cache-control").unwrap_or_default();
        value.make_ascii_lowercase();
        Self(value)
    }

    pub(super) fn has(&self, name: &str) -> bool {
        self.value(name).is_some()
    }

    /// The value of a directive; empty where it has none.
    fn value(&self, name: &str) -> Option<&[u8]> {
        let mut directives = self.0.as_bytes().split(|byte| *byte == b',');
        directives.find_map(|directive| {
            let end = directive.iter().position(|byte| *byte == b'=');
            let (known, value) = directive.split_at(end.unwrap_or(directive.len()));
            (known.trim_ascii() == name.as_bytes()).then(|| value.get(1..).unwrap_or_default())
        })
    }

    /// What is no number is taken for 0: stale.
    pub(super) fn seconds(&self, name: &str) -> Option<u64> {
        let value = self.value(name)?.trim_ascii();
        let bare = value
            .strip_prefix(b"\"")
            .and_then(|value| value.strip_suffix(b"\""));
        Some(number(bare.unwrap_or(value)).unwrap_or_default())
    }

    /// Whether the answer to somebody who says who he is may be given to others.
    pub(super) fn is_for_others(&self) -> bool {
        ["public", "s-maxage", "must-revalidate"]
            .iter()
            .any(|name| self.has(name))
    }
}

fn number(digits: &[u8]) -> Option<u64> {
    let add = |sum: u64, digit: &u8| {
        let digit = char::from(*digit).to_digit(10)?;
        Some(sum.saturating_mul(10).saturating_add(digit.into()))
    };
    digits
        .iter()
        .try_fold(0, add)
        .filter(|_| !digits.is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn control(value: &str) -> Control {
        let mut headers = Headers::new();
        headers.set("cache-control", value).unwrap();
        Control::of(&headers)
    }

    #[test]
    fn directives() {
        let text = control("Public,max-age = 60 , No-Transform,private=\"a\",s-maxage=\"7\",x");
        for name in [
            "public",
            "max-age",
            "no-transform",
            "private",
            "s-maxage",
            "x",
        ] {
            assert!(text.has(name), "{name}");
        }
        for name in ["", "age", "max", "transform", "a"] {
            assert!(!text.has(name), "{name}");
        }
        let seconds = |name| text.seconds(name);
        assert_eq!(
            (seconds("max-age"), seconds("s-maxage")),
            (Some(60), Some(7))
        );
        assert_eq!(
            (seconds("x"), seconds("y"), seconds("private")),
            (Some(0), None, Some(0))
        );
        let long = control("max-age=99999999999999999999999");
        assert_eq!(long.seconds("max-age"), Some(u64::MAX));
    }

    #[test]
    fn answers_to_somebody() {
        for (value, expected) in [
            ("public, max-age=1", true),
            ("s-maxage=1", true),
            ("max-age=1, must-revalidate", true),
            ("max-age=1", false),
        ] {
            assert_eq!(control(value).is_for_others(), expected, "{value}");
        }
    }
}
