//! Signed webhooks: checking those that come in, and signing those that go out.
//!
//! A service that calls a URL of yours signs what it sends, with a secret that both know or with a key whose public half
//! you have. A [`Verifier`] is made of that secret, once; the platform computes, and what does not fit is refused before
//! anything reads the body as what it claims to be.
//!
//! | service | [`Verifier::`](Verifier) | the secret is |
//! |---|---|---|
//! | GitHub | [`github`](Verifier::github) | the text that you chose |
//! | Stripe | [`stripe`](Verifier::stripe) | `whsec_…`, all of it |
//! | Slack | [`slack`](Verifier::slack) | the signing secret of the app |
//! | Shopify | [`shopify`](Verifier::shopify) | the client secret of the app |
//! | those of [Standard Webhooks](https://www.standardwebhooks.com), Svix | [`standard`](Verifier::standard) | `whsec_…`, or a public key `whpk_…` |
//! | Discord, interactions | [`discord`](Verifier::discord) | the public key of the application, in hexadecimal |
//! | others | [`hmac`](Verifier::hmac) | what they say |
//!
//! Around the routes of a router, [`VerifyWebhook`](crate::middleware::VerifyWebhook) lets through only what is signed;
//! handlers read the body as ever. Without a router:
//!
//! ```no_run
//! # mod worker {
//! use worker_sdk::webhooks::Verifier;
//! use worker_sdk::{Bindings, HttpError, Request, env::Secret, event};
//!
//! #[derive(Bindings)]
//! struct App {
//!     github_secret: Secret,
//! }
//!
//! #[event(fetch)]
//! async fn main(mut request: Request, app: App) -> Result<String, HttpError> {
//!     let hook = Verifier::github(app.github_secret.expose())?.verify(&mut request).await?;
//!     let event = request.header("x-github-event").unwrap_or_default();
//!     Ok(format!("{event} of {} bytes", hook.bytes().len()))
//! }
//! # }
//! # fn main() {}
//! ```
//!
//! # What is refused
//!
//! | | answer |
//! |---|---|
//! | a header is missing, or malformed | 401 |
//! | the timestamp is further away than the [tolerance](Verifier::tolerance) | 401, with the difference in seconds |
//! | no signature fits | 401 |
//! | more than 16 signatures | 401 |
//! | a body over the [limit](Verifier::body_limit) | 413 |
//! | a body that was read already, or whose sender went away | 400 |
//!
//! Whatever is wrong with the signature, it is 401: Discord tries now and then whether it is, and others only ask whether the
//! status is one of success. The answer is a [problem document](crate::HttpError) whose detail helps who sets the webhook up; it has nothing of
//! the secret, of the right signature or of the request.
//!
//! # The same webhook twice
//!
//! Services send again what was not answered in time, and who has overheard a webhook can send it again for as long as its
//! timestamp is good: for ever, where the scheme has none (GitHub, Shopify, and [`Hmac`]). Where doing a thing twice does harm,
//! remember what was done by an id that is signed: [`Verified::id`] of Standard Webhooks, `id` in the body at Stripe and
//! Discord, `event_id` at Slack. A header such as `x-github-delivery` is not signed: whoever sends a webhook again can change it.
//! A [Durable Object](crate::durable_objects) for each id knows for certain; KV, with keys that expire, nearly always.
//!
//! # Sending
//!
//! A [`Signer`] signs as Standard Webhooks asks for:
//!
//! ```no_run
//! use worker_sdk::webhooks::Signer;
//! use worker_sdk::{Request, Result, crypto::random_uuid, env::Secret};
//!
//! async fn tell(url: &str, secret: &Secret, event: String) -> Result<bool> {
//!     let headers = Signer::new(secret.expose())?.sign(&random_uuid()?, &event).await?;
//!     let request = Request::post(url).headers(headers).header("content-type", "application/json");
//!     Ok(request.body(event).await?.is_ok())
//! }
//! ```

mod discord;
mod hmac;
mod keys;
mod refusal;
mod scheme;
mod signer;
mod slack;
mod standard;
mod stripe;
mod verified;
mod verifier;

pub use hmac::Hmac;
pub use signer::{Signer, new_secret};
pub use verified::Verified;
pub use verifier::Verifier;
