//! Patterns, encodings, clocks and the rest of what JavaScript has without an import.

use std::cell::RefCell;
use std::rc::Rc;
use std::time::{Duration, UNIX_EPOCH};

use futures_util::future::join;
use wasm_bindgen::prelude::*;
use worker_sdk::abort::{AbortController, AbortSignal};
use worker_sdk::fetch::Fetcher;
use worker_sdk::http::{Blob, File, FormData, Part};
use worker_sdk::sockets::SecureTransport;
use worker_sdk::time::{Instant, Timestamp};
use worker_sdk::url::Pattern;
use worker_sdk::{Error, Json, Response, Result, console, encoding, env, now, sleep, spawn, test};

use crate::message;

#[wasm_bindgen(inline_js = r#"
const calls = [];
export function record_console() {
  for (const method of ["table", "dir", "trace", "assert", "count", "countReset", "group", "groupEnd", "time", "timeLog", "timeEnd", "dirxml", "groupCollapsed", "timeStamp", "clear"]) {
    console[method] = (...values) => calls.push([method, ...values].map((value) => JSON.stringify(value)).join(" "));
  }
}
export const recorded = () => calls.splice(0).join("\n");
export const service_with_sockets = () => ({
  fetch() {},
  connect(address, options) {
    calls.push(JSON.stringify([address, options]));
    return { readable: new ReadableStream(), writable: new WritableStream() };
  },
});
"#)]
extern "C" {
    fn service_with_sockets() -> JsValue;
    fn record_console();
    fn recorded() -> String;
}

#[worker_sdk::test]
fn patterns() -> Result<()> {
    let books = Pattern::parse("https://:shop.example.com/books/:id(\\d+)/*\\?q=:words")?;
    let found = books
        .exec("https://berlin.example.com/books/7/a/b?q=x%20y")
        .unwrap();
    assert_eq!(found.group("shop"), Some("berlin"));
    assert_eq!(found.group("id"), Some("7"));
    assert_eq!(found.group("nobody"), None);
    assert_eq!(found.pathname.input, "/books/7/a/b");
    assert_eq!(found.pathname.group("0"), Some("a/b"));
    let groups: Vec<_> = found.pathname.groups().collect();
    assert_eq!(groups, [("0", Some("a/b")), ("id", Some("7"))]);
    assert_eq!(found.search.group("words"), Some("x%20y"));
    assert_eq!(found.hash.input, "");
    assert_eq!(books.hostname(), ":shop.example.com");
    assert_eq!(books.port(), "");
    assert!(books.has_reg_exp_groups());
    for other in [
        "https://berlin.example.com/books/x/a?q=1",
        "http://berlin.example.com/books/7/a?q=1",
        "no URL",
    ] {
        assert!(!books.test(other), "{other}");
        assert_eq!(books.exec(other), None, "{other}");
    }
    Ok(())
}

#[worker_sdk::test]
fn patterns_with_a_base_and_in_parts() -> Result<()> {
    let optional = Pattern::parse_with_base("/books/:id?", "https://example.com")?;
    assert!(!optional.has_reg_exp_groups());
    let found = optional.exec("https://example.com/books").unwrap();
    assert_eq!(found.pathname.groups().next(), Some(("id", None)));
    assert!(optional.test_with_base("/books/1", "https://example.com"));
    let found = optional
        .exec_with_base("/books/1", "https://example.com")
        .unwrap();
    assert_eq!(found.group("id"), Some("1"));
    assert!(!optional.test_with_base("/books/1", "https://example.org"));

    let pages = Pattern::builder()
        .base_url("https://example.com")
        .pathname("/pages/*")
        .ignore_case(true);
    let pages = pages.build()?;
    assert!(pages.test("https://example.com/PAGES/a"));
    assert!(!pages.test("https://example.org/pages/a"));
    assert!(Pattern::builder().build()?.test("https://example.org/any"));

    let wrong = message(Pattern::parse("https://example.com/:"));
    assert!(
        wrong.starts_with("reading a pattern of URLs failed: TypeError: "),
        "{wrong}"
    );
    assert!(Pattern::parse("/relative").is_err());
    Ok(())
}

/// Short ones, and those of ASCII, take another way than others.
#[worker_sdk::test]
fn texts_of_each_length() -> Result<()> {
    for unit in [
        "a",
        "é",
        "€",
        "🦀",
        "aaaaaaaaaaaaaaaaaaaa€",
        "🦀aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa",
    ] {
        for count in (0..5).chain([
            60, 63, 64, 65, 84, 85, 86, 127, 128, 129, 255, 256, 257, 1_000, 100_000,
        ]) {
            let text = unit.repeat(count);
            assert!(
                encoding::decode("utf-8", text.as_bytes())? == text,
                "{count} times `{unit}`"
            );
        }
    }
    let behind_ascii = format!("{}{}", "a".repeat(500), "€".repeat(500));
    assert_eq!(
        encoding::decode("utf-8", behind_ascii.as_bytes())?,
        behind_ascii
    );
    Ok(())
}

