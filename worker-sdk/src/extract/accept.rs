//! What a client would rather have: languages and types of content.

use std::cmp::Reverse;
use std::convert::Infallible;

use super::{FromRequestParts, Parts};
use crate::http::weighted;

/// The languages that the client reads: `accept-language`. A client that does not say reads all.
///
/// The answer depends on the header then: say so to caches, as the example does.
///
/// # Examples
///
/// ```no_run
/// use worker_sdk::extract::AcceptLanguage;
/// use worker_sdk::http::Html;
///
/// async fn home(languages: AcceptLanguage) -> ([(&'static str, &'static str); 2], Html<String>) {
///     let language = languages.best(&["en", "de", "pt-BR"]).unwrap_or("en");
///     let page = format!("<html lang=\"{language}\">");
///     ([("content-language", language), ("vary", "accept-language")], Html(page))
/// }
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct AcceptLanguage(String);

impl AcceptLanguage {
    /// The value of such a header.
    #[must_use]
    pub fn new(header: impl Into<String>) -> Self {
        Self(header.into())
    }

    /// The best of the languages that are offered: of several that the client likes as well, the one it names first. `None`
    /// where it reads none of them.
    ///
    /// Who reads `de` reads `de-AT`, and who reads `de-CH` reads `de`, or `de-AT` if there is nothing nearer.
    #[must_use]
    pub fn best<'a>(&self, offered: &[&'a str]) -> Option<&'a str> {
        if self.0.trim().is_empty() {
            return offered.first().copied();
        }
        let ranked = offered
            .iter()
            .filter_map(|tag| Some((self.rank(tag)?, *tag)));
        let best = ranked.reduce(|best, other| if other.0 > best.0 { other } else { best });
        best.map(|(_, tag)| tag)
    }

    /// What the nearest range says of a language: its weight, and how far in front it stands.
    fn rank(&self, tag: &str) -> Option<(u16, Reverse<usize>)> {
        let ranges = || weighted(&self.0).enumerate();
        let within = ranges()
            .filter(|(_, (range, _))| is_within(tag, range))
            .max_by_key(|(_, (range, _))| range.len());
        let near = || {
            ranges()
                .filter(|(_, (range, weight))| *weight > 0 && is_near(tag, range))
                .max_by_key(|(index, (_, weight))| (*weight, Reverse(*index)))
        };
        let any = || ranges().find(|(_, (range, _))| *range == "*");
        let (index, (_, weight)) = within.or_else(near).or_else(any)?;
        (weight > 0).then_some((weight, Reverse(index)))
    }
}

/// Whether a language is what a range asks for: itself, or a kind of it.
fn is_within(tag: &str, range: &str) -> bool {
    let (Some(start), Some(rest)) = (tag.get(..range.len()), tag.get(range.len()..)) else {
        return false;
    };
    start.eq_ignore_ascii_case(range) && (rest.is_empty() || rest.starts_with('-'))
}

/// Whether it is what a shorter range asks for: `zh-Hant` or `zh` for `zh-Hant-CN`.
fn is_near(tag: &str, range: &str) -> bool {
    let mut cuts = range
        .match_indices('-')
        .filter_map(|(at, _)| range.get(..at));
    cuts.any(|shorter| is_within(tag, shorter))
}

/// The types of content that the client takes: `accept`. A client that does not say takes all.
///
/// The answer depends on the header then: say so to caches, as the example does.
///
/// # Examples
///
/// ```no_run
/// use worker_sdk::extract::Accept;
/// use worker_sdk::http::Html;
/// use worker_sdk::{HttpError, IntoResponse, Json, Response, Result, http::StatusCode};
///
/// async fn report(accept: Accept) -> Result<Response> {
///     let response = match accept.best(&["application/json", "text/html"]) {
///         Some("text/html") => Html("<b>42</b>").into_response()?,
///         Some(_) => Json(42).into_response()?,
///         None => HttpError::new(StatusCode::NOT_ACCEPTABLE, "there are JSON and HTML").into_response()?,
///     };
///     response.with_header("vary", "accept")
/// }
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Accept(String);

impl Accept {
    /// The value of such a header.
    #[must_use]
    pub fn new(header: impl Into<String>) -> Self {
        Self(header.into())
    }

