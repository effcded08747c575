//! Checks the types of the library against the runtime. Driven by `tests/e2e`: each path is one check, which answers
//! `ok` or panics.

mod abort;
mod cf;
mod cookies;
mod environment;
mod forms;
mod headers;
mod messages;
mod outgoing;
mod time;
mod urls;

use std::time::Duration;

use http::Method;
use worker_sdk::integrations::http::NativeRequest;
use worker_sdk::{Body, Env, Error, Headers, Request, Response, Result, event, sleep};

#[event(start)]
fn start() {
    time::wait_too_early();
}

/// Takes and gives types of the `http` crate, which checks their conversions on the way.
#[event(fetch)]
async fn main(request: http::Request<Body>, env: Env) -> Result<http::Response<Body>> {
    let path = request.uri().path().to_owned();
    match path.as_str() {
        "/urls" => urls::urls()?,
        "/parameters" => urls::parameters().await?,
        "/request-url" => urls::request_url(&native(&request)?)?,
        "/forms-sent" => forms::sent(&env).await?,
        "/forms-built" => forms::built().await?,
        "/forms-typed" => forms::typed().await?,
        "/forms-malformed" => forms::malformed().await?,
        "/blobs" => forms::blobs().await?,
        "/cookies" => cookies::read(&native(&request)?),
        "/set-cookies" => return cookies::written(),
        "/cf" => cf::full(&native(&request)?.cf())?,
        "/cf-absent" => cf::absent(&messages::get("http://x/")?.cf())?,
        "/digests" => messages::digests().await?,
        "/abort" => abort::signals().await?,
        "/abort-fetch" => abort::fetch(&env).await?,
        "/abort-tasks" => abort::tasks().await?,
        "/request-signal" => abort::of_request(&native(&request)?),
        "/request-members" => messages::request_members(&native(&request)?).await?,
        "/changed-headers" => messages::changed_headers(native(&request)?, &env).await?,
        "/response-members" => messages::response_members(&env).await?,
        "/sent" => outgoing::sent(&env).await?,
        "/steps" => outgoing::steps(&env).await?,
        "/wrong-steps" => outgoing::wrong().await,
        "/conversions" => messages::conversions(&env).await?,
        "/chunks" => messages::chunks().await?,
        "/clock" => time::clock(),
        "/intervals" => time::intervals().await,
        "/timeouts" => time::timeouts().await?,
        "/headers" => headers::all(&native(&request)?)?,
        "/variables" => environment::variables(&env)?,
        "/missing-bindings" => environment::missing(&env),
        "/wrong-bindings" => environment::wrong(&env),
        "/http-body" => messages::http_body(&env).await?,
        "/proxied" => return messages::proxied(request, &env).await,
        "/forwarded" if request.headers().contains_key("x-forwarded-by") => return echo(request),
        "/forwarded" => return messages::forwarded(native(&request)?, &env).await,
        "/encoded" => return messages::encoded(),
        "/fine" => return Response::text("ok").with_status_text("Fine").try_into(),
        "/nothing" => {
            return Response::empty()
                .with_status(http::StatusCode::NOT_FOUND)
                .try_into();
        }
        "/echo" => return echo(request),
        "/slow" => sleep(Duration::from_secs(5)).await,
        "/moved" => return Response::redirect("/echo", http::StatusCode::FOUND)?.try_into(),
        other => return Err(Error::new(format!("no check `{other}`"))),
    }
    Ok(http::Response::new("ok".into()))
}

fn native(request: &http::Request<Body>) -> Result<Request> {
    let native = request.extensions().get::<NativeRequest>();
    let native = native.ok_or_else(|| Error::new("no native request"))?;
    Ok(Request::from_raw(native.as_raw().clone()))
}

/// The body and the headers that came, with those that the client may not send renamed.
fn echo(request: http::Request<Body>) -> Result<http::Response<Body>> {
    let (parts, body) = request.into_parts();
    let mut response = http::Response::new(body);
    *response.headers_mut() = parts.headers;
    let headers = response.headers_mut();
    headers.remove("content-length");
    headers.insert("x-method", parts.method.as_str().parse()?);
    headers.append("set-cookie", "a=1".parse()?);
    headers.append("set-cookie", "b=2, c".parse()?);
    Ok(response)
}

/// Sends a body to `/echo` of this worker itself.
async fn echoed(env: &Env, body: impl Into<Body>) -> Result<Response> {
    let request = Request::from_parts(Method::POST, "http://self/echo", Headers::new(), body)?;
    env.service("SELF")?.fetch(request).await
}
