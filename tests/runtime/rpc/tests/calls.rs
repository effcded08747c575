//! Rust calls Rust, through the platform.

mod connections;
mod context;
mod loader;
mod routers;
mod transformation;
#[path = "../../wrangler.rs"]
mod wrangler;

use std::future::IntoFuture;

use futures_util::future::join;
use runtime_rpc::front::DoorStub;
use runtime_rpc::interfaces::{ClerkStub, CounterStub, Cursor, CursorStub, Everything, Sum};
use wasm_bindgen::prelude::*;
use worker_sdk::durable_objects::Namespace;
use worker_sdk::env::Raw;
use worker_sdk::rpc::Function;
use worker_sdk::service_bindings::Service;
use worker_sdk::streams::Transform;
use worker_sdk::time::Timestamp;
use worker_sdk::{Bindings, Bytes, Error, Headers, Request, Response, Result};

#[derive(Bindings)]
struct App {
    desk: Service<ClerkStub>,
    front: Service<DoorStub>,
    tally: Namespace<CounterStub>,
}

fn error<T: std::fmt::Debug>(result: Result<T>) -> Error {
    match result {
        Ok(value) => Error::new(format!("no error but {value:?}")),
        Err(error) => error,
    }
}

#[worker_sdk::test]
async fn values_cross(app: App) -> Result<()> {
    let sum = app.desk.add(2, 40).await?;
    assert_eq!(
        sum,
        Sum {
            total: 42,
            parts: vec![2, 40],
            note: None
        }
    );
    assert_eq!(app.desk.their_version().await?, "1");
    app.desk.nothing().await?;
    let everything = || Everything {
        number: -0.5,
        text: "ü€😀".to_owned(),
        is_set: true,
        bytes: Bytes(vec![0, 255]),
        time: Timestamp::from_millis(1.5e12),
        nothing: None,
        pair: (7, "x".to_owned()),
    };
    assert_eq!(app.desk.echo(everything()).await?, everything());
    let raw = app.desk.raw(Raw::from_raw(5.into())).await?;
    assert_eq!(raw.as_raw().as_f64(), Some(5.0));
    Ok(())
}

/// Calls the desk with anything.
#[worker_sdk::rpc]
trait Careless {
    async fn mix(&self, shade: Raw, more: Raw) -> Result<Raw>;
    async fn call_kept(&self) -> Result<Raw>;
    async fn sign(&self, headers: Raw) -> Result<Raw>;
    async fn adder(&self, k: Raw, unused: u8, more: Raw) -> Result<Function<(i64,), i64>>;
}

#[wasm_bindgen(inline_js = "
export const nested = (levels) => { let value = {}; while (levels-- > 1) value = { a: value }; return value; };
export const like_headers = () => ({ append() {}, getSetCookie() {} });
export const with_a_stand_in = () => ({
  DESK: { fetch() {}, times: 0, version() { return `${++this.times}`; } },
});
")]
extern "C" {
    fn nested(levels: u32) -> JsValue;
    fn with_a_stand_in() -> JsValue;
    fn like_headers() -> JsValue;
}

#[worker_sdk::test]
async fn a_binding_is_called_again_and_again(app: App) -> Result<()> {
    for number in 1..=3 {
        assert_eq!(app.desk.add(number, 1).await?.total, number + 1);
    }
    let env = worker_sdk::Env::from_raw(with_a_stand_in());
    let desk: Service<ClerkStub> = env.get("DESK")?;
    for version in ["1", "2", "3"] {
        assert_eq!(desk.their_version().await?, version);
    }
    Ok(())
}

