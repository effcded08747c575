//! A handler that awaits each product: axum takes only those whose futures are `Send`, so this compiles or not. None is
//! called.

use axum::Router;
use axum::extract::Path;
use axum::routing::get;
use worker_sdk::abort::AbortSignal;
use worker_sdk::cache::Cache;
use worker_sdk::crypto::{Hash, digest};
use worker_sdk::html_rewriter::HtmlRewriter;
use worker_sdk::streams::CompressionFormat;
use worker_sdk::{
    Body, Env, Request, Response, Result, email, fetch, hyperdrive, params, secrets_store, sockets,
};
use worker_sdk::{websockets, workflows};

use crate::App;

pub(crate) fn router() -> Router<App> {
    Router::new()
        .route("/products/kv/{key}", get(kv))
        .route("/products/r2/{key}", get(r2))
        .route("/products/d1/{key}", get(d1))
        .route("/products/object/{key}", get(object))
        .route("/products/queue", get(queue))
        .route("/products/workflow", get(workflow))
        .route("/products/cache", get(cached))
        .route("/products/service", get(service))
        .route("/products/mail", get(mail))
        .route("/products/secret", get(secret))
        .route("/products/hyperdrive", get(database))
        .route("/products/socket", get(socket))
        .route("/products/web-socket", get(websocket))
        .route("/products/crypto", get(crypto))
        .route("/products/html", get(html))
        .route("/products/streams", get(streams))
        .route("/products/signal", get(signal))
}

async fn kv(env: Env, Path(key): Path<String>) -> Result<String> {
    let kv = env.kv("KV")?;
    kv.put(&key, "value").await?;
    let keys = kv
        .list()
        .pages()
        .try_next()
        .await?
        .map_or(0, |page| page.keys.len());
    Ok(format!("{:?} {keys}", kv.get(&key).text().await?))
}

async fn r2(env: Env, Path(key): Path<String>) -> Result<Body> {
    let bucket = env.r2("BUCKET")?;
    bucket.put(&key, "value").await?;
    let object = bucket.get(&key).await?;
    Ok(object.map(|object| object.into_body()).unwrap_or_default())
}

async fn d1(env: Env, Path(key): Path<u32>) -> Result<String> {
    let db = env.d1("DB")?;
    let one = db.prepare("SELECT ?").bind(params![key]);
    db.batch([one.run()]).await?;
    Ok(one
        .first_column::<u32>("x")
        .await?
        .unwrap_or_default()
        .to_string())
}

async fn object(env: Env, Path(key): Path<String>) -> Result<Response> {
    let stub = env.durable_object("OBJECTS")?.get_by_name(&key);
    stub.fetch("http://object/").await
}

async fn queue(env: Env) -> Result<()> {
    env.queue("QUEUE")?.send_text("message").await?;
    Ok(())
}

async fn workflow(env: Env) -> Result<String> {
    let workflow: workflows::Workflow = env.get("WORKFLOW")?;
    Ok(workflow.get("id").await?.id().to_owned())
}

async fn cached(request: Request) -> Result<Response> {
    let cache = Cache::open("pages").await?;
    let page = cache.get(&request).await?;
    Ok(page.unwrap_or_else(Response::empty))
}

async fn service(env: Env) -> Result<Response> {
    let answer = env
        .service("SELF")?
        .fetch("http://self/")
        .await?
        .read_text()
        .await?;
    fetch(Request::post("https://example.com/").body(answer)).await
}

async fn mail(env: Env, text: String) -> Result<()> {
    let mail = email::Mail::new("a@example.com", "mail")
        .to("b@example.com")
        .text(text);
    env.email("EMAIL")?.send(mail).await?;
    Ok(())
}

async fn secret(env: Env) -> Result<String> {
    env.get::<secrets_store::Secret>("SECRET")?.get().await
}

async fn database(env: Env) -> Result<()> {
    env.get::<hyperdrive::Hyperdrive>("HYPERDRIVE")?
        .connect()
        .await?
        .close()
        .await
}

async fn socket() -> Result<()> {
    sockets::connect("example.com:80").await?.close().await
}

async fn websocket() -> Result<()> {
    let mut socket = websockets::connect("https://example.com/").await?;
    socket.receive().await?;
    Ok(())
}

async fn crypto(text: String) -> Result<Vec<u8>> {
    digest(Hash::Sha256, text).await
}

async fn html(request: Request) -> Result<Response> {
    let page = fetch(request.url()).await?;
    let text = HtmlRewriter::new().transform(page)?.read_text().await?;
    Ok(Response::html(text))
}

async fn streams(body: axum::body::Body) -> Result<Body> {
    let mut stream = Body::from(body).into_stream()?;
    stream.try_next().await?;
    Ok(stream.compress(CompressionFormat::Gzip)?.into())
}

async fn signal(signal: AbortSignal) {
    signal.wait().await;
}
