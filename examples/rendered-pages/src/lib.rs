//! Pages rendered at the edge: a template from R2 and a row from D1, read at the same time; the result is kept in KV.
//!
//! Run it with `cargo xtask dev rendered-pages`, then
//! `curl -X PUT -d '<h1>{{title}}</h1><p>{{body}}' http://localhost:8787/template`,
//! `curl -X PUT -d '{"title": "Hello", "body": "1 < 2"}' http://localhost:8787/home`, and open that page. Anybody
//! may write the template and pages here; put a login in front of it.

use std::time::Duration;

use futures_util::future::try_join;
use serde::Deserialize;
use worker_sdk::d1::Database;
use worker_sdk::http::{Method, StatusCode};
use worker_sdk::kv::Namespace;
use worker_sdk::r2::Bucket;
use worker_sdk::sql::FromRow;
use worker_sdk::{Bindings, Context, IntoResponse, Request, Response, Result, event, params};

/// An example makes its table itself; a project has `wrangler d1 migrations apply`.
const SCHEMA: &str = "CREATE TABLE IF NOT EXISTS pages (slug TEXT PRIMARY KEY, title TEXT NOT NULL, body TEXT NOT NULL)";
const TEMPLATE: &str = "template.html";

#[derive(Bindings)]
struct App {
    db: Database,
    rendered: Namespace,
    templates: Bucket,
}

#[derive(FromRow, Deserialize)]
struct Page {
    title: String,
    body: String,
}

#[event(fetch)]
async fn main(mut request: Request, app: App, context: Context) -> Result<Response> {
    let slug = request.path().trim_matches('/').to_owned();
    match (request.method().clone(), slug.as_str()) {
        (Method::PUT, "template") => {
            app.templates.put(TEMPLATE, request.into_body()).await?;
            StatusCode::NO_CONTENT.into_response()
        }
        (Method::PUT, slug) => match request.json().await {
            Ok(page) => put_page(app, slug, page).await,
            Err(_) => StatusCode::BAD_REQUEST.into_response(),
        },
        (_, slug) => show(app, slug, context).await,
    }
}

async fn show(app: App, slug: &str, context: Context) -> Result<Response> {
    let key = format!("page:{slug}");
    if let Some(html) = app.rendered.get(&key).text().await? {
        return Response::html(html).with_header("x-cache", "HIT");
    }
    let row = app
        .db
        .prepare("SELECT title, body FROM pages WHERE slug = ?");
    let row = row.bind(params![slug]).first::<Page>();
    let row = app.db.batch((app.db.prepare(SCHEMA).run(), row));
    let template = app.templates.get(TEMPLATE).into_future();
    let (template, (_, page)) = try_join(template, row).await?;
    let (Some(template), Some(page)) = (template, page) else {
        return StatusCode::NOT_FOUND.into_response();
    };
    let html = render(&template.text().await?, &page);
    context.wait_until(
        app.rendered
            .put(&key, &html)
            .expiration_ttl(Duration::from_secs(60)),
    );
    Response::html(html).with_header("x-cache", "MISS")
}

async fn put_page(app: App, slug: &str, page: Page) -> Result<Response> {
    let insert = app
        .db
        .prepare("INSERT OR REPLACE INTO pages VALUES (?, ?, ?)");
    let insert = insert.bind(params![slug, page.title, page.body]).run();
    app.db.batch((app.db.prepare(SCHEMA).run(), insert)).await?;
    app.rendered.delete(format!("page:{slug}")).await?;
    StatusCode::NO_CONTENT.into_response()
}

fn render(template: &str, page: &Page) -> String {
    let html = template.replace("{{title}}", &escape(&page.title));
    html.replace("{{body}}", &escape(&page.body))
}

fn escape(text: &str) -> String {
    let text = text.replace('&', "&amp;").replace('<', "&lt;");
    text.replace('"', "&quot;").replace('{', "&#123;")
}
