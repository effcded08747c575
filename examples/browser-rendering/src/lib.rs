//! Other people's pages as pictures, as PDF or as text, as a browser sees them when their scripts have run.
//!
//! Run it with `cargo xtask dev browser-rendering`, then open `http://localhost:8787/screenshot?url=https://example.com/`. The
//! first request downloads a Chrome. Keep such a worker behind a login: it loads whatever it is asked to.

use std::time::Duration;

use worker_sdk::browser_rendering::{Browser, Session};
use worker_sdk::http::StatusCode;
use worker_sdk::{Bindings, IntoResponse, Request, Response, Result, event, timeout};

/// How long a page may take.
const PATIENCE: Duration = Duration::from_secs(15);

#[derive(Bindings)]
struct App {
    browser: Browser,
}

#[derive(Clone, Copy)]
enum Wanted {
    Screenshot,
    Pdf,
    Text,
}

#[event(fetch)]
async fn main(request: Request, App { browser }: App) -> Result<Response> {
    let wanted = match request.path() {
        "/screenshot" => Wanted::Screenshot,
        "/pdf" => Wanted::Pdf,
        "/text" => Wanted::Text,
        _ => return StatusCode::NOT_FOUND.into_response(),
    };
    let url = request.query_value("url").unwrap_or_default();
    if !url.starts_with("https://") {
        return (
            StatusCode::BAD_REQUEST,
            "give a page, as `?url=https://example.com/`",
        )
            .into_response();
    }
    let seen = browser
        .with_session(async |session| timeout(PATIENCE, look(session, &url, wanted)).await?);
    match seen.await {
        Err(error) if error.is_rate_limited() => (
            StatusCode::SERVICE_UNAVAILABLE,
            [("retry-after", "10")],
            "all browsers are busy",
        )
            .into_response(),
        Err(error) => (StatusCode::BAD_GATEWAY, error.to_string()).into_response(),
        Ok(response) => Ok(response),
    }
}

async fn look(session: &Session, url: &str, wanted: Wanted) -> Result<Response> {
    let mut page = session.open(url).await?;
    let (content, content_type) = match wanted {
        Wanted::Screenshot => (page.screenshot().await?, "image/png"),
        Wanted::Pdf => (page.pdf().await?, "application/pdf"),
        Wanted::Text => {
            let text: String = page.evaluate("document.body.innerText").await?;
            return text.into_response();
        }
    };
    Response::bytes(content).with_header("content-type", content_type)
}
