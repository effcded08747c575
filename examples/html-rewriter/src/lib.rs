//! Pages of another server, changed while they pass: each gets a description, each script that is known a nonce that the
//! content security policy names, and no comment is left. Scripts that somebody has smuggled into a page do not run.
//!
//! Run it with `cargo xtask dev html-rewriter` and another `ORIGIN` in `wrangler.jsonc`, where `SCRIPTS` are the addresses
//! of its scripts as the pages write them, then `curl -i http://localhost:8787/`.

use std::cell::Cell;
use std::rc::Rc;

use worker_sdk::crypto::random_uuid;
use worker_sdk::html_rewriter::{Content, HtmlRewriter};
use worker_sdk::{Bindings, Json, Request, Response, Result, event, fetch};

const HTML: &str = "http://www.w3.org/1999/xhtml";
const DESCRIPTION: &str = "Pages that are \"rewritten\" while they pass";

#[derive(Bindings)]
struct App {
    origin: String,
    scripts: Json<Vec<String>>,
}

#[event(fetch)]
async fn main(request: Request, app: App) -> Result<Response> {
    let page = fetch(format!("{}{}", app.origin, request.path())).await?;
    let nonce = random_uuid()?;
    // Without `base-uri`, a page could have its known scripts from elsewhere.
    let policy = format!("script-src 'nonce-{nonce}'; base-uri 'none'");
    // Scripts run in drawings and in what a browser takes for a page, too.
    let answer = match is_html(&page) {
        true => rewriter(nonce, app.scripts.0).transform(page)?,
        false => page,
    };
    answer.with_header("content-security-policy", policy)
}

fn is_html(page: &Response) -> bool {
    let kind = page.headers().get("content-type").unwrap_or_default();
    kind.to_ascii_lowercase().starts_with("text/html")
}

fn rewriter(nonce: String, scripts: Vec<String>) -> HtmlRewriter {
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
        .element("script[src]", move |script| {
            let source = script.attribute("src").unwrap_or_default();
            // A script in an SVG runs what stands in it, whatever its `src`.
            match scripts.contains(&source) && script.namespace_uri() == HTML {
                true => script.set_attribute("nonce", &nonce),
                false => Ok(()),
            }
        })
        .document_comments(|comment| comment.remove())
}
