//! Requests to other servers.

use std::cell::{Cell, RefCell};
use std::rc::Rc;
use std::time::Duration;

use futures_util::{StreamExt, stream};
use serde_json::{Value, json};
use tower_service::Service;
use wasm_bindgen::JsValue;
use wasm_bindgen::prelude::*;
use worker_sdk::abort::AbortController;
use worker_sdk::fetch::cf::{
    CfOptions, Composite, Compression, Draw, Fit, Flip, Format, Gravity, GrpcWeb, Image,
    ImageMetadata, Polish, Quality, Repeat, Rotation, Trim, TrimBorder, Upscale, Vary, VaryAction,
};
use worker_sdk::fetch::{Client, Retry};
use worker_sdk::http::{CacheMode, Method, RedirectMode, RequestBuilder, StatusCode};
use worker_sdk::{Body, Error, Request, Response, Result, now, test, timeout};

use crate::{all, message};

#[wasm_bindgen(inline_js = r#"
export const members = (request) => JSON.stringify({
  method: request.method, redirect: request.redirect, cache: request.cache ?? null, cf: request.cf ?? null,
});
export const cf_of = (request) => JSON.stringify(request.cf ?? null);
"#)]
extern "C" {
    fn members(request: &JsValue) -> String;
    fn cf_of(request: &JsValue) -> String;
}

fn cf(cf: CfOptions) -> Value {
    let request = Request::get("https://example.com/").cf(cf).build().unwrap();
    serde_json::from_str(&cf_of(request.as_raw())).unwrap()
}

#[worker_sdk::test]
async fn all_that_a_request_says() -> Result<()> {
    let request = Request::post("https://example.com/")
        .redirect(RedirectMode::Manual)
        .cache(CacheMode::NoStore)
        .cf(CfOptions::new().apps(false))
        .encoded_response_body()
        .body("x")
        .build()?;
    let said: Value = serde_json::from_str(&members(request.as_raw()))?;
    assert_eq!(
        said,
        json!({"method": "POST", "redirect": "manual", "cache": "no-store", "cf": {"apps": false}})
    );
    assert_eq!(request.cache(), Some(CacheMode::NoStore));
    let other = request
        .with_cache(CacheMode::NoCache)?
        .with_cf(CfOptions::new().mirage(true))?;
    let said: Value = serde_json::from_str(&members(other.as_raw()))?;
    assert_eq!(
        said,
        json!({"method": "POST", "redirect": "manual", "cache": "no-cache", "cf": {"mirage": true}})
    );
    let plain = Request::new(Method::GET, "https://example.com/")?;
    assert_eq!(plain.cache(), None);
    let refused = Request::get("https://example.com/")
        .cache(CacheMode::Reload)
        .build();
    assert!(message(refused).starts_with("building a request failed: TypeError: "));
    Ok(())
}

#[worker_sdk::test]
async fn instructions_for_the_cache() {
    assert_eq!(
        cf(CfOptions::new()),
        Value::Null,
        "what is not set is not sent"
    );
    let all = CfOptions::new()
        .cache_everything(true)
        .cache_key("key")
        .cache_tags(["a", "b"])
        .cache_ttl(Duration::from_secs(60))
        .cache_ttl_by_status([("200-299", 300), ("404", -1)])
        .cache_reserve_eligible(true)
        .cache_reserve_minimum_file_size(1024.0)
        .cache_deception_armor(true)
        .respect_strong_etag(true)
        .strip_etags(false)
        .strip_last_modified(true)
        .origin_range_requests(false);
    assert_eq!(
        cf(all),
        json!({
            "cacheEverything": true, "cacheKey": "key", "cacheTags": ["a", "b"], "cacheTtl": 60,
            "cacheTtlByStatus": {"200-299": 300, "404": -1},
            "cacheReserveEligible": true, "cacheReserveMinimumFileSize": 1024,
            "cacheDeceptionArmor": true, "respectStrongEtag": true, "stripEtags": false,
            "stripLastModified": true, "originRangeRequests": "off",
        })
    );
    let control = CfOptions::new().cache_control("max-age=1");
    assert_eq!(cf(control), json!({"cacheControl": "max-age=1"}));
    let vary = Vary::new(VaryAction::Bypass)
        .accept(VaryAction::Normalize, ["image/webp"])
        .accept_language(VaryAction::Normalize, ["de", "en"])
        .header("x-version", VaryAction::Passthrough);
    assert_eq!(
        cf(CfOptions::new().vary(vary)),
        json!({"vary": {
            "default": {"action": "bypass"},
            "headers": {
                "accept": {"action": "normalize", "media_types": ["image/webp"]},
                "accept-language": {"action": "normalize", "languages": ["de", "en"]},
                "x-version": {"action": "passthrough"},
            },
        }})
    );
}

