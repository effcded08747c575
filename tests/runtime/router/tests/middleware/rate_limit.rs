//! Requests of a client that asks too often.

use std::time::Duration;

// The class `Limits`.
use runtime_router as _;
use worker_sdk::http::{Method, StatusCode};
use worker_sdk::middleware::{Cors, Next, RateLimit, RateLimitBackend};
use worker_sdk::rate_limiting::{Counter, Decision, Limiter, Quota};
use worker_sdk::router::{Router, get as on_get};
use worker_sdk::{Bindings, Context, Env, Request, Response, Result, durable_objects, kv, test};

use crate::common::{ask, request};
use crate::rate_limiting::{keeping, seen, throwing};
use crate::with;

#[derive(Bindings)]
struct App {
    limiter: Limiter,
    pages: kv::Namespace,
    limits: durable_objects::Namespace,
}

/// A router with this limit around it.
fn limited<B: RateLimitBackend<App>>(env: &Env, limit: RateLimit<B>) -> Router {
    let app = env.bindings().unwrap();
    Router::new()
        .route("/", on_get(|| "hello"))
        .layer(limit)
        .with_state(app)
}

fn from(address: &str) -> Request {
    with(Method::GET, "/", &[("cf-connecting-ip", address)])
}

async fn status(router: &Router, request: Request) -> u16 {
    ask(router, request).await.unwrap().status().as_u16()
}

fn field(response: &Response, name: &str) -> String {
    response.headers().get(name).unwrap_or_default()
}

#[worker_sdk::test]
async fn the_platform_counts(env: Env) {
    let limit = RateLimit::binding(Quota::per_minute(2), |app: &App| &app.limiter);
    let router = limited(&env, limit);
    let mut refused = None;
    for _ in 0..7 {
        let response = ask(&router, from("192.0.2.1")).await.unwrap();
        assert_eq!(field(&response, "ratelimit-policy"), "\"default\";q=2;w=60");
        match response.status() {
            StatusCode::OK => assert_eq!(field(&response, "ratelimit"), ""),
            _ => refused = Some(response),
        }
    }
    let refused = refused.expect("the third one at the latest, or that of the next minute");
    assert_eq!(refused.status(), StatusCode::TOO_MANY_REQUESTS);
    assert_eq!(field(&refused, "retry-after"), "60");
    assert_eq!(field(&refused, "ratelimit"), "\"default\";r=0;t=60");
    assert_eq!(status(&router, from("192.0.2.2")).await, 200);
}

#[worker_sdk::test]
async fn objects_count_exactly(env: Env) -> Result<()> {
    let clock = test::freeze();
    let limit = RateLimit::object(Quota::per_minute(3), |app: &App| &app.limits).named("sign-in");
    let router = limited(&env, limit).layer(Cors::any());
    for left in [2, 1, 0] {
        let response = ask(&router, from("192.0.2.1")).await?;
        assert_eq!(response.status(), StatusCode::OK);
        assert_eq!(
            field(&response, "ratelimit"),
            format!("\"sign-in\";r={left};t={}", 60 - 20 * left)
        );
    }
    let refused = ask(&router, from("192.0.2.1")).await?;
    assert_eq!(refused.status(), StatusCode::TOO_MANY_REQUESTS);
    assert_eq!(field(&refused, "retry-after"), "20");
    assert_eq!(field(&refused, "ratelimit-policy"), "\"sign-in\";q=3;w=60");
    assert_eq!(field(&refused, "content-type"), "application/problem+json");
    assert_eq!(field(&refused, "access-control-allow-origin"), "*");
    assert_eq!(status(&router, from("192.0.2.2")).await, 200);

    // What was counted survives the object's memory, and comes back.
    let objects = env.durable_object("LIMITS")?;
    test::evict(&objects.get_by_name("sign-in:192.0.2.1")).await?;
    assert_eq!(status(&router, from("192.0.2.1")).await, 429);
    clock.advance(Duration::from_secs(20)).await?;
    assert_eq!(status(&router, from("192.0.2.1")).await, 200);
    assert_eq!(status(&router, from("192.0.2.1")).await, 429);
    Ok(())
}

