//! Pages of another server, changed while they pass: each gets a description, each script a nonce that the
//! content security policy names, and no comment is left.
//!
//! Run it with `cargo xtask dev html-rewriter` and another `ORIGIN` in `wrangler.jsonc`, then
//! `curl -i http://localhost:8787/`.

use std::cell::Cell;
use std::rc::Rc;

use worker_sdk::crypto::random_uuid;
use worker_sdk::html_rewriter::{Content, HtmlRewriter};
use worker_sdk::{Bindings, Request, Response, Result, event, fetch};

const DESCRIPTION: &str = "Pages that are \"rewritten\" while they pass";

#[derive(Bindings)]
struct App {
    origin: String,
}

#[event(fetch)]
async fn main(request: Request, app: App) -> Result<Response> {
    let page = fetch(format!("{}{}", app.origin, request.path())).await?;
    let is_html = page
        .headers()
        .get("content-type")
        .is_some_and(|found| found.starts_with("text/html"));
    if !is_html {
        return Ok(page);
    }
    let nonce = random_uuid()?;
    let policy = format!("script-src 'nonce-{nonce}'");
    rewriter(nonce)
        .transform(page)?
        .with_header("content-security-policy", policy)
}

fn rewriter(nonce: String) -> HtmlRewriter {
    let described = Rc::new(Cell::new(false));
    let seen = described.clone();
    HtmlRewriter::new()
        .element("meta[name=description]", move |meta| {
            seen.set(true);
            meta.set_attribute("content", DESCRIPTION)
        })
        .element("head", move |head| {
            let described = described.clone();
            // Whether there was a description is known at the end.
            head.on_end_tag(move |tag| match described.get() {
                true => Ok(()),
                false => {
                    let content = DESCRIPTION.replace('"', "&quot;");
                    tag.before(Content::html(format!(
                        "<meta name=\"description\" content=\"{content}\">"
                    )))
                }
            })
        })
        .element("script", move |script| {
            script.set_attribute("nonce", &nonce)
        })
        .document_comments(|comment| comment.remove())
}