#[worker_sdk::test]
async fn switches() {
    let all = CfOptions::new()
        .scrape_shield(false)
        .apps(true)
        .mirage(false)
        .polish(Polish::Lossless)
        .minify(true, false, true)
        .grpc_web(GrpcWeb::Convert)
        .resolve_override("origin.example.com")
        .r2_bucket_colo_id("ams")
        .raw("newer", &JsValue::from_f64(1.0));
    assert_eq!(
        cf(all),
        json!({
            "scrapeShield": false, "apps": true, "mirage": false, "polish": "lossless",
            "minify": {"javascript": true, "css": false, "html": true}, "grpcWeb": "convert",
            "resolveOverride": "origin.example.com", "r2": {"bucketColoId": "ams"}, "newer": 1,
        })
    );
}

#[worker_sdk::test]
async fn images() {
    let image = |image| cf(CfOptions::new().image(image))["image"].clone();
    let geometry = Image::new()
        .width(200)
        .height(100)
        .fit(Fit::ScaleDown)
        .gravity(Gravity::At { x: 0.5, y: 1.0 })
        .zoom(0.5)
        .background("#ff0000")
        .flip(Flip::Both)
        .rotate(Rotation::Quarter)
        .segment_foreground()
        .dpr(2.0)
        .trim(Trim::new().top(1).left(2).width(3).border(TrimBorder::Of {
            color: "#fff".into(),
            tolerance: 5.0,
            keep: 1,
        }))
        .sharpen(1.0)
        .blur(2.0)
        .brightness(0.5)
        .contrast(1.5)
        .gamma(1.0)
        .saturation(0.0)
        .upscale(Upscale::Generate)
        .border("red", [1, 2, 3, 4]);
    assert_eq!(
        image(geometry),
        json!({
            "width": 200, "height": 100, "fit": "scale-down", "gravity": {"x": 0.5, "y": 1}, "zoom": 0.5,
            "background": "#ff0000", "flip": "hv", "rotate": 90, "segment": "foreground", "dpr": 2,
            "trim": {"top": 1, "left": 2, "width": 3, "border": {"color": "#fff", "tolerance": 5, "keep": 1}},
            "sharpen": 1, "blur": 2, "brightness": 0.5, "contrast": 1.5, "gamma": 1, "saturation": 0,
            "upscale": "generate", "border": {"color": "red", "top": 1, "right": 2, "bottom": 3, "left": 4},
        })
    );
    let output = Image::new()
        .quality(Quality::Percent(80))
        .format(Format::BaselineJpeg)
        .anim(false)
        .metadata(ImageMetadata::Copyright)
        .compression(Compression::Fast)
        .share_publicly()
        .trim_border();
    assert_eq!(
        image(output),
        json!({
            "quality": 80, "format": "baseline-jpeg", "anim": false, "metadata": "copyright",
            "compression": "fast", "origin-auth": "share-publicly", "trim": "border",
        })
    );
    assert_eq!(
        image(
            Image::new()
                .quality(Quality::MediumHigh)
                .gravity(Gravity::Entropy)
        ),
        json!({"quality": "medium-high", "gravity": "entropy"})
    );
    let draw = [
        Draw::of("https://example.com/logo.png")
            .opacity(0.5)
            .repeat(Repeat::X)
            .composite(Composite::Atop)
            .bottom(5)
            .right(6)
            .width(20),
        Draw::of("https://example.com/grid.png")
            .repeat(Repeat::Both)
            .top(1)
            .left(2),
    ];
    assert_eq!(
        image(Image::new().draw(draw)),
        json!({"draw": [
            {"url": "https://example.com/logo.png", "opacity": 0.5, "repeat": "x", "composite": "atop",
             "bottom": 5, "right": 6, "width": 20},
            {"url": "https://example.com/grid.png", "repeat": true, "top": 1, "left": 2},
        ]})
    );
}

