//! Tokens of requests, and the answers to those that are not good.

use std::time::Duration;

use serde_json::json;
use worker_sdk::extract::Extension;
use worker_sdk::http::{Method, StatusCode};
use worker_sdk::jwt::{self, Algorithm, Key, Keys, Token, Verifier};
use worker_sdk::middleware::{Claims, RequireJwt, RequireScope};
use worker_sdk::router::{Router, get};
use worker_sdk::{Request, Response, Result, test};

use super::common::{ask, request};

#[derive(serde::Deserialize)]
struct User {
    sub: String,
    #[serde(default)]
    admin: bool,
}

fn key() -> Key {
    Key::secret(Algorithm::HS256, [5; 32]).unwrap()
}

fn verifier() -> Verifier {
    Verifier::new(key()).audience("api")
}

async fn token(claims: serde_json::Value) -> String {
    let mut claims = claims;
    claims["exp"] = jwt::after(Duration::from_secs(60)).into();
    jwt::sign(&key(), &claims).await.unwrap()
}

async fn ada() -> String {
    token(json!({"sub": "ada", "aud": "api", "scope": "read  write"})).await
}

fn app(middleware: RequireJwt<()>) -> Router {
    Router::new()
        .route(
            "/",
            get(|Claims(user): Claims<User>| format!("{} {}", user.sub, user.admin)),
        )
        .route(
            "/token",
            get(|Extension(token): Extension<Token>| token.scopes().collect::<Vec<_>>().join("|")),
        )
        .route(
            "/maybe",
            get(|user: Option<Claims<User>>| user.map_or("nobody".to_owned(), |user| user.0.sub)),
        )
        .route(
            "/write",
            get(|| "written").layer(RequireScope::new("read").and("write")),
        )
        .route(
            "/delete",
            get(|| "deleted").layer(RequireScope::new("write").and("delete \"all\"\r\n")),
        )
        .layer(middleware)
}

fn with(path: &str, name: &'static str, value: &str) -> Request {
    request(Method::GET, path).with_header(name, value).unwrap()
}

fn bearer(path: &str, token: &str) -> Request {
    with(path, "authorization", &format!("Bearer {token}"))
}

/// Status, challenge and text.
async fn asked(router: &Router, request: Request) -> (u16, String, String) {
    let response: Response = ask(router, request).await.unwrap();
    let status = response.status().as_u16();
    let challenge = response
        .headers()
        .get("www-authenticate")
        .unwrap_or_default();
    (status, challenge, response.read_text().await.unwrap())
}

#[worker_sdk::test]
async fn a_good_token_passes() {
    let router = app(RequireJwt::new(verifier()));
    let token = ada().await;
    for (path, expected) in [
        ("/", "ada false"),
        ("/token", "read|write"),
        ("/maybe", "ada"),
        ("/write", "written"),
    ] {
        let (status, challenge, text) = asked(&router, bearer(path, &token)).await;
        assert_eq!((status, &*challenge, &*text), (200, "", expected), "{path}");
    }
    let lower = with("/", "authorization", &format!("bearer  {token} "));
    assert_eq!(asked(&router, lower).await.0, 200);
}

