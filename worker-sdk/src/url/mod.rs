//! URLs as the platform parses them, without a parser in the worker.
//!
//! For the path and query of a request, [`Request::path`](crate::Request::path) and
//! [`Request::query_pairs`](crate::Request::query_pairs) are cheaper. Use a [`Url`] to build or change one, or to parse
//! text that comes from outside.

mod error;
mod params;
mod pattern;
mod sys;

use std::fmt;
use std::str::FromStr;

use wasm_bindgen::JsValue;

use crate::error::{Error, Result};
use crate::js;

use error::NotUrl;
pub use params::SearchParams;
pub use pattern::{Match, Part, Pattern, PatternBuilder};

/// A URL, parsed and normalised by the rules of the WHATWG standard.
///
/// The parts have the names and forms of JavaScript: [`protocol`](Url::protocol) ends with `:`,
/// [`search`](Url::search) begins with `?`, and a part that is not there is empty. A setter encodes what needs it; a
/// value that cannot be that part changes nothing, as in JavaScript.
///
/// # Examples
///
/// ```no_run
/// # fn run() -> worker_sdk::Result<()> {
/// use worker_sdk::url::Url;
///
/// let mut url = Url::parse("https://example.com/a/../search")?;
/// url.search_params().set("q", "rust & wasm");
/// assert_eq!(url.href(), "https://example.com/search?q=rust+%26+wasm");
/// # Ok(())
/// # }
/// ```
///
/// See <https://developers.cloudflare.com/workers/runtime-apis/web-standards/#url-api>.
pub struct Url(JsValue);

impl Url {
    /// Parses an absolute URL.
    ///
    /// # Errors
    ///
    /// Fails when `text` is not an absolute URL; the error [is malformed](Error::is_malformed).
    pub fn parse(text: &str) -> Result<Self> {
        let raw = sys::parse_url(&js::text(text), &JsValue::UNDEFINED);
        if raw.is_undefined() {
            return Err(Error::of(NotUrl {
                text: text.to_owned(),
                base: None,
            }));
        }
        Ok(Self(raw))
    }

    /// Parses a URL that may be relative to `base`.
    ///
    /// # Errors
    ///
    /// As [`Url::parse`], also when `base` is not an absolute URL.
    pub fn parse_with_base(text: &str, base: &str) -> Result<Self> {
        let raw = sys::parse_url(&js::text(text), &js::text(base));
        if raw.is_undefined() {
            return Err(Error::of(NotUrl {
                text: text.to_owned(),
                base: Some(base.to_owned()),
            }));
        }
        Ok(Self(raw))
    }

    /// The URL that `reference` means on a page at this one.
    ///
    /// # Errors
    ///
    /// As [`Url::parse_with_base`].
    ///
    /// # Examples
    ///
    /// ```no_run
    /// # fn run(page: worker_sdk::url::Url) -> worker_sdk::Result<()> {
    /// let next = page.join("?page=2")?;
    /// # let _ = next;
    /// # Ok(())
    /// # }
    /// ```
    pub fn join(&self, reference: &str) -> Result<Self> {
        Self::parse_with_base(reference, &self.href())
    }

    /// Whether [`Url::parse`] would succeed.
    #[must_use]
    pub fn can_parse(text: &str) -> bool {
        sys::can_parse_url(&js::text(text), &JsValue::UNDEFINED) == 1
    }

    /// Whether [`Url::parse_with_base`] would succeed.
    #[must_use]
    pub fn can_parse_with_base(text: &str, base: &str) -> bool {
        sys::can_parse_url(&js::text(text), &js::text(base)) == 1
    }

    /// Wraps a JavaScript `URL`.
    #[must_use]
    pub fn from_raw(raw: JsValue) -> Self {
        Self(raw)
    }

    /// The JavaScript `URL`.
    #[must_use]
    pub fn as_raw(&self) -> &JsValue {
        &self.0
    }

    /// The JavaScript `URL`.
    #[must_use]
    pub fn into_raw(self) -> JsValue {
        self.0
    }

    /// The whole URL.
    #[must_use]
    pub fn href(&self) -> String {
        self.part("href")
    }

    /// Replaces the whole URL.
    ///
    /// # Errors
    ///
    /// As [`Url::parse`]; the URL stays as it was.
    pub fn set_href(&mut self, text: &str) -> Result<()> {
        if sys::set_url_part(&self.0, &js::constant("href"), &js::text(text)) == 1 {
            return Ok(());
        }
        Err(Error::of(NotUrl {
            text: text.to_owned(),
            base: None,
        }))
    }

    /// Scheme, host and port, as in `https://example.com:8443`; `null` for schemes without a host.
    #[must_use]
    pub fn origin(&self) -> String {
        self.part("origin")
    }

    /// The port, unless it is the usual one of the scheme.
    #[must_use]
    pub fn port(&self) -> Option<u16> {
        self.part("port").parse().ok()
    }

    /// Changes the port; `None` is the usual one of the scheme.
    pub fn set_port(&mut self, port: Option<u16>) {
        let text = port.map(|port| port.to_string()).unwrap_or_default();
        self.set_part("port", &text);
    }

    /// The parameters in the query. They stay connected: a change of either changes the other.
    #[must_use]
    pub fn search_params(&self) -> SearchParams {
        SearchParams::from_raw(js::property(&self.0, "searchParams"))
    }

    fn part(&self, name: &'static str) -> String {
        js::string_property(&self.0, name).unwrap_or_default()
    }

    fn set_part(&mut self, name: &'static str, value: &str) {
        sys::set_url_part(&self.0, &js::constant(name), &js::text(value));
    }
}

macro_rules! parts {
    ($($name:literal $what:literal: $get:ident $set:ident;)*) => {
        impl Url {
            $(
                #[doc = concat!("The ", $what, ".")]
                #[must_use]
                pub fn $get(&self) -> String {
                    self.part($name)
                }

                #[doc = concat!("Changes the ", $what, ".")]
                pub fn $set(&mut self, value: &str) {
                    self.set_part($name, value);
                }
            )*
        }
    };
}

parts! {
    "protocol" "scheme with its `:`": protocol set_protocol;
    "username" "name before the host, percent-encoded": username set_username;
    "password" "password before the host, percent-encoded": password set_password;
    "host" "host, with the port if it is not the usual one": host set_host;
    "hostname" "host without the port": hostname set_hostname;
    "pathname" "path, percent-encoded": pathname set_pathname;
    "search" "query with its `?`, percent-encoded": search set_search;
    "hash" "fragment with its `#`, percent-encoded": hash set_hash;
}

impl Clone for Url {
    /// An independent copy.
    fn clone(&self) -> Self {
        Self(sys::parse_url(
            &js::property(&self.0, "href"),
            &JsValue::UNDEFINED,
        ))
    }
}

impl PartialEq for Url {
    fn eq(&self, other: &Self) -> bool {
        self.href() == other.href()
    }
}

impl Eq for Url {}

impl From<Url> for String {
    fn from(url: Url) -> Self {
        url.href()
    }
}

impl From<&Url> for String {
    fn from(url: &Url) -> Self {
        url.href()
    }
}

impl FromStr for Url {
    type Err = Error;

    fn from_str(text: &str) -> Result<Self> {
        Self::parse(text)
    }
}

impl fmt::Display for Url {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.href())
    }
}

impl fmt::Debug for Url {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Url({self})")
    }
}