const HOST: &str = "upstream.example";
const URL: &str = "https://upstream.example/";

/// An upstream that answers with these statuses, in turn.
fn statuses(list: &'static [u16]) -> (test::Stub, Rc<Cell<usize>>) {
    let asked = Rc::new(Cell::new(0));
    let count = asked.clone();
    let stub = test::stub(HOST, move |mut request| {
        let at = count.replace(count.get() + 1);
        let status = list.get(at).or(list.last()).copied().unwrap_or(200);
        async move {
            let text = request.text().await?;
            let status = StatusCode::from_u16(status)?;
            Ok(Response::text(format!("{at}{text}")).with_status(status))
        }
    });
    (stub, asked)
}

#[worker_sdk::test]
async fn statuses_that_are_errors() -> Result<()> {
    let (_stub, _asked) = statuses(&[201, 302, 404, 429]);
    let ask = || Request::get(URL);
    let get = || async {
        ask()
            .redirect(RedirectMode::Manual)
            .await?
            .error_for_status()
    };
    assert_eq!(get().await?.status(), 201);
    assert_eq!(get().await?.status(), 302);
    let missing = get().await.unwrap_err();
    let said = "the answer has the status 404 Not Found";
    assert_eq!(missing.to_string(), said);
    assert!(!missing.is_rate_limited());
    assert!(get().await.unwrap_err().is_rate_limited());
    Ok(())
}

/// The other side notices that nobody reads what it says.
#[worker_sdk::test]
async fn bodies_of_errors_are_given_up() -> Result<()> {
    let left = Rc::new(Cell::new(false));
    let seen = left.clone();
    let _stub = test::stub(HOST, move |_| {
        let seen = Noticed(seen.clone());
        async move {
            let endless = stream::unfold(seen, |seen| async {
                Some((Ok::<_, Error>(vec![b'x'; 1000]), seen))
            });
            Ok(Response::new(Body::from_stream(endless)).with_status(StatusCode::BAD_GATEWAY))
        }
    });
    let refused = Request::get(URL).await?.error_for_status();
    assert!(message(refused).ends_with("has the status 502 Bad Gateway"));
    for _ in 0..100 {
        if left.get() {
            return Ok(());
        }
        worker_sdk::sleep(Duration::from_millis(5)).await;
    }
    panic!("the body is still there");
}

struct Noticed(Rc<Cell<bool>>);

impl Drop for Noticed {
    fn drop(&mut self) {
        self.0.set(true);
    }
}

fn quick(attempts: u32) -> Retry {
    Retry::attempts(attempts).delay(Duration::from_millis(1))
}

#[worker_sdk::test]
async fn nothing_is_sent_again_unasked() -> Result<()> {
    let (_stub, asked) = statuses(&[503]);
    assert_eq!(worker_sdk::fetch(URL).await?.status(), 503);
    assert_eq!(asked.get(), 1);
    Ok(())
}

#[worker_sdk::test]
async fn sent_again_until_it_succeeds() -> Result<()> {
    let (_stub, asked) = statuses(&[503, 429, 200]);
    let put = Request::put(URL).body(" with a body");
    assert_eq!(
        quick(5).fetch(put).await?.read_text().await?,
        "2 with a body"
    );
    assert_eq!(asked.get(), 3);
    Ok(())
}

#[worker_sdk::test]
async fn sent_again_so_many_times() -> Result<()> {
    let (_stub, asked) = statuses(&[500]);
    assert_eq!(quick(3).fetch(URL).await?.status(), 500);
    assert_eq!(asked.get(), 3);
    assert_eq!(quick(0).fetch(URL).await?.status(), 500);
    assert_eq!(asked.get(), 4);
    Ok(())
}

#[worker_sdk::test]
async fn what_is_not_sent_again() -> Result<()> {
    let (_stub, asked) = statuses(&[404, 503, 503, 200]);
    assert_eq!(quick(3).fetch(URL).await?.status(), 404);
    assert_eq!(asked.get(), 1);
    assert_eq!(
        quick(3).fetch(Request::post(URL).body("x")).await?.status(),
        503
    );
    assert_eq!(asked.get(), 2);
    let post = Request::post(URL).body(" again");
    let answer = quick(3).every_method().fetch(post).await?;
    assert_eq!(answer.read_text().await?, "3 again");
    Ok(())
}

