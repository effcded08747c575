//! Sets of keys that somebody else publishes.

use std::cell::{Cell, RefCell};
use std::rc::Rc;
use std::time::Duration;

use serde_json::{Value, json};
use worker_sdk::crypto;
use worker_sdk::http::StatusCode;
use worker_sdk::jwt::{self, Algorithm, Key, Keys, Reason, Verifier};
use worker_sdk::{Response, Result, sleep, spawn, test};

const URL: &str = "https://issuer.test/jwks.json";

/// A key that signs, and what is published of it.
async fn pair(id: &str) -> Result<(Key, Value)> {
    let pair = crypto::KeyPair::generate(crypto::Algorithm::Ed25519)
        .extractable(true)
        .await?;
    let mut public = pair.public.export_jwk().await?;
    public.kid = Some(id.to_owned());
    let private = Key::of(Algorithm::EdDSA, pair.private)?.named(id);
    Ok((private, serde_json::to_value(&public)?))
}

/// Somebody who publishes keys, and counts who asks.
#[derive(Clone, Default)]
struct Issuer {
    keys: Rc<RefCell<Vec<Value>>>,
    is_down: Rc<Cell<bool>>,
    asked: Rc<Cell<u32>>,
}

impl Issuer {
    fn stub(&self) -> test::Stub {
        let issuer = self.clone();
        test::stub("issuer.test", move |_| {
            let issuer = issuer.clone();
            async move {
                issuer.asked.set(issuer.asked.get() + 1);
                if issuer.is_down.get() {
                    return Ok(Response::empty().with_status(StatusCode::BAD_GATEWAY));
                }
                Response::json(&json!({"keys": *issuer.keys.borrow()}))
            }
        })
    }
}

async fn token(key: &Key) -> Result<String> {
    jwt::sign(key, &json!({"exp": jwt::after(Duration::from_secs(7200))})).await
}

async fn reason(verifier: &Verifier, token: &str) -> Option<Reason> {
    verifier
        .verify(token)
        .await
        .err()
        .map(|refused| refused.reason())
}

#[worker_sdk::test]
async fn a_set_is_fetched_once_for_all() -> Result<()> {
    let (one, public_one) = pair("1").await?;
    let (two, public_two) = pair("2").await?;
    let issuer = Issuer::default();
    issuer.keys.replace(vec![public_one, public_two]);
    let _stub = issuer.stub();
    let verifier = Verifier::new(Keys::url(URL));
    let tokens = [token(&one).await?, token(&two).await?];
    let tasks: Vec<_> = (0..20)
        .map(|at| {
            let (verifier, token) = (verifier.clone(), tokens[at % 2].clone());
            spawn(async move { verifier.verify(&token).await.map(drop) })
        })
        .collect();
    for task in tasks {
        task.await??;
    }
    assert_eq!(issuer.asked.get(), 1);
    Ok(())
}

/// As when an issuer begins to use another kind of key beside those that it has (RFC 7517, section 5).
#[worker_sdk::test]
async fn keys_that_cannot_be_used_here_end_no_sign_in() -> Result<()> {
    let (one, public) = pair("1").await?;
    let issuer = Issuer::default();
    issuer.keys.replace(vec![
        json!({"kty": "OKP", "crv": "Ed448", "alg": "EdDSA", "kid": "448", "x": "a"}),
        json!({"kty": "RSA", "alg": "RS256", "kid": "number", "n": "a", "e": 65537}),
        json!({"kty": "OKP", "crv": "Ed25519", "x": "too short"}),
        json!("no key"),
        json!(null),
        public,
    ]);
    let _stub = issuer.stub();
    let verifier = Verifier::new(Keys::url(URL));
    assert_eq!(reason(&verifier, &token(&one).await?).await, None);
    for kid in ["448", "number"] {
        let forged = token(&one.clone().named(kid)).await?;
        assert_eq!(reason(&verifier, &forged).await, Some(Reason::NoKeys));
    }
    Ok(())
}

#[worker_sdk::test]
async fn an_unknown_name_asks_again_but_not_often() -> Result<()> {
    let clock = test::freeze();
    let (one, public_one) = pair("1").await?;
    let (two, public_two) = pair("2").await?;
    let issuer = Issuer::default();
    issuer.keys.replace(vec![public_one.clone()]);
    let _stub = issuer.stub();
    let verifier = Verifier::new(Keys::url(URL));
    assert_eq!(reason(&verifier, &token(&one).await?).await, None);
    issuer.keys.replace(vec![public_one, public_two]);
    for kid in ["2", "x", "2", "\u{0}", "https://evil.test/"] {
        let forged = token(&two.clone().named(kid)).await?;
        assert_eq!(reason(&verifier, &forged).await, Some(Reason::UnknownKey));
    }
    assert_eq!(
        issuer.asked.get(),
        1,
        "it was fetched less than 30 seconds ago"
    );
    clock.advance(Duration::from_secs(30)).await?;
    assert_eq!(reason(&verifier, &token(&two).await?).await, None);
    assert_eq!(issuer.asked.get(), 2);
    for kid in 0..10 {
        let forged = token(&two.clone().named(&kid.to_string().repeat(9))).await?;
        assert_eq!(reason(&verifier, &forged).await, Some(Reason::UnknownKey));
    }
    assert_eq!(issuer.asked.get(), 2);
    Ok(())
}

