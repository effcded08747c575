//! Patterns of URLs.

use std::fmt;
use std::iter::from_fn;

use wasm_bindgen::prelude::*;

use crate::error::{Error, Result};
use crate::js::{self, Options};

#[wasm_bindgen(module = "/src/js/url_pattern.js")]
extern "C" {
    fn new_pattern(input: &JsValue, base: &JsValue, options: &JsValue) -> JsValue;
    fn pattern_test(pattern: &JsValue, url: &JsValue, base: &JsValue) -> i32;
    fn pattern_exec(pattern: &JsValue, url: &JsValue, base: &JsValue) -> JsValue;
    fn has_groups(pattern: &JsValue) -> i32;
}

/// Which URLs are meant, by the rules of the WHATWG standard: `/books/:id`, `https://*.example.com/*`.
///
/// For the paths of a worker's own routes, [`Router`](crate::Router) is faster. A pattern is for URLs that come from
/// configuration or from data, and for hosts and protocols.
///
/// # Examples
///
/// ```no_run
/// # fn run() -> worker_sdk::Result<()> {
/// use worker_sdk::url::Pattern;
///
/// let books = Pattern::parse("https://:shop.example.com/books/:id(\\d+)")?;
/// let found = books.exec("https://berlin.example.com/books/7").unwrap();
/// assert_eq!(found.group("shop"), Some("berlin"));
/// assert_eq!(found.pathname.group("id").and_then(|id| id.parse().ok()), Some(7_u32));
/// assert!(!books.test("https://berlin.example.com/books/new"));
/// # Ok(())
/// # }
/// ```
///
/// See <https://developers.cloudflare.com/workers/runtime-apis/web-standards/#urlpattern-api>.
pub struct Pattern(JsValue);

impl Pattern {
    /// Parses a pattern that has all parts of a URL; a part that it does not mention may be anything.
    ///
    /// # Errors
    ///
    /// Fails when `text` is not a pattern, or relative.
    pub fn parse(text: &str) -> Result<Self> {
        Self::made(&js::text(text), &JsValue::UNDEFINED, Options::new())
    }

    /// Parses a pattern that may be relative to `base`, as `/books/:id` is.
    ///
    /// # Errors
    ///
    /// As [`parse`](Pattern::parse), also when `base` is not an absolute URL.
    pub fn parse_with_base(text: &str, base: &str) -> Result<Self> {
        Self::made(&js::text(text), &js::text(base), Options::new())
    }

    /// A pattern part by part.
    ///
    /// # Examples
    ///
    /// ```no_run
    /// # fn run() -> worker_sdk::Result<()> {
    /// use worker_sdk::url::Pattern;
    ///
    /// let pages = Pattern::builder().pathname("/pages/:name").ignore_case(true).build()?;
    /// assert!(pages.test("https://example.com/Pages/home?draft=1"));
    /// # Ok(())
    /// # }
    /// ```
    pub fn builder() -> PatternBuilder {
        PatternBuilder {
            parts: Options::new(),
            options: Options::new(),
        }
    }

    fn made(input: &JsValue, base: &JsValue, options: Options) -> Result<Self> {
        let raw = new_pattern(input, base, &options.into_js());
        if raw.is_undefined() {
            return Err(Error::last_failure("reading a pattern of URLs"));
        }
        Ok(Self(raw))
    }

    /// Wraps a JavaScript `URLPattern`.
    #[must_use]
    pub fn from_raw(raw: JsValue) -> Self {
        Self(raw)
    }

    /// The JavaScript `URLPattern`.
    #[must_use]
    pub fn as_raw(&self) -> &JsValue {
        &self.0
    }

    /// Whether the whole of `url` fits. Text that is not an absolute URL never does.
    #[must_use]
    pub fn test(&self, url: &str) -> bool {
        pattern_test(&self.0, &js::text(url), &JsValue::UNDEFINED) == 1
    }

    /// As [`test`](Pattern::test), of a URL that may be relative to `base`.
    #[must_use]
    pub fn test_with_base(&self, url: &str, base: &str) -> bool {
        pattern_test(&self.0, &js::text(url), &js::text(base)) == 1
    }

    /// What of `url` stands where the pattern has groups; `None` when it does not fit.
    #[must_use]
    pub fn exec(&self, url: &str) -> Option<Match> {
        Match::read(&pattern_exec(&self.0, &js::text(url), &JsValue::UNDEFINED))
    }

    /// As [`exec`](Pattern::exec), of a URL that may be relative to `base`.
    #[must_use]
    pub fn exec_with_base(&self, url: &str, base: &str) -> Option<Match> {
        Match::read(&pattern_exec(&self.0, &js::text(url), &js::text(base)))
    }

