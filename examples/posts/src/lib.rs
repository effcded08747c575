//! An API of posts in D1, with pages, validation and typed rows.
//!
//! Run it with `npx wrangler d1 migrations apply DB --local` in this folder, then `cargo xtask dev posts`, and
//! `curl -d '{"title":"Hello","content":"World"}' http://localhost:8787/api/posts`.

use serde::{Deserialize, Serialize};
use worker_sdk::d1::Database;
use worker_sdk::http::{Method, StatusCode};
use worker_sdk::sql::FromRow;
use worker_sdk::time::Timestamp;
use worker_sdk::{Bindings, IntoResponse, Json, Request, Response, Result, event, now, params};

#[derive(Bindings)]
struct App {
    db: Database,
}

#[derive(FromRow, Serialize)]
struct Post {
    id: u32,
    title: String,
    content: String,
    created_at: Timestamp,
}

#[derive(Serialize)]
struct Page {
    posts: Vec<Post>,
    page: u32,
    limit: u32,
    total: u32,
    pages: u32,
}

#[event(fetch)]
async fn main(request: Request, App { db }: App) -> Result<Response> {
    if request.path() != "/api/posts" {
        return StatusCode::NOT_FOUND.into_response();
    }
    match *request.method() {
        Method::GET => list(&db, &request).await,
        Method::POST => create(&db, request).await,
        _ => StatusCode::METHOD_NOT_ALLOWED
            .into_response()?
            .with_header("allow", "GET, POST"),
    }
}

async fn list(db: &Database, request: &Request) -> Result<Response> {
    let number = |name| request.query_value(name).and_then(|text| text.parse().ok());
    let page = number("page").unwrap_or(1).max(1);
    let limit = number("limit").unwrap_or(10).clamp(1, 100);
    let posts =
        db.prepare("SELECT * FROM posts ORDER BY created_at DESC, id DESC LIMIT ? OFFSET ?");
    let offset = u64::from(page - 1) * u64::from(limit);
    // One transaction, so the total belongs to the page.
    let (posts, (total,)) = db
        .batch((
            posts.bind(params![limit, offset]).raw::<Post>(),
            db.prepare("SELECT COUNT(*) FROM posts").one::<(u32,)>(),
        ))
        .await?;
    let pages = total.div_ceil(limit);
    Json(Page {
        posts,
        page,
        limit,
        total,
        pages,
    })
    .into_response()
}

#[derive(Deserialize)]
struct NewPost {
    title: String,
    content: String,
}

impl NewPost {
    fn mistake(&self) -> Option<&'static str> {
        match (self.title.trim().chars().count(), self.content.trim()) {
            (0, _) => Some("`title` is empty"),
            (201.., _) => Some("`title` is longer than 200 characters"),
            (_, "") => Some("`content` is empty"),
            _ => None,
        }
    }
}

async fn create(db: &Database, mut request: Request) -> Result<Response> {
    let post: NewPost = match request.json().await {
        Err(error) if error.is_malformed() => return bad_request(&error.to_string()),
        post => post?,
    };
    if let Some(mistake) = post.mistake() {
        return bad_request(mistake);
    }
    let insert = db
        .prepare("INSERT INTO posts (title, content, created_at) VALUES (?, ?, ?) RETURNING *")
        .bind(params![post.title.trim(), post.content.trim(), now()]);
    let post: Post = insert.one().await?;
    (StatusCode::CREATED, Json(post)).into_response()
}

#[derive(Serialize)]
struct Mistake<'a> {
    error: &'a str,
}

fn bad_request(error: &str) -> Result<Response> {
    (StatusCode::BAD_REQUEST, Json(Mistake { error })).into_response()
}