#[worker_sdk::test]
async fn an_old_set_is_fetched_again_and_used_while_that_fails() -> Result<()> {
    let clock = test::freeze();
    let (one, public) = pair("1").await?;
    let issuer = Issuer::default();
    issuer.keys.replace(vec![public]);
    let _stub = issuer.stub();
    let verifier = Verifier::new(Keys::url(URL));
    let token = token(&one).await?;
    assert_eq!(reason(&verifier, &token).await, None);
    clock.advance(Duration::from_secs(600)).await?;
    assert_eq!(reason(&verifier, &token).await, None);
    assert_eq!(issuer.asked.get(), 1, "ten minutes are not over");
    issuer.is_down.set(true);
    clock.advance(Duration::from_secs(1)).await?;
    for _ in 0..5 {
        assert_eq!(
            reason(&verifier, &token).await,
            None,
            "the older set is good"
        );
    }
    assert_eq!(
        issuer.asked.get(),
        2,
        "the next attempt comes after 30 seconds"
    );
    clock.advance(Duration::from_secs(3_000)).await?;
    assert_eq!(
        reason(&verifier, &token).await,
        Some(Reason::NoKeys),
        "an hour is over"
    );
    assert_eq!(issuer.asked.get(), 3);
    issuer.is_down.set(false);
    clock.advance(Duration::from_secs(1)).await?;
    assert_eq!(reason(&verifier, &token).await, None);
    Ok(())
}

#[worker_sdk::test]
async fn a_key_that_was_withdrawn_is_not_taken_for_long() -> Result<()> {
    let clock = test::freeze();
    let (one, public) = pair("1").await?;
    let (_, other) = pair("2").await?;
    let issuer = Issuer::default();
    issuer.keys.replace(vec![public]);
    let _stub = issuer.stub();
    let verifier = Verifier::new(Keys::url(URL).max_age(Duration::from_secs(60)));
    let token = token(&one).await?;
    assert_eq!(reason(&verifier, &token).await, None);
    issuer.keys.replace(vec![other]);
    clock.advance(Duration::from_secs(61)).await?;
    assert_eq!(reason(&verifier, &token).await, Some(Reason::UnknownKey));
    Ok(())
}

/// What a stub answers with, and what the log says.
async fn failure(answer: impl Fn() -> Result<Response> + 'static) -> String {
    let _stub = test::stub("issuer.test", move |_| std::future::ready(answer()));
    let (one, _) = pair("1").await.unwrap();
    let token = token(&one).await.unwrap();
    let refused = Verifier::new(Keys::url(URL))
        .verify(&token)
        .await
        .unwrap_err();
    assert_eq!(refused.reason(), Reason::NoKeys);
    refused.into_source().unwrap().to_string()
}

#[worker_sdk::test]
async fn sets_that_cannot_be_used() {
    let status = "the set of keys was answered with status";
    assert_eq!(
        failure(|| Ok(Response::empty().with_status(StatusCode::NOT_FOUND))).await,
        format!("{status} 404")
    );
    let redirect = || Response::redirect("https://evil.test/", StatusCode::FOUND);
    assert_eq!(failure(redirect).await, format!("{status} 302"));
    assert_eq!(
        failure(|| Ok(Response::text(" ".repeat(64 * 1024 + 1)))).await,
        "the set of keys has more than 64 KiB"
    );
    assert_eq!(
        failure(|| Ok(Response::text("<html>"))).await,
        "the keys cannot be read: expected value at line 1 column 1"
    );
    let secret =
        || Response::json(&json!({"keys": [{"kty": "oct", "alg": "HS256", "k": "A".repeat(43)}]}));
    assert_eq!(
        failure(secret).await,
        "the set has no key for signatures that is known here"
    );
    let unreachable = failure(|| Err("no route".into())).await;
    assert!(unreachable.starts_with("fetch failed: "), "{unreachable}");
}

#[worker_sdk::test]
async fn an_issuer_that_does_not_answer() -> Result<()> {
    let clock = test::freeze();
    let _stub = test::stub("issuer.test", |_| async {
        sleep(Duration::from_secs(60)).await;
        Ok(Response::empty())
    });
    let (one, _) = pair("1").await?;
    let token = token(&one).await?;
    let verifier = Verifier::new(Keys::url(URL));
    let tasks = [(); 3].map(|()| {
        let (verifier, token) = (verifier.clone(), token.clone());
        spawn(async move { reason(&verifier, &token).await })
    });
    clock.advance(Duration::from_secs(6)).await?;
    for task in tasks {
        assert_eq!(
            task.await?,
            Some(Reason::NoKeys),
            "all wait for the same attempt"
        );
    }
    Ok(())
}

/// The request that fetches goes away; those that wait for it do not.
#[worker_sdk::test]
async fn a_client_that_goes_away_takes_nobody_with_it() -> Result<()> {
    let (one, public) = pair("1").await?;
    let asked = Rc::new(Cell::new(0));
    let counted = asked.clone();
    let _stub = test::stub("issuer.test", move |_| {
        counted.set(counted.get() + 1);
        let (is_first, public) = (counted.get() == 1, public.clone());
        async move {
            if is_first {
                std::future::pending::<()>().await;
            }
            Response::json(&json!({"keys": [public]}))
        }
    });
    let token = token(&one).await?;
    let verifier = Verifier::new(Keys::url(URL));
    let ask = || {
        let (verifier, token) = (verifier.clone(), token.clone());
        spawn(async move { reason(&verifier, &token).await })
    };
    let (first, second) = (ask(), ask());
    sleep(Duration::from_millis(20)).await;
    assert_eq!(asked.get(), 1);
    first.abort();
    assert_eq!(second.await?, None);
    assert_eq!(asked.get(), 2);
    Ok(())
}
