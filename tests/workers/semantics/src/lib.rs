//! The routes of `twin.js` in Rust. Driven by `tests/e2e`, which sends both the same requests.

mod bodies;
mod context;
mod encodings;

use std::time::Duration;

use serde::{Deserialize, Serialize};
use worker_sdk::http::{FormValue, StatusCode};
use worker_sdk::{Context, Env, Error, Request, Response, Result, event, sleep};

#[event(fetch)]
async fn main(mut request: Request, env: Env, ctx: Context) -> Result<Response> {
    let path = request.path().to_owned();
    match path.as_str() {
        "/headers" => Response::json(&request.headers().entries()),
        "/json" => json(request).await,
        "/json-caught" => json_caught(request).await,
        "/text" => Ok(Response::text(request.text().await?)),
        "/bytes" => Ok(Response::new(request.bytes().await?)),
        "/length" => Ok(Response::text(request.bytes().await?.len().to_string())),
        "/form" => form(request).await,
        "/through" => Ok(Response::new(request.into_body())),
        "/twice" => twice(request).await,
        "/status" => Ok(Response::empty().with_status(code(&request)?)),
        "/status-body" => Ok(Response::text("body").with_status(code(&request)?)),
        "/redirect" => Response::redirect("https://example.com/a?b=c", code(&request)?),
        "/empty" => Ok(Response::empty()),
        "/empty-text" => Ok(Response::text("")),
        "/html" => Ok(Response::html("<p>ä</p>")),
        "/out" => headers_out(),
        "/cookies" => cookies_out(),
        "/alike" => alike(&request),
        "/repeated" => repeated(&request),
        "/throw" => Err(Error::new("on purpose")),
        "/throw-late" => {
            sleep(Duration::from_millis(1)).await;
            Err(Error::new("on purpose, late"))
        }
        "/late" => {
            sleep(Duration::from_millis(1)).await;
            Ok(Response::text("late"))
        }
        "/chunks" => Ok(Response::new(bodies::chunks())),
        "/props"
        | "/console"
        | "/pass-then-fail"
        | "/pass-then-fail-late"
        | "/pass-then-answer" => context::route(&path, &ctx).await,
        "/compressed" => encodings::COMPRESSED.handle(request, env, ctx).await,
        "/gzipped" | "/gzip-it" | "/part" | "/fetched" => encodings::route(&path, &request).await,
        "/handed-on" => encodings::handed_on(&request).await,
        _ if path.starts_with("/echo") => echo(&request),
        _ => bodies::route(&path, request, &env).await,
    }
}

/// A text of one repeated unit: as text, as bytes, or as bytes with a type.
fn repeated(request: &Request) -> Result<Response> {
    let value = |name| request.query_value(name).unwrap_or_default();
    let text = value("unit").repeat(value("count").parse()?);
    match value("as").as_str() {
        "text" => Ok(Response::text(text)),
        "bytes" => Ok(Response::new(text.into_bytes())),
        _ => Response::new(text.into_bytes()).with_header("content-type", "text/css"),
    }
}

#[derive(Serialize)]
struct Echo<'a> {
    method: &'a str,
    path: &'a str,
    query: Vec<(String, String)>,
    header: Option<String>,
    url: &'a str,
}

fn echo(request: &Request) -> Result<Response> {
    Response::json(&Echo {
        method: request.method().as_str(),
        path: request.path(),
        query: request.query_pairs(),
        header: request.headers().get("x-test"),
        url: request.url().split('?').next().unwrap_or_default(),
    })
}

#[derive(Deserialize)]
struct Counted {
    name: String,
    count: i64,
}

#[derive(Serialize)]
struct Next {
    name: String,
    count: i64,
}

async fn json(mut request: Request) -> Result<Response> {
    let Counted { name, count } = request.json().await?;
    Response::json(&Next {
        name,
        count: count + 1,
    })
}

async fn json_caught(mut request: Request) -> Result<Response> {
    match request.json::<serde_json::Value>().await {
        Ok(_) => Ok(Response::text("fine")),
        Err(_) => Ok(Response::text("malformed JSON").with_status(StatusCode::BAD_REQUEST)),
    }
}

async fn form(mut request: Request) -> Result<Response> {
    let mut fields = Vec::new();
    for (name, value) in request.form_data().await?.entries() {
        fields.push(match value {
            FormValue::Text(text) => vec![name, text],
            FormValue::File(file) => {
                let size = file.size().to_string();
                vec![
                    name,
                    file.name(),
                    file.content_type(),
                    size,
                    file.text().await?,
                ]
            }
        });
    }
    Response::json(&fields)
}

async fn twice(mut request: Request) -> Result<Response> {
    request.text().await?;
    request.text().await?;
    Ok(Response::text("not reached"))
}

fn code(request: &Request) -> Result<StatusCode> {
    let code = request.query_value("code").unwrap_or_default();
    Ok(code.parse()?)
}

fn headers_out() -> Result<Response> {
    let mut response = Response::text("out");
    let headers = response.headers_mut();
    headers.set("x-one", "1")?;
    headers.append("x-many", "a")?;
    headers.append("X-Many", "b")?;
    headers.set("x-latin", "café")?;
    headers.set("x-empty", "")?;
    headers.set("cache-control", "no-store")?;
    headers.set("etag", "\"abc\"")?;
    Ok(response)
}

fn cookies_out() -> Result<Response> {
    let mut response = Response::text("cookies");
    let headers = response.headers_mut();
    headers.append("set-cookie", "a=1; Path=/; HttpOnly")?;
    headers.append("set-cookie", "b=2; Secure")?;
    headers.append(
        "set-cookie",
        "c=x%2Cy; Expires=Wed, 21 Oct 2026 07:28:00 GMT",
    )?;
    Ok(response)
}

/// Answers whose headers have the same values.
fn alike(request: &Request) -> Result<Response> {
    let (kind, wait) = ("after 1 s", "private");
    let long = || Response::text("long ".repeat(200));
    let answer = match request.query().unwrap_or_default() {
        "names" => Response::text("short")
            .with_header("x-second", kind)?
            .with_header("x-first", wait)?,
        "owned" => Response::text("short")
            .with_header(String::from("x-one"), kind)?
            .with_header(String::from("x-two"), wait)?,
        "owned-too" => Response::text("short")
            .with_header(String::from("x-six"), kind)?
            .with_header(String::from("x-ten"), wait)?,
        other => {
            let answer = match other {
                "long" => long(),
                "long-404" => long().with_status(StatusCode::NOT_FOUND),
                "bytes" => Response::new(b"bytes".to_vec()),
                _ => Response::text("short"),
            };
            answer
                .with_header("x-first", kind)?
                .with_header("x-second", wait)?
        }
    };
    Ok(answer)
}
