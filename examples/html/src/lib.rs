//! The same page twice: with maud, whose templates are Rust, and with askama, whose templates are files. Both escape what
//! they show, and both are checked and compiled with the worker.
//!
//! Run it with `cargo xtask dev html`, then open <http://localhost:8787/maud/Ferris> and
//! <http://localhost:8787/askama/Ferris>.

use askama::Template;
use maud::{DOCTYPE, Markup, html};
use worker_sdk::extract::Path;
use worker_sdk::http::Html;
use worker_sdk::router::get;
use worker_sdk::{HttpError, Router, event};

const CRABS: [(&str, u32); 2] = [("Ferris", 10), ("Corro", 8)];

#[event(fetch)]
fn pages() -> Router {
    Router::new()
        .route("/maud/{name}", get(with_maud))
        .route("/askama/{name}", get(with_askama))
}

fn with_maud(Path(name): Path<String>) -> Html<String> {
    let page = layout(
        &name,
        &html! {
            h1 { "Hello, " (name) "!" }
            ul {
                @for (crab, legs) in CRABS {
                    li class=[(crab == name).then_some("known")] { (crab) " has " (legs) " legs" }
                }
            }
        },
    );
    Html(page.into_string())
}

/// What all pages have in common is a function.
fn layout(title: &str, content: &Markup) -> Markup {
    html! {
        (DOCTYPE)
        html lang="en" {
            head { title { (title) } }
            body { (content) }
        }
    }
}

/// The template is in the folder `templates`. Its fields are checked when it is compiled.
#[derive(Template)]
#[template(path = "hello.html")]
struct Hello<'a> {
    name: &'a str,
    crabs: &'a [(&'a str, u32)],
}

fn with_askama(Path(name): Path<String>) -> Result<Html<String>, HttpError> {
    let page = Hello {
        name: &name,
        crabs: &CRABS,
    };
    Ok(Html(page.render()?))
}
