//! What middleware sees of failures further in.

use std::cell::RefCell;
use std::rc::Rc;

use worker_sdk::http::{Method, StatusCode};
use worker_sdk::middleware::{Compression, Cors, Logger, Next, SecureHeaders, on_error};
use worker_sdk::router::{Router, get as on_get};
use worker_sdk::{Error, HttpError, IntoResponse, Json, Request, Response, Result, test};

use crate::common::{ask, read, request};

/// A middleware as the documentation shows it: its own failures are answers.
async fn only_us(request: Request, next: Next) -> Result<Response, HttpError> {
    Ok(next.run(request).await?.with_header("x-us", "1")?)
}

async fn breaks() -> Result<()> {
    Err(Error::named("NotFound", "it broke"))
}

#[worker_sdk::test]
async fn an_error_that_rejects_the_event_does_so_behind_middleware_that_answers() {
    let router = Router::new()
        .route("/", on_get(breaks))
        .layer(only_us)
        .layer(Logger::new())
        .layer(only_us);
    let error = ask(&router, request(Method::GET, "/")).await.unwrap_err();
    assert!(error.is_named("NotFound"), "{error}");
    assert_eq!(error.to_string(), "it broke");
}

#[worker_sdk::test]
async fn it_can_be_made_an_answer_further_out() {
    let answers: [fn(Error) -> HttpError; 2] =
        [|error| HttpError::internal(error), HttpError::from];
    for answer in answers {
        let router = Router::new()
            .route("/", on_get(breaks))
            .layer(only_us)
            .layer(on_error(answer));
        let response = ask(&router, request(Method::GET, "/")).await.unwrap();
        assert_eq!(response.status(), StatusCode::INTERNAL_SERVER_ERROR);
        let cause = response.http_error().and_then(HttpError::source).unwrap();
        assert_eq!(cause.to_string(), "it broke");
    }
}

#[worker_sdk::test]
async fn an_answer_knows_the_error_it_was_made_of() {
    let seen = Rc::new(RefCell::new(Vec::new()));
    let keep = seen.clone();
    let report = move |request: Request, next: Next| {
        let seen = keep.clone();
        async move {
            let response = next.run(request).await?;
            let error = response.http_error();
            seen.borrow_mut().push(error.map(|error| {
                let cause = error.source().map(ToString::to_string);
                (error.status().as_u16(), error.detail().to_owned(), cause)
            }));
            Ok::<_, Error>(response)
        }
    };
    let router = Router::new()
        .route("/fine", on_get(|| "fine"))
        .route(
            "/wrong",
            on_get(async || Err::<(), _>(HttpError::conflict("taken").with_source("a row"))),
        )
        .route(
            "/fails",
            on_get(async || Ok::<_, HttpError>("x".parse::<u8>()?.to_string())),
        )
        .layer(Cors::any())
        .layer(SecureHeaders::new())
        .layer(report);
    for path in ["/fine", "/wrong", "/fails", "/none"] {
        ask(&router, request(Method::GET, path)).await.unwrap();
    }
    let told = |status, detail: &str, cause: Option<&str>| {
        Some((status, detail.to_owned(), cause.map(str::to_owned)))
    };
    let unexplained = "the server could not answer; the cause is in its log";
    assert_eq!(
        seen.take(),
        [
            None,
            told(409, "taken", Some("a row")),
            told(500, unexplained, Some("invalid digit found in string")),
            told(404, "there is nothing at this path", None),
        ]
    );
}

/// An API with a shape of its own for errors.
async fn enveloped(request: Request, next: Next) -> Result<Response> {
    let response = next.run(request).await?;
    let Some(error) = response.http_error() else {
        return Ok(response);
    };
    let members: Vec<_> = error
        .members()
        .map(|(name, json)| format!("{name}={json}"))
        .collect();
    let envelope = serde_json::json!({ "about": members, "error": error.detail() });
    let status = response.status();
    Ok(Response::json(&envelope)?.with_status(status))
}

#[derive(serde::Deserialize)]
struct Order {
    count: u8,
}

#[worker_sdk::test]
async fn errors_can_have_another_shape() {
    let order = async |Json(order): Json<Order>| match order.count {
        0 => Err(HttpError::bad_request("nothing").with_value("left", &[1, 2])?),
        count => Ok(count.to_string()),
    };
    let router = Router::new()
        .route("/", worker_sdk::router::post(order))
        .layer(enveloped)
        .layer(Compression::new());
    let post = |body: &str| {
        let request =
            Request::post("https://worker.test/").header("content-type", "application/json");
        request.body(body.to_owned()).build().unwrap()
    };
    let answer = ask(&router, post(r#"{"count":0}"#)).await.unwrap();
    assert!(
        answer.http_error().is_none(),
        "another body tells of no error"
    );
    let expected = r#"{"about":["left=[1,2]"],"error":"nothing"}"#;
    assert_eq!(read(answer).await, (400, expected.into()));
    let answer = ask(&router, post(r#"{"count":"x"}"#)).await.unwrap();
    let (status, text) = read(answer).await;
    assert_eq!(status, 422, "{text}");
    assert!(
        text.starts_with(r#"{"about":["field=\"count\""],"#),
        "{text}"
    );
    assert_eq!(
        read(ask(&router, post(r#"{"count":2}"#)).await.unwrap()).await,
        (200, "2".into())
    );
}

/// A router inside of a function whose errors are answers: what rejected there is answered here, and the log says why.
#[worker_sdk::test]
async fn what_leaves_a_router_is_as_any_error() {
    let router = Router::new().route("/", on_get(breaks)).layer(only_us);
    let asked = async || Ok::<_, HttpError>(ask(&router, request(Method::GET, "/")).await?);
    let response = asked().await.into_response().unwrap();
    assert_eq!(response.status(), StatusCode::INTERNAL_SERVER_ERROR);
    let lines: Vec<_> = test::logs().into_iter().map(|line| line.text).collect();
    assert_eq!(lines, ["answered 500 because of: it broke"]);
}