#[worker_sdk::test]
async fn a_counter_forgets(env: Env) -> Result<()> {
    let clock = test::freeze();
    let objects = env.durable_object("LIMITS")?;
    let stub = objects.get_by_name("a");
    let quota = Quota::per_hour(1);
    assert!(Counter::count(&objects, "a", quota).await?.is_allowed());
    let refused = Counter::count(&objects, "a", quota).await?;
    assert!(!refused.is_allowed());
    assert_eq!(
        (refused.remaining(), refused.reset()),
        (Some(0), Duration::from_secs(3600))
    );
    let entries = async || {
        test::run_in_object(&stub, async |state| {
            let storage = state.storage();
            let mut keys = 0;
            for entry in storage.kv().list::<(f64, f64, f64)>() {
                entry?;
                keys += 1;
            }
            Ok((keys, storage.alarm().await?.is_some()))
        })
        .await
    };
    assert_eq!(entries().await?, (1, true));
    // Too early: it comes again.
    assert!(test::run_alarm(&stub).await?);
    assert_eq!(entries().await?, (1, true));
    clock.advance(Duration::from_secs(3600)).await?;
    assert!(test::run_alarm(&stub).await?);
    assert_eq!(entries().await?, (0, false));
    assert!(Counter::count(&objects, "a", quota).await?.is_allowed());
    Ok(())
}

#[worker_sdk::test]
async fn kv_counts_about(env: Env, context: Context) -> Result<()> {
    let clock = test::freeze();
    let limit = RateLimit::kv(Quota::new(2, Duration::from_secs(1)), |app: &App| {
        &app.pages
    });
    let router = limited(&env, limit);
    let ask = async || {
        let answer = router.handle(from("192.0.2.1"), env.clone(), context.clone());
        let answer = answer.await?;
        test::settled().await?;
        Ok::<_, worker_sdk::Error>(answer)
    };
    for left in ["1", "0"] {
        let response = ask().await?;
        assert_eq!(response.status(), StatusCode::OK);
        let told = field(&response, "ratelimit");
        assert!(
            told.starts_with(&format!("\"default\";r={left};t=")),
            "{told}"
        );
    }
    let refused = ask().await?;
    assert_eq!(refused.status(), StatusCode::TOO_MANY_REQUESTS);
    assert_eq!(field(&refused, "ratelimit-policy"), "\"default\";q=2;w=60");
    let wait: u64 = field(&refused, "retry-after").parse()?;
    assert!((1..=60).contains(&wait), "{wait}");
    let keys = env.kv("PAGES")?.list().await?.keys;
    assert!(
        keys.iter()
            .all(|key| key.name.starts_with("default:192.0.2.1:"))
    );
    assert!(keys.iter().all(|key| key.expiration.is_some()));
    clock.advance(Duration::from_secs(wait)).await?;
    assert_eq!(ask().await?.status(), StatusCode::OK);
    Ok(())
}

#[worker_sdk::test]
async fn kv_counts_in_windows_without_an_end(env: Env) -> Result<()> {
    for (window, address) in [
        (Duration::MAX, "192.0.2.1"),
        (Duration::from_secs(1 << 31), "b"),
    ] {
        let limit = RateLimit::kv(Quota::new(1, window), |app: &App| &app.pages);
        let router = limited(&env, limit.fail_closed());
        assert_eq!(status(&router, from(address)).await, 200);
        assert_eq!(status(&router, from(address)).await, 429);
    }
    Ok(())
}

/// What a binding was asked for, by requests with these headers.
async fn keys<B, F>(limit: F, requests: Vec<Request>) -> String
where
    B: RateLimitBackend<Limiter>,
    F: FnOnce(fn(&Limiter) -> &Limiter) -> RateLimit<B>,
{
    let limiter = Limiter::from_raw(keeping());
    let router = Router::new()
        .route("/", on_get(|| "hello"))
        .layer(limit(|limiter| limiter))
        .layer(async |request: Request, mut next: Next| {
            next.insert(7_u32);
            next.run(request).await
        })
        .with_state(limiter.clone());
    for request in requests {
        assert_eq!(status(&router, request).await, 200);
    }
    seen(limiter.as_raw())
        .replace("{\"key\":\"", "")
        .replace("\"}", "")
}