#[worker_sdk::test]
fn older_encodings() -> Result<()> {
    assert_eq!(encoding::decode("latin1", b"gr\xfc\xdfe")?, "grüße");
    assert_eq!(encoding::decode("shift_jis", b"\x93\xfa\x96\x7b")?, "日本");
    assert_eq!(encoding::decode("utf-16le", b"\xff\xfeh\0i\0")?, "hi");
    assert_eq!(encoding::decode("utf-8", b"a\xffb")?, "a\u{fffd}b");
    let wrong = message(encoding::decode_strictly("utf-8", b"a\xffb"));
    assert!(
        wrong.starts_with("decoding text failed: TypeError: "),
        "{wrong}"
    );
    let unknown = message(encoding::decode("klingon", b""));
    assert!(
        unknown.starts_with("decoding text failed: RangeError: "),
        "{unknown}"
    );
    assert_eq!(encoding::name("latin1").as_deref(), Some("windows-1252"));
    assert_eq!(encoding::name("klingon"), None);
    Ok(())
}

#[worker_sdk::test]
async fn files_with_a_date() -> Result<()> {
    let before = now();
    let file = File::new("a,b", "table.csv", "text/csv");
    assert!(file.last_modified() >= before);
    let file = file.with_last_modified(Timestamp::from_millis(86_400_000.0));
    assert_eq!(file.last_modified().as_millis(), 86_400_000.0);
    assert_eq!(
        (file.name(), file.content_type(), file.text().await?),
        ("table.csv".into(), "text/csv".into(), "a,b".into())
    );
    Ok(())
}

#[worker_sdk::test]
async fn blobs_of_parts_and_files_of_blobs() -> Result<()> {
    let middle = Blob::new("ä", "text/x-other");
    let file = File::new("f", "f.txt", "text/plain");
    let parts: [Part; 6] = [
        "a".into(),
        String::from("b").into(),
        b"c".as_slice().into(),
        vec![b'd'].into(),
        middle.clone().into(),
        file.into(),
    ];
    let blob = Blob::from_parts(parts, "text/x-parts");
    assert_eq!(blob.text().await?, "abcdäf");
    assert_eq!(
        (blob.size(), blob.content_type().as_str()),
        (7, "text/x-parts")
    );
    assert_eq!(Blob::from_parts([], "").size(), 0);

    let file = File::of(&blob, "parts.txt");
    assert_eq!(
        (file.name(), file.content_type(), file.text().await?),
        ("parts.txt".into(), "text/x-parts".into(), "abcdäf".into())
    );
    let mut form = FormData::new();
    form.append("unnamed", middle);
    form.append("named", file);
    let back = Response::new(form).read_form_data().await?;
    let name = |field| back.file(field).map(|file| file.name());
    assert_eq!(name("unnamed").as_deref(), Some("blob"));
    assert_eq!(name("named").as_deref(), Some("parts.txt"));
    Ok(())
}

/// What they do, no runtime shows from inside.
#[worker_sdk::test]
async fn what_a_socket_is_opened_with() -> Result<()> {
    let service = Fetcher::from_raw(service_with_sockets());
    let socket = service
        .connect("example.com:7")
        .secure_transport(SecureTransport::StartTls)
        .allow_half_open(true)
        .high_water_mark(1000)
        .begin()?;
    drop(socket);
    assert_eq!(
        recorded(),
        r#"["example.com:7",{"secureTransport":"starttls","allowHalfOpen":true,"highWaterMark":1000}]"#
    );
    Ok(())
}

#[worker_sdk::test]
async fn a_clock_that_never_goes_back() -> Result<()> {
    let clock = test::freeze();
    let start = Instant::now();
    assert_eq!(start.elapsed(), Duration::ZERO);
    clock.advance(Duration::from_millis(1_500)).await?;
    assert_eq!(start.elapsed(), Duration::from_millis(1_500));
    assert!(Instant::now() > start);
    drop(clock);
    let start = Instant::now();
    sleep(Duration::from_millis(20)).await;
    assert!(start.elapsed() >= Duration::from_millis(15));
    let time = now();
    assert_eq!(
        Timestamp::from(time.to_system_time().unwrap_or(UNIX_EPOCH)),
        time
    );
    assert_eq!(Timestamp::from_millis(-1.0).to_system_time(), None);
    assert_eq!(Timestamp::from_millis(f64::NAN).to_system_time(), None);
    let since = Duration::from_millis(1_765_955_776_790);
    let exact = Timestamp::from_millis(1_765_955_776_790.0);
    assert_eq!(exact.to_system_time(), UNIX_EPOCH.checked_add(since));
    assert_eq!(exact - Timestamp::from_millis(0.0), since);
    let half = Timestamp::from_millis(1.5) - Timestamp::from_millis(0.0);
    assert_eq!(half, Duration::from_micros(1_500));
    assert_eq!(Timestamp::from_millis(0.0) - exact, Duration::ZERO);
    let never = Timestamp::from_millis(f64::INFINITY);
    assert_eq!(never - exact, Duration::MAX);
    Ok(())
}