#[worker_sdk::test]
async fn arguments_of_which_one_cannot_be_written(app: App) -> Result<()> {
    let desk = app.desk.clone().typed::<CarelessStub>();
    let deep = || Raw::from_raw(nested(200));
    let error = error(desk.mix(Raw::from_raw("plain".into()), deep()).await);
    assert_eq!(
        error.message(),
        "cannot read `a.a.a…`: more than 128 levels of values, one inside the other; is it part of itself?"
    );
    let add = desk.adder(Raw::from_raw(5.into()), 1, deep()).await?;
    assert_eq!(add.call((1,)).await?, 6, "what nobody asks for is not read");
    Ok(())
}

/// The functions of another worker's object are stubs, which have every method.
#[worker_sdk::test]
async fn an_argument_that_only_looks_like_one_of_the_platform(app: App) {
    let desk = app.desk.clone().typed::<CarelessStub>();
    let error = error(desk.sign(Raw::from_raw(like_headers())).await);
    assert_eq!(error.message(), "argument 0 (`headers`) is not a `Headers`");
}

#[worker_sdk::test]
async fn an_argument_that_is_missing(app: App) {
    let desk = app.desk.clone().typed::<CarelessStub>();
    assert_eq!(
        error(desk.call_kept().await).message(),
        "cannot read argument 0 (`text`): expected a string, found null"
    );
}

#[worker_sdk::test]
async fn an_integer_that_is_not_exact_is_refused_before_the_call(app: App) {
    let error = error(app.desk.add(i64::MAX, 1).await);
    assert_eq!(
        error.to_string(),
        "cannot send the value: 9223372036854775807 is beyond 2^53 − 1, where numbers of JavaScript are not exact; \
         pass it as text"
    );
}

#[worker_sdk::test]
async fn several_calls_at_a_time(app: App) -> Result<()> {
    use std::future::IntoFuture;
    let (a, b) = (
        app.desk.add(1, 1).into_future(),
        app.desk.add(2, 2).into_future(),
    );
    assert_eq!((b.await?.total, a.await?.total), (4, 2));
    Ok(())
}

#[worker_sdk::test]
async fn requests_reach_the_same_entrypoint(app: App) -> Result<()> {
    let answer = app
        .desk
        .fetch(Request::post("http://desk/").body("Ada"))
        .await?;
    assert_eq!(answer.read_text().await?, "hello Ada");
    Ok(())
}

#[worker_sdk::test]
async fn the_default_entrypoint(app: App) -> Result<()> {
    assert_eq!(app.front.open().await?, "hello");
    assert_eq!(app.front.role().await?, "clerk");
    let answer = app.front.fetch("http://front/").await?;
    assert_eq!(answer.read_text().await?, "the front");
    let answer = worker_sdk::test::fetch("/").await?;
    assert_eq!(answer.read_text().await?, "the front");
    Ok(())
}

#[worker_sdk::test]
async fn an_event_beside_the_default_entrypoint() -> Result<()> {
    worker_sdk::test::scheduled("*/5 * * * *").await?;
    assert!(
        worker_sdk::test::logs()
            .iter()
            .any(|log| log.text == "tick */5 * * * *")
    );
    Ok(())
}

#[worker_sdk::test]
async fn closures_are_called_back(app: App) -> Result<()> {
    let seen = std::rc::Rc::new(std::cell::Cell::new(0));
    let count = seen.clone();
    let times_ten = Function::new(async move |n: i64| {
        count.set(count.get() + 1);
        Ok(n * 10)
    });
    let results = app.desk.each(vec![1, 2, 3], times_ten).await?;
    assert_eq!((results, seen.get()), (vec![10, 20, 30], 3));
    Ok(())
}

#[worker_sdk::test]
async fn an_error_of_http_is_an_error_where_there_is_no_answer(app: App) {
    let error = error(app.desk.missing("a".to_owned()).await);
    assert_eq!(error.message(), "404: no file `a`");
}

#[worker_sdk::test]
async fn an_error_of_a_closure_comes_back(app: App) {
    let fails = Function::new(async |n: i64| match n {
        2 => Err(Error::named("RangeError", "two is too much")),
        n => Ok(n),
    });
    let error = error(app.desk.each(vec![1, 2, 3], fails).await);
    assert!(error.is_named("RangeError"), "{error}");
    assert_eq!(error.message(), "two is too much");
}