#[worker_sdk::test]
async fn a_server_says_when() -> Result<()> {
    let asked = Rc::new(Cell::new(0));
    let count = asked.clone();
    let _stub = test::stub(HOST, move |_| {
        count.set(count.get() + 1);
        async {
            Response::empty()
                .with_status(StatusCode::SERVICE_UNAVAILABLE)
                .with_header("retry-after", "60")
        }
    });
    assert_eq!(quick(3).fetch(URL).await?.status(), 503);
    assert_eq!(asked.get(), 1, "a minute is too long");
    Ok(())
}

#[worker_sdk::test]
async fn a_server_says_when_by_the_clock() -> Result<()> {
    let patient = Retry::attempts(2)
        .delay(Duration::from_secs(60))
        .max_delay(Duration::from_secs(60));
    let past = "Thu, 01 Jan 1970 00:00:01 GMT".to_owned();
    let future = (now() + Duration::from_secs(600)).to_http_date();
    for (at, sent) in [(past, 2), (future, 1)] {
        let asked = Rc::new(Cell::new(0));
        let count = asked.clone();
        let _stub = test::stub(HOST, move |_| {
            count.set(count.get() + 1);
            let answer = Response::empty()
                .with_status(StatusCode::SERVICE_UNAVAILABLE)
                .with_header("retry-after", at.clone());
            async { answer }
        });
        let answer = timeout(Duration::from_secs(2), patient.fetch(URL)).await??;
        assert_eq!(answer.status(), 503);
        assert_eq!(asked.get(), sent);
    }
    Ok(())
}

/// A server whose first `slow` answers take long, and how often it was asked and left.
fn slow_first(slow: usize) -> (test::Stub, Rc<Cell<usize>>, Rc<Cell<usize>>) {
    let (asked, left) = (Rc::new(Cell::new(0)), Rc::new(Cell::new(0)));
    let (count, leave) = (asked.clone(), left.clone());
    let stub = test::stub(HOST, move |request| {
        let at = count.replace(count.get() + 1);
        let leave = leave.clone();
        async move {
            if at < slow {
                request.signal().wait().await;
                leave.set(leave.get() + 1);
                request.signal().check()?;
            }
            Ok(Response::text(format!("{at}")))
        }
    });
    (stub, asked, left)
}

const SOON: Duration = Duration::from_millis(30);

/// Enough for an answer to come, also when the machine pauses.
const AMPLE: Duration = Duration::from_millis(300);

#[worker_sdk::test]
async fn an_attempt_that_takes_too_long_is_sent_again() -> Result<()> {
    let (_stub, asked, left) = slow_first(2);
    let retry = quick(5).attempt_timeout(AMPLE);
    assert_eq!(retry.fetch(URL).await?.read_text().await?, "2");
    assert_eq!((asked.get(), left.get()), (3, 2), "late ones are aborted");
    Ok(())
}

#[worker_sdk::test]
async fn attempts_that_all_take_too_long() {
    let (_stub, asked, _) = slow_first(9);
    let retry = quick(2).attempt_timeout(SOON);
    for (request, sent) in [(Request::get(URL), 2), (Request::post(URL), 3)] {
        let error = retry.fetch(request).await.map(drop).unwrap_err();
        assert!(error.is_timeout(), "{error}");
        assert_eq!(
            error.to_string(),
            "the operation did not end within 30ms; allow more time, or go on without it"
        );
        assert_eq!(asked.get(), sent);
    }
}

#[worker_sdk::test]
async fn the_timeout_of_a_request_ends_all_attempts() {
    for (attempt, all) in [(SOON, SOON * 2), (SOON * 600, SOON)] {
        let (_stub, asked, _) = slow_first(9);
        let retry = quick(9).attempt_timeout(attempt);
        let request = Request::get(URL).timeout(all);
        let ended = timeout(SOON * 200, retry.fetch(request)).await.unwrap();
        assert!(ended.map(drop).unwrap_err().is_timeout());
        assert!(asked.get() < 4, "{}", asked.get());
    }
}