#[worker_sdk::test]
async fn work_that_a_signal_stops() -> Result<()> {
    let controller = AbortController::new();
    let signal = controller.signal();
    let minute = || sleep(Duration::from_secs(60));
    assert_eq!(signal.run(async { 7 }).await?, 7);
    let abort = async {
        sleep(Duration::from_millis(5)).await;
        controller.abort_with(&Error::new("enough"));
    };
    let (stopped, ()) = join(signal.run(minute()), abort).await;
    assert_eq!(message(stopped), "Error: enough");
    assert_eq!(message(signal.run(async { 7 }).await), "Error: enough");
    let late = AbortSignal::timeout(Duration::from_millis(5));
    let error = late.run(minute()).await.unwrap_err();
    assert!(error.is_timeout(), "{error}");
    Ok(())
}

#[worker_sdk::test]
fn flags() {
    assert_eq!(
        env::compatibility_flag("enable_request_signal"),
        Some(true),
        "named in the configuration"
    );
    assert_eq!(
        env::compatibility_flag("url_standard"),
        Some(true),
        "by the date"
    );
    assert_eq!(env::compatibility_flag("nodejs_compat"), Some(false));
    assert_eq!(env::compatibility_flag("no_such_flag"), None);
    assert_eq!(env::compatibility_flag("toString"), None);
}

#[worker_sdk::test]
fn methods_of_the_console() {
    record_console();
    console::table(&Json([1, 2]));
    console::dir("text");
    console::trace("here");
    console::assert(false, "wrong");
    console::count("n");
    console::count_reset("n");
    let group = console::group("g");
    let timer = console::time("t");
    timer.log();
    drop(timer);
    drop(group);
    console::dirxml("text");
    drop(console::group_collapsed("c"));
    console::time_stamp("now");
    console::clear();
    let expected = [
        r#""table" [1,2]"#,
        r#""dir" "text""#,
        r#""trace" "here""#,
        r#""assert" false "wrong""#,
        r#""count" "n""#,
        r#""countReset" "n""#,
        r#""group" "g""#,
        r#""time" "t""#,
        r#""timeLog" "t""#,
        r#""timeEnd" "t""#,
        r#""groupEnd""#,
        r#""dirxml" "text""#,
        r#""groupCollapsed" "c""#,
        r#""groupEnd""#,
        r#""timeStamp" "now""#,
        r#""clear""#,
    ];
    assert_eq!(recorded(), expected.join("\n"));
}

/// What others do with `queueMicrotask` and `setImmediate`.
#[worker_sdk::test]
async fn spawned_work_comes_before_timers() -> Result<()> {
    let order = Rc::new(RefCell::new(Vec::new()));
    let note = |what: &'static str| {
        let order = order.clone();
        async move { order.borrow_mut().push(what) }
    };
    let timer = note("timer");
    let timer = spawn(async move {
        sleep(Duration::ZERO).await;
        timer.await;
    });
    let first = spawn(note("first"));
    let second = spawn(note("second"));
    order.borrow_mut().push("this code");
    first.await?;
    second.await?;
    timer.await?;
    assert_eq!(*order.borrow(), ["this code", "first", "second", "timer"]);
    Ok(())
}

#[worker_sdk::test]
fn an_exception_of_the_platform_has_a_code() -> Result<()> {
    let controller = AbortController::new();
    controller.abort();
    let error = controller.signal().check().unwrap_err();
    assert!(error.is_named("AbortError"), "{error}");
    assert_eq!(error.property::<u16>("code")?, Some(20));
    Ok(())
}

#[worker_sdk::test]
fn what_cloudflare_says_of_a_response() -> Result<()> {
    let plain = Response::text("x");
    assert_eq!(plain.cf::<Vec<u8>>()?, None);
    let response = plain.with_cf(&("a", 1))?;
    assert_eq!(response.cf()?, Some(("a".to_owned(), 1)));
    let response = Response::from_raw(response.into_raw()?);
    assert_eq!(response.cf()?, Some(("a".to_owned(), 1)));
    // A change makes another response of it.
    let response = response.with_header("x-a", "b")?;
    assert_eq!(response.cf()?, Some(("a".to_owned(), 1)));
    assert!(response.cf::<u8>().is_err_and(|e| e.is_malformed()));
    Ok(())
}