#[worker_sdk::test]
async fn a_closure_is_a_result(app: App) -> Result<()> {
    let add_five = app.desk.adder(5).await?;
    assert_eq!(add_five.call((1,)).await?, 6);
    assert_eq!(add_five.clone().call((2,)).await?, 7);
    Ok(())
}

#[worker_sdk::test]
async fn a_function_is_kept_after_the_call(app: App) -> Result<()> {
    let tally = app.tally.get_by_name("keeper");
    tally.count(1).await?;
    let greet = Function::new(async |name: String| Ok(format!("hello {name}")));
    let again = greet.clone();
    app.desk.keep(greet).await?;
    assert_eq!(again.call(("Ada".to_owned(),)).await?, "hello Ada");
    Ok(())
}

#[worker_sdk::test]
async fn streams_cross_in_both_directions(app: App) -> Result<()> {
    let letters = app.desk.letters("abc".to_owned()).await?;
    assert_eq!(letters.text().await?, "abc");
    let upper = app.desk.upper("from here".into()).await?;
    assert_eq!(upper.text().await?, "FROM HERE");
    let through = app.desk.letters("piped".to_owned()).await?;
    assert_eq!(app.desk.upper(through).await?.text().await?, "PIPED");
    Ok(())
}

#[worker_sdk::test]
async fn requests_and_responses_are_values(app: App) -> Result<()> {
    let request = Request::post("http://a/path").body("body").build()?;
    let response = app.desk.forward(request).await?;
    assert_eq!(response.headers().get("x-desk").as_deref(), Some("1"));
    assert_eq!(response.read_text().await?, "POST /path body");
    Ok(())
}

#[worker_sdk::test]
async fn streams_to_be_written_cross(app: App) -> Result<()> {
    let (writable, readable) = Transform::identity().split();
    let write = app.desk.write(writable, "abc".to_owned()).into_future();
    let (text, written) = join(Response::new(readable).read_text(), write).await;
    written?;
    assert_eq!(text?, "abc");
    Ok(())
}

#[worker_sdk::test]
async fn headers_are_values(app: App) -> Result<()> {
    let mut headers = Headers::new();
    headers.append("set-cookie", "a=1")?;
    headers.append("set-cookie", "b=2")?;
    headers.set("x-name", "ü")?;
    let signed = app.desk.sign(headers).await?;
    assert_eq!(signed.get_set_cookie(), ["a=1", "b=2"]);
    assert_eq!(signed.get("x-name").as_deref(), Some("ü"));
    assert_eq!(signed.get("x-signed-by").as_deref(), Some("the desk"));

    let of_a_request = Request::get("http://a/").header("x-name", "1").build()?;
    let signed = app.desk.sign(of_a_request.headers()).await?;
    assert_eq!(signed.get("x-name").as_deref(), Some("1"));
    Ok(())
}

#[worker_sdk::test]
async fn properties_are_read(app: App) -> Result<()> {
    assert_eq!(app.desk.motto().await?, "count twice");
    let cursor = app.desk.cursor(3).await?;
    cursor.next().await?;
    assert_eq!(cursor.position().await?, 1);
    let first = app.desk.first_cursor();
    assert_eq!(first.pipelined()?.position().await?, 1);
    let evens = CursorStub::of(Evens(4.into()));
    assert_eq!(evens.position().await?, 4);
    let tally = app.tally.get_by_name("total");
    tally.count(7).await?;
    assert_eq!(tally.total().await?, 7);
    Ok(())
}

