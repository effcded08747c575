//! The same for people: a form to sign in with, and a session of the SDK behind the page.
//!
//! Open <http://localhost:8787/account>; the password is that of `wrangler.jsonc`.

use maud::{DOCTYPE, Markup, html};
use serde::{Deserialize, Serialize};
use worker_sdk::extract::{Form, State};
use worker_sdk::http::{Html, StatusCode};
use worker_sdk::middleware::Csrf;
use worker_sdk::router::{get, post};
use worker_sdk::sessions::{Session, Sessions};
use worker_sdk::{Response, Result, Router};

use crate::App;

/// In bytes.
const MAX_NAME: usize = 100;

#[derive(Default, Serialize, Deserialize)]
struct Visitor {
    name: Option<String>,
}

#[derive(Deserialize)]
struct SignIn {
    name: String,
    password: String,
}

pub(crate) fn routes() -> Router<App> {
    Router::new()
        .route("/account", get(page))
        .route("/account/sign-in", post(sign_in))
        .route("/account/sign-out", post(sign_out))
        .layer(Sessions::kv(|app: &App| &app.sessions))
        .layer(Csrf::new())
}

async fn page(session: Session<Visitor>) -> Html<String> {
    let page = html! {
        (DOCTYPE)
        title { "Account" }
        @for message in session.take_flashes() {
            p class=(message.kind) { (message.text) }
        }
        @match session.get().name {
            Some(name) => {
                p { "Welcome, " (name) "!" }
                form method="post" action="/account/sign-out" { button { "Sign out" } }
            }
            None => (form()),
        }
    };
    Html(page.into_string())
}

fn form() -> Markup {
    html! {
        form method="post" action="/account/sign-in" {
            input name="name" placeholder="name" required;
            input name="password" type="password" required;
            button { "Sign in" }
        }
    }
}

/// An example has one password for all; a project keeps a hash for each user.
async fn sign_in(
    State(app): State<App>,
    session: Session<Visitor>,
    Form(SignIn { name, password }): Form<SignIn>,
) -> Result<Response> {
    if name.len() > MAX_NAME || !app.password.matches(&password) {
        // What a stranger has sent is not kept.
        session.flash("error", "name or password are wrong");
    } else {
        // Who knew the name of the session before does not know the next.
        session.renew();
        session.set(&Visitor { name: Some(name) })?;
    }
    Response::redirect("/account", StatusCode::SEE_OTHER)
}

async fn sign_out(session: Session<Visitor>) -> Result<Response> {
    session.destroy();
    Response::redirect("/account", StatusCode::SEE_OTHER)
}
