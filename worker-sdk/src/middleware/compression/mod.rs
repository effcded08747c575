//! Smaller answers.

mod accepted;
mod sys;

use http::StatusCode;

use super::control::Control;
use super::{Middleware, Next};
use crate::error::Result;
use crate::js::Local;
use crate::streams::{CompressionFormat, Transform};
use crate::{Headers, Request, Response};

/// Compresses answers for clients that accept it: brotli where the runtime has it, gzip, or deflate.
///
/// The platform compresses what it sends to browsers by itself, on all domains but those of `workers.dev`, and mostly the
/// same [content types](https://developers.cloudflare.com/speed/optimization/content/compression/). This is for what it
/// leaves alone, and for clients that are not behind it, such as other workers and a runtime of one's own.
///
/// These answers pass as they are:
///
/// - what does not compress well: images, audio, video, archives. Text, JSON, XML, JavaScript, wasm and fonts do;
///   [`compress_if`](Self::compress_if) decides otherwise;
/// - what says, or is known, to have less than 1024 bytes ([`min_size`](Self::min_size)). A stream says nothing;
/// - what has a `content-encoding` already, or a `cache-control` with `no-transform`;
/// - streams of events, WebSockets, parts of a body (206), and what has no body: 204, answers to `HEAD`.
///
/// An answer that could be compressed has `vary: accept-encoding`, compressed or not. A compressed one has no
/// `content-length` and no `accept-ranges`, and a strong `etag` becomes a weak one: put it around [`ETag`](super::ETag)
/// and [`Cache`](super::Cache), which are to see the body as it is. An answer with 304 to a client that has named the weak
/// one has both as well.
///
/// A body that comes from JavaScript stays there. The runtime writes gzip and brotli while it sends, so inside of
/// the worker such a body can still be read.
///
/// # Examples
///
/// ```no_run
/// use worker_sdk::middleware::Compression;
/// use worker_sdk::router::{Router, get};
///
/// let router: Router = Router::new().route("/", get(|| "hello ".repeat(1000))).layer(Compression::new());
/// ```
///
/// See <https://developers.cloudflare.com/workers/runtime-apis/response/#parameters>.
#[must_use = "a middleware is added with `Router::layer`"]
pub struct Compression {
    least: u64,
    is_wanted: Local<Box<IsWanted>>,
}

type IsWanted = dyn Fn(&str) -> bool;

impl Compression {
    /// Compresses what is worth it.
    pub fn new() -> Self {
        Self {
            least: 1024,
            is_wanted: Local::new(Box::new(compresses_well)),
        }
    }

    /// How many bytes an answer has at least, where that is known.
    pub fn min_size(mut self, bytes: u64) -> Self {
        self.least = bytes;
        self
    }

    /// Which content types are compressed. The function gets the type without its parameters, in lower case.
    pub fn compress_if(mut self, is_wanted: impl Fn(&str) -> bool + 'static) -> Self {
        self.is_wanted = Local::new(Box::new(is_wanted));
        self
    }

    async fn answer(&self, request: Request, next: Next) -> Result<Response> {
        let accepted = request.header("accept-encoding").unwrap_or_default();
        let known = request.header("if-none-match").unwrap_or_default();
        let has_body = request.verb() != "HEAD";
        let mut response = next.run(request).await?;
        if response.status() == StatusCode::NOT_MODIFIED {
            say_what_is_known(response.headers_mut(), &known)?;
            return Ok(response);
        }
        if !self.may(&mut response) {
            return Ok(response);
        }
        add_vary(response.headers_mut())?;
        let offered = match sys::encodes_brotli() {
            0 => &["gzip", "deflate"][..],
            _ => &["br", "gzip", "deflate"],
        };
        match accepted::best(&accepted, offered) {
            Some(coding) if has_body => compressed(response, coding),
            _ => Ok(response),
        }
    }

    /// Whether the answer may be compressed, for a client that accepts it.
    fn may(&self, response: &mut Response) -> bool {
        let status = response.status();
        let headers = response.headers();
        (status.is_success() || status.is_client_error() || status.is_server_error())
            && !matches!(
                status,
                StatusCode::NO_CONTENT | StatusCode::RESET_CONTENT | StatusCode::PARTIAL_CONTENT
            )
            && !headers.has("content-encoding")
            && !headers.has("content-range")
            && !Control::of(&headers).has("no-transform")
            && self.is_wanted_type(response, &headers)
            && self.is_large(response, &headers)
    }

    fn is_wanted_type(&self, response: &Response, headers: &Headers) -> bool {
        let kind = match headers.get("content-type") {
            Some(kind) => kind.to_ascii_lowercase(),
            // The platform adds this type to text.
            None if response.is_text() => "text/plain".to_owned(),
            None => return false,
        };
        let kind = kind.split(';').next().unwrap_or_default().trim();
        kind != "text/event-stream" && (self.is_wanted)(kind)
    }