/// The time is that of the response, not of its body.
#[worker_sdk::test]
async fn a_body_may_take_longer_than_its_attempt() -> Result<()> {
    let _stub = test::stub(HOST, |request| async move {
        let late = stream::once(async move {
            worker_sdk::sleep(AMPLE * 2).await;
            request.signal().check().map(|()| "late")
        });
        Ok::<_, Error>(Response::new(Body::from_stream(late)))
    });
    let answer = quick(2).attempt_timeout(AMPLE).fetch(URL).await?;
    assert_eq!(answer.read_text().await?, "late");
    Ok(())
}

#[worker_sdk::test]
async fn who_asks() -> Result<()> {
    let sent = |request: RequestBuilder| Ok::<_, Error>(request.build()?.header("authorization"));
    let get = || Request::get(URL);
    assert_eq!(
        sent(get().bearer_auth("abc.def"))?.as_deref(),
        Some("Bearer abc.def")
    );
    // RFC 7617, 2 and 2.1.
    for (user, password, expected) in [
        (
            "Aladdin",
            "open sesame",
            "Basic QWxhZGRpbjpvcGVuIHNlc2FtZQ==",
        ),
        ("test", "123\u{a3}", "Basic dGVzdDoxMjPCow=="),
        ("ada", "a:b", "Basic YWRhOmE6Yg=="),
        ("", "", "Basic Og=="),
    ] {
        let found = sent(get().basic_auth(user, password))?;
        assert_eq!(found.as_deref(), Some(expected));
    }
    let twice = get().basic_auth("ada", "a").bearer_auth(String::from("b"));
    assert_eq!(sent(twice)?.as_deref(), Some("Bearer b"));
    Ok(())
}

#[worker_sdk::test]
fn secrets_are_not_shown() {
    let get = || Request::get(URL);
    let of = |request: RequestBuilder| {
        let shown = format!("{request:?}");
        assert!(
            !shown.contains("hush") && !shown.contains("aHVza"),
            "{shown}"
        );
        request.build().map(drop).unwrap_err().to_string()
    };
    assert_eq!(
        of(get().basic_auth("ada:hush", "hush")),
        "the user name for `basic_auth` has a colon, which would end it; give the password by itself"
    );
    assert_eq!(
        of(get().bearer_auth("hush\n")),
        "the value of header `authorization` has a line break or a zero byte; encode it, for instance as base64"
    );
    for request in [get().basic_auth("ada", "hush"), get().bearer_auth("hush")] {
        let shown = format!("{request:?}") + &format!("{:?}", request.build());
        assert!(
            !shown.contains("hush") && !shown.contains("YWRh"),
            "{shown}"
        );
    }
}

/// Its connection is free for the next attempt.
#[worker_sdk::test]
async fn the_body_of_a_refusal_is_given_up() -> Result<()> {
    let held = Rc::new(());
    let first = held.clone();
    let counts = Rc::new(RefCell::new(Vec::new()));
    let log = counts.clone();
    let _stub = test::stub(HOST, move |_| {
        log.borrow_mut().push(Rc::strong_count(&first));
        let held = first.clone();
        async move {
            let endless = stream::iter(0..).map(move |_| {
                let _ = &held;
                Ok("x")
            });
            let response = Response::new(Body::from_stream(endless))
                .with_status(StatusCode::SERVICE_UNAVAILABLE);
            Ok(Response::from_raw(response.into_raw()?))
        }
    });
    let last = quick(3).fetch(URL).await?;
    assert_eq!(last.status(), 503);
    assert_eq!(*counts.borrow(), [2, 2, 2]);
    Ok(())
}

#[worker_sdk::test]
async fn errors_are_sent_again_unless_they_were_wanted() -> Result<()> {
    let asked = Rc::new(Cell::new(0));
    let count = asked.clone();
    let _stub = test::stub(HOST, move |_| {
        count.set(count.get() + 1);
        let last = count.get() == 3;
        async move {
            if last {
                Ok(Response::text("at last"))
            } else {
                Err(Error::new("connection lost"))
            }
        }
    });
    assert_eq!(quick(3).fetch(URL).await?.read_text().await?, "at last");
    asked.set(0);
    let aborted = AbortController::new();
    aborted.abort();
    let request = Request::get(URL).signal(&aborted.signal());
    let error = quick(3).fetch(request).await.unwrap_err();
    assert!(
        error.to_string().contains("connection lost") || error.is_named("AbortError"),
        "{error}"
    );
    assert!(asked.get() <= 1, "sent {} times", asked.get());
    Ok(())
}

