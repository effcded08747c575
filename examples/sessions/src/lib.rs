//! Who has signed in: a session in KV, found by the token in a header or in a cookie.
//!
//! Run it with `cargo xtask dev sessions`, then `curl -i -d ada http://localhost:8787/sign-in`, and
//! `curl http://localhost:8787/ -b auth_token=…` with the token of the cookie.

mod account;

use std::time::Duration;

use serde_json::{Value, json};
use worker_sdk::crypto::{Hash, digest, hex, random_uuid};
use worker_sdk::env::Secret;
use worker_sdk::extract::{BearerToken, Cookies, Extension, State, TypedHeader};
use worker_sdk::http::{SameSite, SetCookie, StatusCode};
use worker_sdk::middleware::{Cors, Csrf, Next};
use worker_sdk::router::{get, post};
use worker_sdk::{Bindings, IntoResponse, Json, Request, Response, Result, Router, event, kv};

const COOKIE: &str = "auth_token";
/// What is longer or shorter was not made here.
const UUID_LENGTH: usize = 36;
const LIFETIME: Duration = Duration::from_secs(3600);

#[derive(Bindings, Clone)]
struct App {
    auth_tokens: kv::Namespace,
    sessions: kv::Namespace,
    password: Secret,
}

#[derive(Clone)]
struct User(Value);

#[event(fetch)]
fn app() -> Router<App> {
    Router::new()
        .route(
            "/",
            get(|Extension(User(user)): Extension<User>| Json(user)),
        )
        .route_layer(signed_in)
        .route("/sign-in", post(sign_in))
        // Otherwise another site could sign its visitors in here, as whom it likes.
        .layer(Csrf::new())
        .layer(Cors::any())
        .merge(account::routes())
}

/// Only those whose session is known get further.
async fn signed_in(
    State(app): State<App>,
    header: Option<TypedHeader<BearerToken>>,
    cookies: Cookies,
    request: Request,
    mut next: Next,
) -> Result<Response> {
    let header = header.map(|TypedHeader(token)| token.0);
    let token = header.or_else(|| cookies.get(COOKIE).map(ToOwned::to_owned));
    let Some(token) = token.filter(|token| token.len() == UUID_LENGTH) else {
        return refused("there is no token");
    };
    let user = app.auth_tokens.get(key_of(&token).await?);
    let Some(user) = user.json::<Value>().await? else {
        return refused("the token is unknown or too old");
    };
    next.insert(User(user));
    next.run(request).await
}

/// The namespace has no tokens, only hashes: reading its keys lets nobody in.
async fn key_of(token: &str) -> Result<String> {
    Ok(hex(&digest(Hash::Sha256, token).await?))
}

fn refused(message: &str) -> Result<Response> {
    let answer = json!({ "authenticated": false, "message": message });
    (StatusCode::FORBIDDEN, Json(answer)).into_response()
}

/// An example believes everybody; a project asks for a password, or another service.
async fn sign_in(State(app): State<App>, name: String) -> Result<impl IntoResponse> {
    let token = random_uuid()?;
    let user = json!({ "authenticated": true, "name": name });
    app.auth_tokens
        .put_json(key_of(&token).await?, &user)
        .expiration_ttl(LIFETIME)
        .await?;
    let cookie = SetCookie::new(COOKIE, token)
        .max_age(LIFETIME)
        .http_only()
        .secure()
        .same_site(SameSite::Lax);
    Ok((cookie, Json(user)))
}
