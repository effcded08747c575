//! Other people's pages as pictures, as PDF or as text, as a browser sees them when their scripts have run.
//!
//! Run it with `cargo xtask dev browser-rendering`, then open `http://localhost:8787/screenshot?url=https://example.com/`. The
//! first request downloads a Chrome. Keep such a worker behind a login: it loads whatever it is asked to.

use std::time::Duration;

use worker_sdk::browser_rendering::{Browser, Page, Session};
use worker_sdk::http::StatusCode;
use worker_sdk::{Bindings, Error, IntoResponse, Request, Response, Result, event, timeout};

/// How long a page may take to load.
const PATIENCE: Duration = Duration::from_secs(15);
/// How long a browser waits for the next request.
const KEEP_ALIVE: Duration = Duration::from_secs(120);

#[derive(Bindings)]
struct App {
    browser: Browser,
}

#[event(fetch)]
async fn main(request: Request, App { browser }: App) -> Result<Response> {
    let url = request.query_value("url").unwrap_or_default();
    if !url.starts_with("https://") {
        return (
            StatusCode::BAD_REQUEST,
            "give a page, as `?url=https://example.com/`",
        )
            .into_response();
    }
    let session = match session_of(&browser).await {
        Err(error) if error.is_rate_limited() => {
            return (
                StatusCode::SERVICE_UNAVAILABLE,
                [("retry-after", "10")],
                "all browsers are busy",
            )
                .into_response();
        }
        session => session?,
    };
    let mut page = match timeout(PATIENCE, session.open(&url)).await {
        Ok(Ok(page)) => page,
        Ok(Err(error)) => return not_loaded(&error),
        Err(late) => {
            session.close().await?;
            return not_loaded(&late.into());
        }
    };
    let response = answer(request.path(), &mut page).await;
    page.close().await?;
    response
}

async fn answer(path: &str, page: &mut Page) -> Result<Response> {
    let (content, content_type) = match path {
        "/screenshot" => (page.screenshot().await?, "image/png"),
        "/pdf" => (page.pdf().await?, "application/pdf"),
        "/text" => {
            let text: String = page.evaluate("document.body.innerText").await?;
            return text.into_response();
        }
        _ => return StatusCode::NOT_FOUND.into_response(),
    };
    Response::bytes(content).with_header("content-type", content_type)
}

/// To start a browser takes longer than most pages, so one that nobody uses is used again.
async fn session_of(browser: &Browser) -> Result<Session> {
    let sessions = browser.sessions().await?;
    let free = sessions
        .into_iter()
        .find(|session| session.connection_id.is_none());
    match free {
        Some(session) => Ok(browser.session(session.session_id)),
        None => browser.acquire().keep_alive(KEEP_ALIVE).await,
    }
}

fn not_loaded(error: &Error) -> Result<Response> {
    (StatusCode::BAD_GATEWAY, error.to_string()).into_response()
}
