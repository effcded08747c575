//! Messages as those of the `http` crate and back: what comes out is what went in.

use http::header::{HeaderName, HeaderValue, SET_COOKIE};
use http::{HeaderMap, Method, StatusCode};
use worker_sdk::abort::AbortController;
use worker_sdk::http::{CacheMode, RedirectMode};
use worker_sdk::{Body, Error, Headers, Request, Response, Result};

use crate::js;
use crate::wrangler::IS_TODAYS;

/// Numbers that look random and are the same each time.
struct Dice(u64);

impl Dice {
    fn below(&mut self, end: usize) -> usize {
        self.0 = self.0.wrapping_mul(0x5851_F42D_4C95_7F2D).wrapping_add(1);
        (self.0 >> 33) as usize % end
    }

    fn pick<'a, T: ?Sized>(&mut self, all: &[&'a T]) -> &'a T {
        all[self.below(all.len())]
    }

    fn text(&mut self, parts: &[&str]) -> String {
        (0..self.below(5)).map(|_| self.pick(parts)).collect()
    }
}

const NAMES: [&str; 6] = [
    "accept",
    "x-one",
    "x-two",
    "vary",
    "x-A",
    "content-language",
];
const VALUES: [&str; 8] = ["a", "b, c", "é", "\u{1F600}", "\"q\"", "x y", "a\tb", "=;%"];
const PARTS: [&str; 9] = ["a", "%2F", "%FF", "%00", "/", ".", "~", "@:", "+"];
const QUERIES: [&str; 8] = ["a=1", "&", "%FF", "b=%20+", "?", "/", "=", "c[]={}|^`"];

/// Fields, some of which occur again.
fn fields(dice: &mut Dice) -> HeaderMap {
    let mut map = HeaderMap::new();
    for _ in 0..dice.below(6) {
        let name = HeaderName::from_bytes(dice.pick(&NAMES).as_bytes()).unwrap();
        map.append(
            name,
            HeaderValue::from_str(dice.pick(&VALUES)).unwrap_or_else(|_| utf8(dice)),
        );
    }
    map
}

fn utf8(dice: &mut Dice) -> HeaderValue {
    HeaderValue::from_bytes(dice.pick(&["é", "\u{1F600}"]).as_bytes()).unwrap()
}

/// As the platform reads them: the values of one name together, except for cookies.
fn joined(map: &HeaderMap) -> Vec<(String, String)> {
    let text = |value: &HeaderValue| String::from_utf8(value.as_bytes().to_vec()).unwrap();
    let mut all: Vec<(String, String)> = Vec::new();
    for name in map.keys() {
        let values = map.get_all(name).iter().map(text);
        match *name == SET_COOKIE {
            true => all.extend(values.map(|value| (name.to_string(), value))),
            false => all.push((name.to_string(), values.collect::<Vec<_>>().join(", "))),
        }
    }
    all.sort();
    all
}

#[worker_sdk::test]
async fn any_request() -> Result<()> {
    let methods = [
        Method::GET,
        Method::HEAD,
        Method::POST,
        Method::PUT,
        Method::DELETE,
        Method::OPTIONS,
        Method::PATCH,
    ];
    let mut dice = Dice(7);
    for _ in 0..1000 {
        let method = methods[dice.below(methods.len())].clone();
        let path = dice
            .text(&PARTS)
            .replace("/.", "/a")
            .trim_start_matches('.')
            .to_owned();
        let mut uri = format!("https://example.com:8443/{path}");
        if dice.below(2) == 0 {
            uri.push('?');
            uri.push_str(&dice.text(&QUERIES));
        }
        let takes_body = method != Method::GET && method != Method::HEAD;
        let (body, text) = match dice.below(4) {
            0 if takes_body => (Body::from(""), Some("")),
            1 if takes_body => (Body::from("text"), Some("text")),
            2 if takes_body => (Body::from(b"bytes".to_vec()), Some("bytes")),
            _ => (Body::empty(), None),
        };
        let mut sent = http::Request::builder()
            .method(&method)
            .uri(&uri)
            .body(body)?;
        *sent.headers_mut() = fields(&mut dice);
        let before = sent.headers().clone();

        let request = Request::try_from(sent)?;
        let native = request.as_raw().clone();
        let back = http::Request::<Body>::try_from(request)?;
        assert_eq!(back.method(), method);
        assert_eq!(back.uri().to_string(), uri);
        let mut after = back.headers().clone();
        if !before.contains_key("content-type") {
            after.remove("content-type");
        }
        assert_eq!(joined(&after), joined(&before), "{uri}");
        let kept = back
            .extensions()
            .get::<worker_sdk::integrations::http::NativeRequest>();
        assert!(kept.is_some_and(|kept| *kept.as_raw() == native));
        let is_absent = format!("{:?}", back.body()) == "Body::Empty";
        assert_eq!(is_absent, text.is_none(), "{method} {uri}: {text:?}");
        assert_eq!(back.into_body().text().await?, text.unwrap_or_default());
    }
    Ok(())
}

