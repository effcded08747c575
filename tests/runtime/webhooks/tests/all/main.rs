//! Signed webhooks: published vectors, attacks, what is signed here, and the middleware.
#![cfg(target_family = "wasm")]

mod attacks;
mod middleware;
mod signing;
mod vectors;

use worker_sdk::webhooks::{Verified, Verifier};
use worker_sdk::{Headers, HttpError, now};

const GITHUB_SECRET: &str = "It's a Secret to Everybody";
const STANDARD_SECRET: &str = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";

fn headers(fields: &[(&'static str, &str)]) -> Headers {
    let mut headers = Headers::new();
    for (name, value) in fields {
        headers.append(*name, *value).unwrap();
    }
    headers
}

/// What the verifier says of headers and a body.
async fn verified(
    verifier: &Verifier,
    fields: &[(&'static str, &str)],
    body: &str,
) -> Result<Verified, HttpError> {
    verifier.verify_parts(&headers(fields), body).await
}

/// Status and detail of the refusal.
async fn refused(
    verifier: &Verifier,
    fields: &[(&'static str, &str)],
    body: &str,
) -> (u16, String) {
    let error = verified(verifier, fields, body).await.unwrap_err();
    (error.status().as_u16(), error.detail().to_owned())
}

/// The time in seconds, with a difference.
fn seconds(from_now: i64) -> String {
    (now().as_secs() + from_now).to_string()
}