    /// Whether a part has a group with a regular expression, as in `:id(\\d+)`.
    #[must_use]
    pub fn has_reg_exp_groups(&self) -> bool {
        has_groups(&self.0) == 1
    }
}

macro_rules! parts {
    ($($name:ident)*) => {
        impl Pattern {
            $(
                #[doc = concat!("The pattern of the `", stringify!($name), "`; `*` where it may be anything.")]
                #[must_use]
                pub fn $name(&self) -> String {
                    js::string_property(&self.0, stringify!($name)).unwrap_or_default()
                }
            )*
        }

        impl PatternBuilder {
            $(
                #[doc = concat!("Sets the pattern of the `", stringify!($name), "`.")]
                pub fn $name(mut self, pattern: &str) -> Self {
                    self.parts = self.parts.text(stringify!($name), pattern);
                    self
                }
            )*
        }

        /// A URL that fits a [`Pattern`], part by part.
        #[derive(Clone, Debug, Default, PartialEq, Eq)]
        #[non_exhaustive]
        pub struct Match {
            $(
                #[doc = concat!("The `", stringify!($name), "`.")]
                pub $name: Part,
            )*
        }

        impl Match {
            fn of(mut next: impl FnMut() -> Part) -> Self {
                Self { $($name: next()),* }
            }

            fn parts(&self) -> impl Iterator<Item = &Part> {
                [$(&self.$name),*].into_iter()
            }
        }
    };
}

parts!(protocol username password hostname port pathname search hash);

/// Makes a [`Pattern`] part by part. A part that is not set may be anything.
#[must_use = "there is no pattern until it is built"]
pub struct PatternBuilder {
    parts: Options,
    options: Options,
}

impl PatternBuilder {
    /// Takes the parts before those that are set from this URL.
    pub fn base_url(mut self, url: &str) -> Self {
        self.parts = self.parts.text("baseURL", url);
        self
    }

    /// Whether capital letters are the same as small ones. Without this they are not.
    pub fn ignore_case(mut self, ignore: bool) -> Self {
        self.options = self.options.flag("ignoreCase", ignore);
        self
    }

    /// Makes the pattern.
    ///
    /// # Errors
    ///
    /// Fails when a part is not a pattern, and when the base is not an absolute URL.
    pub fn build(self) -> Result<Pattern> {
        // Where nothing is set there is no object.
        let parts = match self.parts.is_empty() {
            true => self.parts.text("pathname", "*"),
            false => self.parts,
        };
        Pattern::made(&parts.into_js(), &JsValue::UNDEFINED, self.options)
    }
}

/// A part of a URL that fits a [`Pattern`], and its groups.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Part {
    /// All of it.
    pub input: String,
    groups: Vec<(String, Option<String>)>,
}

impl Part {
    /// What stands in the place of the group: of `:id` with its name, of `*` and `(\\d+)` with a number, the first with
    /// `"0"`. `None` also for one that is not there, as in `/books/:id?`.
    #[must_use]
    pub fn group(&self, name: &str) -> Option<&str> {
        let found = self.groups.iter().find(|(group, _)| group == name)?;
        found.1.as_deref()
    }

    /// All groups with what stands in their places.
    pub fn groups(&self) -> impl Iterator<Item = (&str, Option<&str>)> {
        let groups = self.groups.iter();
        groups.map(|(name, text)| (name.as_str(), text.as_deref()))
    }
}

impl Match {
    /// What stands in the place of a group with a name, in whichever part that is. `"0"` and other numbers are those of
    /// [`Part::group`], so ask the part for them.
    #[must_use]
    pub fn group(&self, name: &str) -> Option<&str> {
        self.parts().find_map(|part| part.group(name))
    }

    fn read(found: &JsValue) -> Option<Self> {
        let mut values = js::items(found).peekable();
        values.peek()?;
        Some(Self::of(|| {
            let input = text(values.next()).unwrap_or_default();
            let count = values.next().and_then(|count| js::number(&count));
            let pair = || Some((text(values.next())?, text(values.next())));
            let groups = from_fn(pair).take(count.unwrap_or_default() as usize);
            Part {
                input,
                groups: groups.collect(),
            }
        }))
    }
}

fn text(value: Option<JsValue>) -> Option<String> {
    js::string(&value?)
}

impl fmt::Debug for Pattern {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Pattern { .. }")
    }
}

impl fmt::Debug for PatternBuilder {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("PatternBuilder { .. }")
    }
}
