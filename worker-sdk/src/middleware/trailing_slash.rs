//! A slash at the end of a path.

use http::StatusCode;

use super::Next;
use super::marks::{Before, Marks, marking};
use crate::error::Result;
use crate::http::origin_of;
use crate::text::{owned, push};
use crate::{Request, Response};

/// Redirects `GET` and `HEAD` requests that find nothing to the path without, or with, a slash at its end (301).
///
/// Add it to the whole router, behind its routes: it acts on the answer 404.
///
/// # Examples
///
/// ```no_run
/// use worker_sdk::middleware::TrailingSlash;
/// use worker_sdk::router::{Router, get};
///
/// let router: Router = Router::new().route("/about", get(|| "us")).layer(TrailingSlash::trim());
/// ```
#[derive(Clone, Copy, Debug)]
#[must_use = "a middleware is added with `Router::layer`"]
pub struct TrailingSlash(Slash);

#[derive(Clone, Copy, Debug)]
enum Slash {
    Trimmed,
    Appended,
}

impl TrailingSlash {
    /// `/about/` leads to `/about`.
    pub const fn trim() -> Self {
        Self(Slash::Trimmed)
    }

    /// `/about` leads to `/about/`, unless its last segment looks like a file: `/logo.png`.
    pub const fn append() -> Self {
        Self(Slash::Appended)
    }

    /// The path to try, if it is another one.
    fn other(self, path: &str) -> Option<String> {
        match self.0 {
            Slash::Trimmed => {
                let trimmed = path.strip_suffix('/')?;
                (!trimmed.is_empty()).then(|| trimmed.to_owned())
            }
            Slash::Appended => {
                let mut last = path.bytes().rev().take_while(|byte| *byte != b'/');
                let is_name = last.next().is_some_and(|byte| byte != b'.');
                if !is_name || last.any(|byte| byte == b'.') {
                    return None;
                }
                let mut appended = owned(path);
                push("/", &mut appended);
                Some(appended)
            }
        }
    }
}

/// The whole URL with another path: `//host` alone would lead to that host.
fn location(url: &str, path: &str, other: &str) -> Option<String> {
    let origin = origin_of(url);
    let rest = url.get(origin.len() + path.len()..)?;
    let mut location = owned(origin);
    push(other, &mut location);
    push(rest, &mut location);
    Some(location)
}

marking!(TrailingSlash);

impl Marks for TrailingSlash {
    fn before(&self, request: &Request, _: &mut Next) -> Result<Before> {
        let target = match &*request.verb() {
            "GET" | "HEAD" => self
                .other(request.path())
                .and_then(|other| location(request.url(), request.path(), &other)),
            _ => None,
        };
        Ok(Before::Asked(target))
    }

    fn after(&self, response: &mut Response, target: Option<String>) -> Result<()> {
        if let (Some(target), StatusCode::NOT_FOUND) = (target, response.status()) {
            *response = Response::redirect(&target, StatusCode::MOVED_PERMANENTLY)?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn other_paths() {
        let trim = |path| TrailingSlash::trim().other(path);
        assert_eq!(trim("/a/").as_deref(), Some("/a"));
        assert_eq!(trim("/a"), None);
        assert_eq!(trim("/"), None);
        let append = |path| TrailingSlash::append().other(path);
        assert_eq!(append("/a").as_deref(), Some("/a/"));
        assert_eq!(append("/a.png"), None);
        assert_eq!(append("/a/"), None);
    }

    #[test]
    fn a_redirect_stays_on_its_host() {
        let url = "https://a.b//evil.test/?c=d";
        let target = location(url, "//evil.test/", "//evil.test").unwrap();
        assert_eq!(target, "https://a.b//evil.test?c=d");
    }
}