    /// The best of the types that are offered, the first of them where the client likes several as well; `None` where it
    /// takes none of them.
    ///
    /// What it says of a type itself counts more than what it says of `text/*`, and that more than `*/*`. Parameters of
    /// types are not looked at.
    #[must_use]
    pub fn best<'a>(&self, offered: &[&'a str]) -> Option<&'a str> {
        let weights = offered.iter().map(|kind| (*kind, self.weight_of(kind)));
        let wanted = weights.filter(|(_, weight)| *weight > 0);
        // The first of several that weigh the same.
        let best = wanted.reduce(|best, other| if other.1 > best.1 { other } else { best });
        best.map(|(kind, _)| kind)
    }

    fn weight_of(&self, kind: &str) -> u16 {
        if self.0.trim().is_empty() {
            return 1000;
        }
        let family = kind.split_once('/').map_or(kind, |(family, _)| family);
        let find = |is_meant: &dyn Fn(&str) -> bool| {
            let mut ranges = weighted(&self.0);
            ranges.find_map(|(range, weight)| is_meant(range).then_some(weight))
        };
        find(&|range| range.eq_ignore_ascii_case(kind))
            .or_else(|| {
                find(&|range| {
                    let any = range.strip_suffix("/*");
                    any.is_some_and(|any| any.eq_ignore_ascii_case(family))
                })
            })
            .or_else(|| find(&|range| range == "*/*"))
            .unwrap_or(0)
    }
}

macro_rules! extracted {
    ($($type:ident $name:literal;)*) => {
        $(impl<S> FromRequestParts<S> for $type {
            type Rejection = Infallible;

            async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Infallible> {
                Ok(Self(parts.request.header($name).unwrap_or_default()))
            }
        })*
    };
}

extracted! {
    Accept "accept";
    AcceptLanguage "accept-language";
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn languages() {
        const OFFERED: [&str; 4] = ["en", "de", "pt-BR", "zh-Hant"];
        let cases = [
            ("", Some("en")),
            ("de", Some("de")),
            ("DE", Some("de")),
            ("de-CH, en;q=0.5", Some("de")),
            ("fr, de;q=0.3, en;q=0.8", Some("en")),
            ("pt", Some("pt-BR")),
            ("pt-PT", Some("pt-BR")),
            ("p", None),
            ("deu", None),
            ("zh-Hant-CN", Some("zh-Hant")),
            ("zh-Hans", Some("zh-Hant")),
            ("fr", None),
            ("fr, *;q=0.1", Some("en")),
            ("en;q=0, *", Some("de")),
            ("en;q=0", None),
            ("de;q=0.5, en;q=0.5", Some("de")),
            ("en;q=0.1, *;q=0.5", Some("de")),
            ("*, en;q=0.5", Some("de")),
            ("pt;q=0, *;q=0.1, en;q=0, de;q=0", Some("zh-Hant")),
            ("pt-PT;q=0, pt", Some("pt-BR")),
            ("pt-PT;q=0, fr", None),
            ("zh-Hans;q=0.2, zh-Hant;q=0.1, en;q=0.15", Some("en")),
            ("x;q=é, é", None),
            (";;, ,-, de", Some("de")),
        ];
        for (header, expected) in cases {
            assert_eq!(
                AcceptLanguage::new(header).best(&OFFERED),
                expected,
                "{header}"
            );
        }
        assert_eq!(AcceptLanguage::new("de").best(&[]), None);
    }

    #[test]
    fn types() {
        const OFFERED: [&str; 2] = ["application/json", "text/html"];
        let cases = [
            ("", Some("application/json")),
            ("*/*", Some("application/json")),
            ("text/html", Some("text/html")),
            ("TEXT/HTML;charset=utf-8;q=0.4", Some("text/html")),
            (
                "text/html,application/xml;q=0.9,*/*;q=0.8",
                Some("text/html"),
            ),
            ("text/*", Some("text/html")),
            ("text/*;q=0.1, */*;q=0.5", Some("application/json")),
            ("application/json;q=0, */*", Some("text/html")),
            ("text/html;q=0.5, application/*", Some("application/json")),
            ("image/png", None),
            ("*/*;q=0", None),
            ("text", None),
        ];
        for (header, expected) in cases {
            assert_eq!(Accept::new(header).best(&OFFERED), expected, "{header}");
        }
    }
}