#[worker_sdk::test]
async fn objects_are_results(app: App) -> Result<()> {
    let cursor = app.desk.cursor(2).await?;
    assert_eq!(cursor.next().await?, Some(0));
    let rest = cursor.split().await?;
    assert_eq!(
        (cursor.next().await?, cursor.next().await?),
        (Some(1), None)
    );
    assert_eq!(rest.next().await?, Some(1));
    let cursors = app.desk.cursors(vec![1, 3]).await?;
    let mut sums = Vec::new();
    for cursor in cursors.all {
        sums.push(app.desk.exhaust(cursor).await?);
    }
    assert_eq!(sums, [0, 3]);
    assert_eq!(cursors.first.map(|_| ()), Some(()));
    Ok(())
}

#[worker_sdk::test]
async fn calls_of_a_result_that_is_not_there_yet(app: App) -> Result<()> {
    let next = app
        .desk
        .cursor(5)
        .pipelined()?
        .split()
        .pipelined()?
        .next()
        .await?;
    assert_eq!(next, Some(0));

    let cursors = app.desk.cursors_of().await?;
    assert_eq!(cursors.call((5,)).pipelined()?.next().await?, Some(0));
    Ok(())
}

struct Evens(std::cell::Cell<u32>);

impl Cursor for Evens {
    fn next(&self) -> Option<u32> {
        let next = self.0.get() + 2;
        self.0.set(next);
        (next <= 6).then_some(next)
    }

    fn position(&self) -> u32 {
        self.0.get()
    }

    fn split(&self) -> CursorStub {
        CursorStub::of(Self(self.0.clone()))
    }
}

#[worker_sdk::test]
async fn objects_are_arguments(app: App) -> Result<()> {
    let evens = CursorStub::of(Evens(Default::default()));
    assert_eq!(evens.next().await?, Some(2));
    assert_eq!(app.desk.exhaust(evens.clone()).await?, 10);
    assert_eq!(evens.next().await?, None);
    Ok(())
}

#[worker_sdk::test]
async fn what_nobody_calls_any_more_is_dropped() -> Result<()> {
    struct Dropped(std::rc::Rc<std::cell::Cell<bool>>);
    impl Drop for Dropped {
        fn drop(&mut self) {
            self.0.set(true);
        }
    }
    let is_dropped = std::rc::Rc::new(std::cell::Cell::new(false));
    let token = Dropped(is_dropped.clone());
    let function: Function<(), ()> = Function::new(async move || {
        let _ = &token;
        Ok(())
    });
    function.call(()).await?;
    assert!(!is_dropped.get());
    drop(function);
    worker_sdk::sleep(std::time::Duration::from_millis(1)).await;
    assert!(is_dropped.get());
    Ok(())
}

#[worker_sdk::test]
async fn objects_of_durable_objects(app: App) -> Result<()> {
    let tally = app.tally.get_by_name("a");
    assert_eq!((tally.count(2).await?, tally.count(3).await?), (2, 5));
    assert_eq!(tally.peek().await?, 5);
    assert_eq!(tally.fetch("/").await?.read_text().await?, "5");
    assert_eq!(app.tally.get_by_name("b").peek().await?, 0);
    Ok(())
}

#[worker_sdk::test]
async fn errors_keep_name_message_and_properties(app: App) -> Result<()> {
    let range = error(app.desk.fail("range".to_owned()).await);
    assert!(range.is_named("RangeError") && range.is_remote());
    assert_eq!(range.message(), "too far");
    let named = error(app.desk.fail("named".to_owned()).await);
    assert!(named.is_named("NotFound"), "{named}");
    assert_eq!(named.property("code")?, Some(404));
    assert_eq!(
        named.property("path")?,
        Some(["a".to_owned(), "b".to_owned()])
    );
    assert_eq!(named.property::<u8>("other")?, None);
    assert!(
        named
            .property::<u8>("path")
            .is_err_and(|error| error.is_malformed())
    );
    let late = error(app.desk.fail("late".to_owned()).await);
    assert_eq!(late.to_string(), "Error: too late");
    let text = error(app.desk.fail_with_text().await);
    assert_eq!(text.message(), "just text");
    Ok(())
}