#[worker_sdk::test]
async fn others_are_told_why() {
    let router = app(RequireJwt::new(verifier()).realm("a \"b\"\r\nx: y"));
    let realm = r#"Bearer realm="a \"b\"??x: y""#;
    let ada = ada().await;
    let invalid =
        |why: &str| format!("{realm}, error=\"invalid_token\", error_description=\"{why}\"");
    let expired = jwt::sign(&key(), &json!({"exp": 1, "aud": "api"}))
        .await
        .unwrap();
    let cases = [
        (request(Method::GET, "/"), 401, realm.to_owned()),
        (with("/", "authorization", "Basic YTpi"), 401, realm.to_owned()),
        (with("/", "authorization", ""), 401, realm.to_owned()),
        (with("/", "authorization", "Bearer"), 400, format!("{realm}, error=\"invalid_request\"")),
        (with("/", "authorization", &format!("Bearer {ada}, Bearer {ada}")), 400, format!("{realm}, error=\"invalid_request\"")),
        (with("/", "authorization", &format!("Bearer \u{a0}{ada}")), 400, format!("{realm}, error=\"invalid_request\"")),
        (with("/", "authorization", &format!("\u{a0}Bearer {ada}")), 401, realm.to_owned()),
        (bearer("/", "abc"), 401, invalid("the token is malformed")),
        (bearer("/", &expired), 401, invalid("the token has expired")),
        (bearer("/", &token(json!({"aud": "other"})).await), 401, invalid("the token is for somebody else")),
        (bearer("/", &token(json!({})).await), 401, invalid("the token lacks a claim `aud`")),
        (bearer("/", &"a".repeat(9_000)), 401, invalid("the token is too long")),
        (bearer("/delete", &ada), 403, r#"Bearer error="insufficient_scope", scope="write delete \"all\"??""#.to_owned()),
        (
            bearer("/", &token(json!({"aud": "api"})).await), 401,
            r#"Bearer error="invalid_token", error_description="the claims of the token have another form""#.to_owned(),
        ),
    ];
    for (request, status, challenge) in cases {
        let shown = format!("{request:?}");
        let answer = asked(&router, request).await;
        assert_eq!((answer.0, answer.1), (status, challenge), "{shown}");
    }
}

#[worker_sdk::test]
async fn nobody_may_pass_where_that_is_allowed() {
    let router = app(RequireJwt::new(verifier()).optional());
    let (status, _, text) = asked(&router, request(Method::GET, "/maybe")).await;
    assert_eq!((status, &*text), (200, "nobody"));
    assert_eq!(
        asked(&router, bearer("/maybe", "abc")).await.0,
        401,
        "wrong is not missing"
    );
    assert_eq!(
        asked(&router, with("/maybe", "authorization", "Bearer"))
            .await
            .0,
        400,
        "nor is what is broken"
    );
    assert_eq!(
        asked(&router, request(Method::GET, "/write")).await.0,
        401,
        "a scope is somebody's"
    );
    let error = ask(&router, request(Method::GET, "/"))
        .await
        .map(drop)
        .unwrap_err();
    assert_eq!(
        error.to_string(),
        "nothing has checked a token; put `RequireJwt` around the route"
    );
}

#[worker_sdk::test]
async fn the_token_of_users_is_none_of_admins() {
    let users = RequireJwt::new(verifier());
    let admins = RequireJwt::new(Verifier::new(key()).audience("admins"));
    let router = app(admins.header("x-admin").optional()).layer(users);
    let ada = ada().await;
    for (path, status, text) in [("/maybe", 200, "nobody"), ("/write", 401, "")] {
        let (found, _, body) = asked(&router, bearer(path, &ada)).await;
        assert_eq!(found, status, "{path}");
        assert!(status == 401 || body == text, "{path}: {body}");
    }
    let root = token(json!({"sub": "root", "aud": "admins"})).await;
    let request = bearer("/maybe", &ada).with_header("x-admin", root).unwrap();
    assert_eq!(asked(&router, request).await.2, "root");
}

#[worker_sdk::test]
async fn a_token_from_elsewhere() {
    let token = ada().await;
    let cases = [
        (
            app(RequireJwt::new(verifier()).header("x-token")),
            with("/", "x-token", &token),
        ),
        (
            app(RequireJwt::new(verifier()).cookie("token")),
            with("/", "cookie", &format!("a=b; token={token}")),
        ),
        (
            app(RequireJwt::new(verifier()).find(|request| request.query_value("t"))),
            request(Method::GET, &format!("/?t={token}")),
        ),
    ];
    for (router, request) in cases {
        assert_eq!(asked(&router, request).await.0, 200);
        assert_eq!(
            asked(&router, bearer("/", &token)).await.0,
            401,
            "only there"
        );
    }
}

#[worker_sdk::test]
async fn the_verifier_is_made_of_the_state() -> Result<()> {
    let router: Router<Keys> = Router::new()
        .route("/", get(|Claims(user): Claims<User>| user.sub))
        .layer(RequireJwt::with(|keys: &Keys| {
            Ok(Verifier::new(keys.clone()).audience("api"))
        }));
    let ours = bearer("/", &ada().await);
    let response = router.handle_with(ours, test::env(), key().into()).await?;
    assert_eq!(response.read_text().await?, "ada");
    let other = Key::secret(Algorithm::HS256, [6; 32])?;
    let response = router
        .handle_with(bearer("/", &ada().await), test::env(), other.into())
        .await?;
    assert_eq!(response.status(), StatusCode::UNAUTHORIZED);
    Ok(())
}

#[worker_sdk::test]
async fn keys_that_cannot_be_had_are_no_fault_of_the_client() {
    let _stub = test::stub("issuer.test", |_| std::future::ready(Err("down".into())));
    let router = app(RequireJwt::new(Verifier::new(Keys::url(
        "https://issuer.test/",
    ))));
    let (status, challenge, text) = asked(&router, bearer("/", &ada().await)).await;
    assert_eq!((status, &*challenge), (503, ""));
    assert!(
        !text.contains("down") && text.contains("the keys of tokens cannot be had"),
        "{text}"
    );
}

#[worker_sdk::test]
async fn keys_are_secrets_of_the_environment() -> Result<()> {
    let keys: Keys = test::env().get("TOKEN_KEYS")?;
    let key: Key = test::env().get("TOKEN_KEY")?;
    let token = jwt::sign(&key, &json!({"sub": "ada"})).await?;
    let verifier = Verifier::new(keys).allow_no_expiry();
    assert_eq!(verifier.verify(&token).await?.key_id(), Some("new"));
    let error = test::env().get::<Keys>("GREETING").unwrap_err().to_string();
    assert_eq!(
        error,
        "`GREETING` in this environment is text, not JSON web keys; correct the configuration file, or ask for it as \
         what it is"
    );
    Ok(())
}