#[worker_sdk::test]
async fn any_response() -> Result<()> {
    let mut dice = Dice(11);
    for _ in 0..1000 {
        let status = StatusCode::from_u16(
            [200, 201, 204, 206, 302, 304, 404, 418, 500, 599][dice.below(10)],
        )?;
        let has_no_body = matches!(status.as_u16(), 204 | 304);
        let text = if has_no_body {
            ""
        } else {
            dice.pick(&["", "text", "longer text"])
        };
        let mut sent = http::Response::new(Body::from(text));
        *sent.status_mut() = status;
        *sent.headers_mut() = fields(&mut dice);
        for _ in 0..dice.below(3) {
            let cookie = dice.pick(&["a=1", "b=2, c", "a=3; Path=/"]);
            sent.headers_mut()
                .append(SET_COOKIE, HeaderValue::from_static(cookie));
        }
        let before = sent.headers().clone();

        let raw = Response::try_from(sent)?.into_raw()?;
        let back = http::Response::<Body>::try_from(Response::from_raw(raw))?;
        assert_eq!(back.status(), status);
        let mut after = back.headers().clone();
        after.remove("content-type");
        assert_eq!(joined(&after), joined(&before));
        assert_eq!(back.into_body().text().await?, text);
    }
    Ok(())
}

#[worker_sdk::test]
async fn what_the_http_crate_has_no_place_for() -> Result<()> {
    let request = Request::post("https://example.com/")
        .redirect(RedirectMode::Manual)
        .body("x")
        .build()?;
    let request = http::Request::<Body>::try_from(request)?;
    assert_eq!(Request::try_from(request)?.redirect(), RedirectMode::Manual);

    let request = Request::from_raw(js::request_from("AQ"));
    let request = http::Request::<Body>::try_from(request)?;
    let country = Request::try_from(request)?.cf().country();
    assert_eq!(country.as_deref(), Some("AQ"));

    let response = Response::text("x")
        .with_status_text("Fine")
        .with_encoded_body();
    let response = http::Response::<Body>::try_from(response)?;
    assert_eq!(Response::try_from(response)?.status_text(), "Fine");
    Ok(())
}

/// Of a request that came in, the signal is its client's.
#[worker_sdk::test]
async fn what_rust_asked_for_stays_in_the_http_crate() -> Result<()> {
    let through = |request| Request::try_from(http::Request::<Body>::try_from(request)?);
    let controller = AbortController::new();
    let url = "https://example.com/";
    let built = Request::get(url).signal(&controller.signal());
    let built = through(built.cache(CacheMode::NoStore).build()?)?;
    let given = Request::from_raw(js::request_from("AQ")).with_signal(&controller.signal())?;
    let given = through(given)?;
    let raw = Request::get(url).signal(&controller.signal()).build()?;
    let came_in = through(Request::from_raw(raw.into_raw()))?;
    let twice = through(through(
        Request::get(url).signal(&controller.signal()).build()?,
    )?)?;
    controller.abort();
    assert_eq!(built.cache(), Some(CacheMode::NoStore));
    assert!(built.signal().is_aborted());
    assert!(given.signal().is_aborted());
    assert!(twice.signal().is_aborted());
    assert!(!came_in.signal().is_aborted());
    Ok(())
}

#[worker_sdk::test]
async fn another_status_has_another_text() -> Result<()> {
    let fetched = || {
        let raw = Response::text("x").with_status_text("Fine").into_raw()?;
        Ok::<_, Error>(Response::from_raw(raw))
    };
    let text =
        |response: Response| Ok::<_, Error>(Response::from_raw(response.into_raw()?).status_text());
    let not_found = StatusCode::NOT_FOUND;
    let usual = text(Response::text("x").with_status(not_found))?;
    // Today's runtime leaves it to the server.
    assert_eq!(usual, if IS_TODAYS { "" } else { "Not Found" });
    assert_eq!(text(fetched()?.with_header("x-a", "b")?)?, "Fine");
    assert_eq!(text(fetched()?.with_status(StatusCode::OK))?, "Fine");
    assert_eq!(text(fetched()?.with_status(not_found))?, usual);
    let changed = fetched()?.with_header("x-a", "b")?.with_status(not_found);
    assert_eq!(text(changed)?, usual);
    let given = fetched()?.with_status_text("Lost").with_status(not_found);
    assert_eq!(text(given)?, "Lost");
    let built = Response::text("x").with_status_text("Lost");
    assert_eq!(text(built.with_status(not_found))?, "Lost");

    let mut response = http::Response::<Body>::try_from(fetched()?)?;
    assert_eq!(Response::try_from(response)?.status_text(), "Fine");
    response = http::Response::<Body>::try_from(fetched()?)?;
    *response.status_mut() = not_found;
    assert_eq!(text(Response::try_from(response)?)?, usual);
    Ok(())
}

#[worker_sdk::test]
async fn urls_that_only_the_http_crate_refuses() -> Result<()> {
    let url = "https://example.com/?a=\"<é>\"#part";
    let request = Request::from_parts(Method::GET, url, Headers::new(), ())?;
    let request = http::Request::<Body>::try_from(request)?;
    assert_eq!(request.uri(), "https://example.com/?a=%22%3C%C3%A9%3E%22");
    Ok(())
}
