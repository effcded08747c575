//! Links to objects of R2 that are good for some time: signed and served by this worker, or by R2 itself through its S3
//! interface.
//!
//! Run it with `echo LINK_KEY=secret > examples/r2-links/.dev.vars` and `cargo xtask dev r2-links`, then
//! `curl -T Cargo.toml http://localhost:8787/a.toml` and `curl 'http://localhost:8787/link?key=a.toml&seconds=60'`.
//! `/s3-link` needs an access key of R2, in the other secrets of `App`. Anybody may upload here, and have a link to any file;
//! put a login in front of `/link`, `/s3-link` and `PUT`.

use std::time::Duration;

use worker_sdk::crypto::{Hash, from_hex, hex, hmac, verify_hmac};
use worker_sdk::env::Secret;
use worker_sdk::http::{Method, StatusCode, percent_decode, percent_encode};
use worker_sdk::r2::{Bucket, Signer};
use worker_sdk::{Bindings, IntoResponse, Request, Response, Result, event, now};

/// The longest time that a link is good, in seconds.
const DAY: u64 = 86_400;

#[derive(Bindings)]
struct App {
    files: Bucket,
    link_key: Secret,
    account_id: Option<String>,
    r2_access_key_id: Option<Secret>,
    r2_secret_access_key: Option<Secret>,
}

#[event(fetch)]
async fn main(request: Request, app: App) -> Result<Response> {
    let path = percent_decode(request.path());
    let key = request.query_value("key").filter(|key| !key.is_empty());
    let seconds = request
        .query_value("seconds")
        .and_then(|text| text.parse().ok());
    let duration = Duration::from_secs(seconds.unwrap_or(3_600).clamp(1, DAY));
    match (request.method(), path.as_str(), key) {
        (&Method::GET, "/link", Some(key)) => app.link(&key, duration, &request).await,
        (&Method::GET, "/s3-link", Some(key)) => app.s3_link(&key, duration).await,
        (_, "/", _) => StatusCode::NOT_FOUND.into_response(),
        (&Method::PUT, path, _) => {
            app.files.put(&path[1..], request.into_body()).await?;
            StatusCode::CREATED.into_response()
        }
        (_, path, _) => app.serve(&path[1..], &request).await,
    }
}

impl App {
    async fn link(&self, key: &str, duration: Duration, request: &Request) -> Result<Response> {
        if key.split('/').any(|part| matches!(part, "." | "..")) {
            return (StatusCode::BAD_REQUEST, "no path leads to `.` or `..`").into_response();
        }
        let until = (now() + duration).as_secs().to_string();
        let mac = hmac(Hash::Sha256, self.link_key.expose(), signed(key, &until)).await?;
        let mut url = request.parsed_url()?;
        let parts: Vec<_> = key.split('/').map(percent_encode).collect();
        url.set_pathname(&parts.join("/"));
        url.set_search(&format!("until={until}&signature={}", hex(&mac)));
        url.to_string().into_response()
    }

    async fn serve(&self, key: &str, request: &Request) -> Result<Response> {
        let until = request.query_value("until").unwrap_or_default();
        let mac = request.query_value("signature").unwrap_or_default();
        let mac = from_hex(&mac).unwrap_or_default();
        let (link_key, text) = (self.link_key.expose(), signed(key, &until));
        let signature = verify_hmac(Hash::Sha256, link_key, mac, text).await?;
        if !signature.is_valid() {
            return (StatusCode::FORBIDDEN, "this link is not one of ours").into_response();
        }
        if until.parse::<i64>()? < now().as_secs() {
            return (StatusCode::GONE, "this link is too old").into_response();
        }
        self.files
            .serve(key, request)
            .cache_control("private")
            .await
    }

    /// Such a link does not come back to this worker.
    async fn s3_link(&self, key: &str, duration: Duration) -> Result<Response> {
        let (Some(account), Some(id), Some(secret)) = (
            &self.account_id,
            &self.r2_access_key_id,
            &self.r2_secret_access_key,
        ) else {
            return (StatusCode::NOT_IMPLEMENTED, "no access key for R2").into_response();
        };
        let signer = Signer::new(account, id.expose(), secret.expose());
        let link = signer
            .presign(Method::GET, "files", key)
            .expires_in(duration);
        link.await?.into_response()
    }
}

/// What the signature is of. A line break separates, for a date has none.
fn signed(key: &str, until: &str) -> String {
    format!("{until}\n{key}")
}
