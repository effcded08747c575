mod measurements;
mod order;
mod page;

use futures_util::{StreamExt, stream};
use measurements::Measurements;
use order::Order;
use worker::js_sys::{Function, Promise, Reflect};
use worker::wasm_bindgen::JsCast;
use worker::wasm_bindgen_futures::JsFuture;
use worker::{Context, Env, Request, Response, Result, RouteContext, Router, event};

#[event(fetch)]
async fn main(request: Request, env: Env, _context: Context) -> Result<Response> {
    match request.path().as_str() {
        "/headers" => headers(&request),
        "/json" => json(request).await,
        "/json-200k" => large_json(request).await,
        "/html" => html(),
        "/passthrough" => passthrough(request),
        "/stream" => Response::from_stream(chunks()),
        "/proxy" => proxy(request, &env).await,
        "/await" => awaits(request, env).await,
        path if path.starts_with("/api/") => routes(request, env).await,
        _ => Response::error("no such scenario", 404),
    }
}

fn headers(request: &Request) -> Result<Response> {
    let incoming = request.headers();
    let language = incoming.get("accept-language")?;
    let agent = incoming.get("user-agent")?;
    let id = incoming.get("x-request-id")?;
    let tenant = incoming.get("x-tenant")?;
    let tag = incoming.get("if-none-match")?;
    let response = Response::ok("ok")?;
    let headers = response.headers();
    headers.set("cache-control", "private, max-age=60")?;
    headers.set("content-language", &language.unwrap_or_else(|| "en".into()))?;
    headers.set("etag", &tag.unwrap_or_default())?;
    headers.set("referrer-policy", "no-referrer")?;
    headers.set("x-content-type-options", "nosniff")?;
    headers.set("x-request-id", &id.unwrap_or_default())?;
    headers.set("x-served-by", &agent.unwrap_or_default())?;
    headers.set("x-tenant", &tenant.unwrap_or_default())?;
    Ok(response)
}

async fn json(mut request: Request) -> Result<Response> {
    let mut order: Order = request.json().await?;
    order.status = "confirmed".into();
    Response::from_json(&order)
}

async fn large_json(mut request: Request) -> Result<Response> {
    let mut measurements: Measurements = request.json().await?;
    measurements.source = "checked".into();
    Response::from_json(&measurements)
}

fn html() -> Result<Response> {
    let response = Response::ok(page::page())?;
    response
        .headers()
        .set("content-type", "text/html;charset=UTF-8")?;
    Ok(response)
}

const NAMES: [&str; 10] = [
    "users", "teams", "orders", "items", "invoices", "products", "carts", "reviews", "shops",
    "coupons",
];

/// Fifty routes: five for each name. Its documentation makes the router for each request.
async fn routes(request: Request, env: Env) -> Result<Response> {
    let router = NAMES.into_iter().fold(Router::new(), |router, name| {
        let all = format!("/api/{name}");
        let one = format!("/api/{name}/:id");
        router
            .get(&all, |request, _| Response::ok(format!("all {}", last(&request))))
            .post(&all, |request, _| Response::ok(format!("new {}", last(&request))))
            .get(&one, |_, context| {
                Response::ok(format!("number {}", parameter(&context, "id")))
            })
            .delete(&one, |_, context| {
                Response::ok(format!("no {}", parameter(&context, "id")))
            })
            .get(&format!("{one}/notes/:note"), |_, context| {
                Response::ok(format!(
                    "note {} of {}",
                    parameter(&context, "note"),
                    parameter(&context, "id")
                ))
            })
    });
    router.run(request, env).await
}

/// Its router takes no closures, so the name is read once more.
fn last(request: &Request) -> String {
    request.path().split('/').next_back().unwrap_or_default().to_owned()
}

fn parameter<'a>(context: &'a RouteContext<()>, name: &str) -> &'a str {
    context.param(name).map_or("", String::as_str)
}

fn passthrough(mut request: Request) -> Result<Response> {
    Response::from_stream(request.stream()?)
}

async fn awaits(request: Request, env: Env) -> Result<Response> {
    let ready = Reflect::get(&env, &"READY".into())?;
    let fetch: Function = Reflect::get(&ready, &"fetch".into())?.unchecked_into();
    let count = request
        .headers()
        .get("x-count")?
        .and_then(|count| count.parse().ok());
    for _ in 0..count.unwrap_or(0) {
        let promise: Promise = fetch.call1(&ready, request.inner())?.unchecked_into();
        JsFuture::from(promise).await?;
    }
    Response::ok("done")
}

fn chunks() -> impl futures_util::TryStream<Ok = Vec<u8>, Error = worker::Error> {
    stream::iter((0..128).rev()).map(|number| Ok(vec![number; 8192]))
}

async fn proxy(request: Request, env: &Env) -> Result<Response> {
    let mut request = request.clone_mut()?;
    request.headers_mut()?.set("x-forwarded-by", "bench")?;
    env.service("UPSTREAM")?.fetch_request(request).await
}