    fn is_large(&self, response: &Response, headers: &Headers) -> bool {
        let announced = || headers.get("content-length")?.parse().ok();
        let length: Option<u64> = response.known_length().or_else(announced);
        length.is_none_or(|length| length >= self.least.max(1))
    }
}

/// Whether this is text of some kind.
fn compresses_well(kind: &str) -> bool {
    const APPLICATIONS: [&str; 16] = [
        "json",
        "javascript",
        "ecmascript",
        "x-javascript",
        "xml",
        "xhtml",
        "rss",
        "atom",
        "wasm",
        "graphql",
        "x-ndjson",
        "jsonl",
        "yaml",
        "toml",
        "sql",
        "x-sh",
    ];
    let Some((group, name)) = kind.split_once('/') else {
        return false;
    };
    match group {
        "text" => true,
        "font" => matches!(name, "ttf" | "otf" | "collection"),
        "image" => matches!(name, "svg+xml" | "bmp" | "x-icon" | "vnd.microsoft.icon"),
        "application" => {
            name.ends_with("+json") || name.ends_with("+xml") || APPLICATIONS.contains(&name)
        }
        _ => false,
    }
}

fn add_vary(headers: &mut Headers) -> Result<()> {
    let vary = headers.get("vary").unwrap_or_default().to_ascii_lowercase();
    let is_said = |name: &str| matches!(name.trim(), "accept-encoding" | "*");
    match vary.split(',').any(is_said) {
        true => Ok(()),
        false => headers.append("vary", "accept-encoding"),
    }
}

fn compressed(mut response: Response, coding: &'static str) -> Result<Response> {
    let headers = response.headers_mut();
    headers.delete("content-length")?;
    headers.delete("accept-ranges")?;
    headers.set("content-encoding", coding)?;
    weaken(headers)?;
    match coding {
        "deflate" => deflated(response),
        // The runtime does it.
        _ => Ok(response),
    }
}

fn weaken(headers: &mut Headers) -> Result<()> {
    match headers.get("etag") {
        Some(etag) if etag.starts_with('"') => headers.set("etag", format!("W/{etag}")),
        _ => Ok(()),
    }
}

/// Has an answer with 304 say what the compressed one said that the client has, if it has one: its etag was weak.
fn say_what_is_known(headers: &mut Headers, known: &str) -> Result<()> {
    let etag = headers.get("etag").unwrap_or_default();
    let mut names = known
        .split(',')
        .filter_map(|name| name.trim().strip_prefix("W/"));
    let is_compressed = names.any(|name| name == etag);
    if !is_compressed || Control::of(headers).has("no-transform") {
        return Ok(());
    }
    add_vary(headers)?;
    weaken(headers)
}

/// The runtime writes gzip and brotli only.
fn deflated(response: Response) -> Result<Response> {
    let (status, mut headers, body, init) = response.into_parts();
    if !headers.has("content-type") {
        headers.set("content-type", "text/plain;charset=UTF-8")?;
    }
    let deflate = Transform::compress(CompressionFormat::Deflate)?;
    let body = body.into_stream()?.pipe_through(deflate)?;
    Ok(Response::from_parts(status, headers, body.into(), init).with_encoded_body())
}

impl<S> Middleware<S> for Compression {
    async fn handle(&self, request: Request, next: Next, _: &S) -> Result<Response> {
        self.answer(request, next).await
    }
}

impl Default for Compression {
    fn default() -> Self {
        Self::new()
    }
}

impl std::fmt::Debug for Compression {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Compression { .. }")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn types_that_compress_well() {
        for kind in [
            "text/html",
            "text/csv",
            "application/json",
            "application/problem+json",
            "application/javascript",
            "application/wasm",
            "image/svg+xml",
            "font/ttf",
        ] {
            assert!(compresses_well(kind), "{kind}");
        }
        for kind in [
            "",
            "text",
            "image/png",
            "video/mp4",
            "application/zip",
            "application/octet-stream",
            "font/woff2",
        ] {
            assert!(!compresses_well(kind), "{kind}");
        }
    }

    #[test]
    fn vary_is_said_once() {
        for (before, after) in [
            ("", "accept-encoding"),
            ("origin", "origin, accept-encoding"),
            ("Accept-Encoding", "Accept-Encoding"),
            ("*", "*"),
        ] {
            let mut headers = Headers::new();
            if !before.is_empty() {
                headers.set("vary", before).unwrap();
            }
            add_vary(&mut headers).unwrap();
            assert_eq!(headers.get("vary").as_deref(), Some(after));
        }
    }
}
