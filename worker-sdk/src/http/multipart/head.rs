//! What stands before the content of a field.

use super::error::Wrong;
use crate::http::percent_decode;
use crate::text::cut;

#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Head {
    pub(super) name: String,
    pub(super) file_name: Option<String>,
    pub(super) content_type: Option<String>,
}

impl Head {
    /// Reads the rest of the boundary's line, and the headers behind it.
    pub(super) fn parse(bytes: &[u8]) -> Result<Self, Wrong> {
        let text = String::from_utf8_lossy(bytes);
        let mut lines = text.split("\r\n");
        if !lines.next().unwrap_or_default().trim_ascii().is_empty() {
            return Err(Wrong::Boundary);
        }
        let mut head = Self::default();
        let mut is_named = false;
        for line in lines {
            let (header, value) = cut(line, b':').ok_or(Wrong::Header)?;
            let header = header.trim_ascii();
            if header.eq_ignore_ascii_case("content-disposition") {
                is_named = head.disposition(value);
            } else if header.eq_ignore_ascii_case("content-type") {
                head.content_type = Some(value.trim_ascii().to_owned());
            }
        }
        match is_named {
            true => Ok(head),
            false => Err(Wrong::Unnamed),
        }
    }

    /// Whether the field has a name.
    fn disposition(&mut self, value: &str) -> bool {
        let mut parameters = Parameters::of(value);
        let mut name = None;
        let mut encoded = None;
        for (key, value) in parameters.by_ref() {
            match key.to_ascii_lowercase().as_str() {
                "name" => name = Some(plain(value)),
                "filename" => self.file_name = Some(plain(value)),
                "filename*" => encoded = of_charset(&value),
                _ => {}
            }
        }
        let named = |name: &String| !name.is_empty();
        self.file_name = self.file_name.take().or(encoded).filter(named);
        let is_form = parameters.first.eq_ignore_ascii_case("form-data");
        self.name = name.clone().unwrap_or_default();
        is_form && name.is_some()
    }
}

/// The boundary that a content type names, if it is that of a multipart form.
pub(super) fn boundary(content_type: &str) -> Option<String> {
    let mut parameters = Parameters::of(content_type);
    if !parameters.first.eq_ignore_ascii_case("multipart/form-data") {
        return None;
    }
    let (_, boundary) = parameters.find(|(key, _)| key.eq_ignore_ascii_case("boundary"))?;
    Some(boundary).filter(|boundary| !boundary.is_empty())
}

/// The parameters of a header.
struct Parameters<'t> {
    /// What stands before them.
    first: &'t str,
    rest: &'t str,
}

impl<'t> Parameters<'t> {
    fn of(value: &'t str) -> Self {
        let (first, rest) = cut(value, b';').unwrap_or((value, ""));
        Self {
            first: first.trim_ascii(),
            rest,
        }
    }
}