#[worker_sdk::test]
async fn time_runs_out() -> Result<()> {
    let reason = async |request: RequestBuilder| {
        let signal = request.build()?.signal();
        signal.wait().await;
        Ok::<_, Error>(signal.reason())
    };
    let other = AbortController::new();
    let soon = Duration::from_millis(20);
    for request in [
        Request::get(URL).timeout(soon),
        Request::get(URL).signal(&other.signal()).timeout(soon),
    ] {
        assert!(
            reason(request)
                .await?
                .is_some_and(|error| error.is_timeout())
        );
    }
    other.abort();
    let both = Request::get(URL)
        .timeout(Duration::from_secs(60))
        .signal(&other.signal());
    assert!(
        reason(both)
            .await?
            .is_some_and(|error| error.is_named("AbortError"))
    );
    Ok(())
}

/// Bytes arrive while others are sent.
#[worker_sdk::test]
async fn streams_in_both_directions() -> Result<()> {
    let seen = Rc::new(RefCell::new(Vec::new()));
    let log = seen.clone();
    let _stub = test::stub(HOST, |request| async {
        let lines = request.into_body().into_stream()?.lines();
        let answers =
            futures_util::TryStreamExt::map_ok(lines, |line| format!("{}\n", line.to_uppercase()));
        Ok(Response::new(Body::from_stream(answers)))
    });
    let lines = stream::iter(["a\n", "b\n", "c\n"].map(Ok));
    let sent = StreamExt::inspect(lines, move |line: &Result<_>| {
        log.borrow_mut().push(line.is_ok());
    });
    let answer = Request::post(URL).body(Body::from_stream(sent)).await?;
    assert_eq!(all(answer.into_body().into_stream()?).await?, "A\nB\nC\n");
    assert_eq!(seen.borrow().len(), 3);
    Ok(())
}

#[worker_sdk::test]
async fn as_a_service_of_tower() -> Result<()> {
    let (_stub, _asked) = statuses(&[201]);
    let request = http::Request::post(URL).body(Body::from(" tower"))?;
    let response = Client.call(request).await?;
    assert_eq!(response.status(), StatusCode::CREATED);
    assert_eq!(response.into_body().text().await?, "0 tower");
    Ok(())
}

#[worker_sdk::test]
async fn with_the_traits_of_tokio() -> Result<()> {
    use tokio::io::{AsyncBufReadExt, AsyncReadExt, AsyncWriteExt};
    let (mut sender, body) = Body::channel();
    sender.write_all(b"first\nsecond\nrest").await?;
    sender.shutdown().await?;
    let mut stream = body.into_stream()?;
    let mut line = String::new();
    stream.read_line(&mut line).await?;
    assert_eq!(line, "first\n");
    let mut rest = String::new();
    AsyncReadExt::read_to_string(&mut stream, &mut rest).await?;
    assert_eq!(rest, "second\nrest");
    Ok(())
}

/// The handler returns the future of `fetch` without awaiting it.
#[worker_sdk::test]
async fn a_response_that_is_merely_returned() -> Result<()> {
    let _origin = test::stub("origin.example", async |request: Request| {
        match request.path() {
            "/lost" => Err(Error::new("the line is dead")),
            path => Response::text(format!("origin of {path}")).with_header("x-from", "origin"),
        }
    });
    let response = test::fetch("/page").await?;
    assert_eq!(response.headers().get("x-from").as_deref(), Some("origin"));
    assert_eq!(response.read_text().await?, "origin of /page");
    for (path, expected) in [
        ("/lost", "the line is dead"),
        ("/refused", "not this one"),
        ("/malformed", "`no URL` is not an absolute URL"),
    ] {
        let error = message(test::fetch(path).await);
        assert!(error.contains(expected), "{path}: {error}");
    }
    Ok(())
}