#[worker_sdk::test]
async fn whose_requests_are_counted_together() {
    let quota = Quota::per_minute(2);
    let clients = vec![
        from("192.0.2.1"),
        from("2001:db8::1"),
        from("2001:db8::1:0:0:2"),
        request(Method::GET, "/"),
    ];
    assert_eq!(
        keys(|limiter| RateLimit::binding(quota, limiter), clients).await,
        "default:192.0.2.1 default:2001:db8:0:0::/64 default:2001:db8:0:0::/64 default:"
    );
    let long = "x".repeat(129);
    let clients = vec![
        with(Method::GET, "/", &[("x-api-key", "žluť")]),
        with(Method::GET, "/", &[("x-api-key", &long)]),
        request(Method::GET, "/"),
    ];
    let by_header = |limiter| {
        RateLimit::binding(quota, limiter)
            .key_header("x-api-key")
            .named("a")
    };
    let keys_of_headers = keys(by_header, clients).await;
    let mut keys_of_headers = keys_of_headers.split(' ');
    assert!(keys_of_headers.next().unwrap().starts_with("a:"));
    assert_eq!(
        keys_of_headers.next().unwrap().len(),
        "a:sha-256:".len() + 64
    );
    assert_eq!(keys_of_headers.next(), Some("a:"));
    let by_user = |limiter| {
        RateLimit::binding(quota, limiter)
            .key(|request, next| {
                let user = next.extension::<u32>()?;
                Some(format!("{user} {}", request.method()))
            })
            .skip(|request, _| request.header("x-free").is_some())
    };
    let clients = vec![
        request(Method::GET, "/"),
        with(Method::GET, "/", &[("x-free", "1")]),
        request(Method::HEAD, "/"),
    ];
    assert_eq!(keys(by_user, clients).await, "default:7 GET default:7 HEAD");
}

#[worker_sdk::test]
async fn a_backend_that_fails() -> Result<()> {
    let broken = || Limiter::from_raw(throwing());
    let quota = Quota::per_minute(1);
    let around = |limit: RateLimit<_>| {
        Router::new()
            .route("/", on_get(|| "hello"))
            .layer(limit)
            .with_state(broken())
    };
    fn same(limiter: &Limiter) -> &Limiter {
        limiter
    }
    let same = same as fn(&Limiter) -> &Limiter;
    let open = ask(&around(RateLimit::binding(quota, same)), from("a")).await?;
    assert_eq!(open.status(), StatusCode::OK);
    assert_eq!(field(&open, "ratelimit-policy"), "");
    let closed = around(
        RateLimit::binding(quota, same)
            .fail_closed()
            .named("a\r\nb"),
    );
    let closed = ask(&closed, from("a")).await?;
    assert_eq!(closed.status(), StatusCode::SERVICE_UNAVAILABLE);
    assert_eq!(field(&closed, "retry-after"), "1");
    let expected = "the rate limit `default` could not count: asking a rate limit failed: TypeError: thrown at once";
    assert!(test::logs().iter().any(|line| line.text == expected));
    Ok(())
}

/// A backend of one's own.
struct Never;

impl<S> RateLimitBackend<S> for Never {
    async fn count(&self, _: &str, _: Quota, _: &S, _: Option<&Context>) -> Result<Decision> {
        Ok(Decision::refused(Duration::from_millis(1500)))
    }
}

#[worker_sdk::test]
async fn what_clients_are_told_has_no_line_break(env: Env) -> Result<()> {
    let limit =
        RateLimit::new(Quota::new(5, Duration::from_millis(900)), Never).named("a\r\nb: \"c\"");
    let refused = ask(&limited(&env, limit), from("a")).await?;
    assert_eq!(refused.status(), StatusCode::TOO_MANY_REQUESTS);
    assert_eq!(field(&refused, "ratelimit-policy"), "\"a__b___c_\";q=5;w=1");
    assert_eq!(field(&refused, "ratelimit"), "\"a__b___c_\";r=0;t=2");
    assert_eq!(field(&refused, "retry-after"), "2");
    Ok(())
}