impl<'t> Iterator for Parameters<'t> {
    type Item = (&'t str, String);

    fn next(&mut self) -> Option<Self::Item> {
        let (key, value) = cut(self.rest, b'=')?;
        let value = value.trim_ascii_start();
        let (value, rest) = match value.strip_prefix('"') {
            Some(quoted) => unquoted(quoted),
            None => {
                let (value, rest) = cut(value, b';').unwrap_or((value, ""));
                (value.trim_ascii().to_owned(), rest)
            }
        };
        self.rest = rest;
        let key = key.trim_matches([';', ' ', '\t']);
        Some((key, value))
    }
}

/// The text up to the next quotation mark, and what stands behind that. A backslash stands for itself, unless a quotation
/// mark or another one is behind it: old browsers send whole paths.
fn unquoted(text: &str) -> (String, &str) {
    let mut value = String::new();
    let mut characters = text.char_indices().peekable();
    while let Some((at, character)) = characters.next() {
        match character {
            '"' => return (value, text.get(at + 1..).unwrap_or_default()),
            '\\' => {
                let escaped = characters.next_if(|(_, next)| matches!(next, '"' | '\\'));
                value.push(escaped.map_or('\\', |(_, escaped)| escaped));
            }
            _ => value.push(character),
        }
    }
    (value, "")
}

/// As browsers write quotation marks and line breaks in names, and nothing else.
fn plain(value: String) -> String {
    if !value.contains('%') {
        return value;
    }
    [("%22", "\""), ("%0D", "\r"), ("%0A", "\n")]
        .iter()
        .fold(value, |value, (from, to)| value.replace(from, to))
}

/// A value of RFC 8187, if it is UTF-8.
fn of_charset(value: &str) -> Option<String> {
    let (charset, rest) = cut(value, b'\'')?;
    let (_, encoded) = cut(rest, b'\'')?;
    let is_utf8 = charset.eq_ignore_ascii_case("utf-8");
    is_utf8.then(|| percent_decode(encoded))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parsed(text: &str) -> Result<Head, Wrong> {
        Head::parse(text.as_bytes())
    }

    fn named(name: &str) -> Head {
        Head {
            name: name.to_owned(),
            ..Head::default()
        }
    }

    #[test]
    fn names_and_types() {
        let file = Head {
            file_name: Some("a b.txt".to_owned()),
            content_type: Some("text/plain; charset=utf-8".to_owned()),
            ..named("file")
        };
        let text = "\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a b.txt\"\r\n\
                    Content-Type: text/plain; charset=utf-8\r\nX-Other: 1";
        assert_eq!(parsed(text), Ok(file));
        for text in [
            "\r\ncontent-disposition:form-data;name=a",
            " \t\r\nCONTENT-DISPOSITION : Form-Data ; NAME = \"a\" ; other",
        ] {
            assert_eq!(parsed(text), Ok(named("a")), "{text}");
        }
    }

    #[test]
    fn names_that_are_not_plain() {
        let cases = [
            ("\"a\\\"b\"", "a\"b"),
            ("\"a%22b%0D%0Ac%41\"", "a\"b\r\nc%41"),
            ("\"C:\\dir\\file\"", "C:\\dir\\file"),
            ("\"a\\\\b\"", "a\\b"),
            ("\"a;b=c\"", "a;b=c"),
            ("\"\"", ""),
            ("\"é\"", "é"),
            ("\"open", "open"),
        ];
        for (written, name) in cases {
            let text = format!("\r\nContent-Disposition: form-data; name={written}");
            assert_eq!(parsed(&text), Ok(named(name)), "{written}");
        }
    }

    #[test]
    fn names_of_files_with_a_character_set() {
        let file = |value: &str| {
            let text = format!("\r\nContent-Disposition: form-data; name=a; {value}");
            parsed(&text).unwrap().file_name
        };
        assert_eq!(
            file("filename*=UTF-8''%C3%A9.txt").as_deref(),
            Some("é.txt")
        );
        assert_eq!(
            file("filename*=UTF-8''x; filename=\"y\"").as_deref(),
            Some("y")
        );
        assert_eq!(file("filename*=latin1''%E9"), None);
        assert_eq!(file("filename*=x"), None);
        assert_eq!(file("filename=\"\""), None, "no file was chosen");
    }

    #[test]
    fn heads_of_no_field() {
        let cases = [
            (
                "x\r\nContent-Disposition: form-data; name=a",
                Wrong::Boundary,
            ),
            ("\r\nContent-Type: text/plain", Wrong::Unnamed),
            ("\r\nContent-Disposition: form-data", Wrong::Unnamed),
            (
                "\r\nContent-Disposition: attachment; name=a",
                Wrong::Unnamed,
            ),
            ("\r\nno header", Wrong::Header),
            ("", Wrong::Unnamed),
        ];
        for (text, wrong) in cases {
            assert_eq!(parsed(text), Err(wrong), "{text:?}");
        }
    }

    #[test]
    fn boundaries() {
        let found = |content_type: &str| boundary(content_type);
        assert_eq!(
            found("multipart/form-data; boundary=abc").as_deref(),
            Some("abc")
        );
        assert_eq!(
            found("Multipart/Form-Data;charset=utf-8; BOUNDARY=\"a b;c\"").as_deref(),
            Some("a b;c")
        );
        for none in [
            "multipart/form-data",
            "multipart/form-data; boundary=",
            "multipart/mixed; boundary=a",
            "text/plain; boundary=a",
            "",
        ] {
            assert_eq!(found(none), None, "{none}");
        }
    }
}
