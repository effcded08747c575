//! What goes on at the same time.

use std::cell::Cell;
use std::rc::Rc;
use std::time::Duration;

use worker_sdk::http::{Method, StatusCode};
use worker_sdk::middleware::UpstreamLimit;
use worker_sdk::router::{Router, get as on_get};
use worker_sdk::{Error, Result, sleep, spawn, test, timeout};

use crate::common::{ask, get, request};

/// A router whose handler takes a while, and the greatest number of them that went on at once.
fn slow(limit: UpstreamLimit) -> (Rc<Router>, Rc<Cell<u32>>) {
    let (now, most) = (Rc::new(Cell::new(0)), Rc::new(Cell::new(0)));
    let seen = most.clone();
    let handler = move || {
        let (now, most) = (now.clone(), seen.clone());
        async move {
            now.set(now.get() + 1);
            most.set(most.get().max(now.get()));
            sleep(Duration::from_secs(1)).await;
            now.set(now.get() - 1);
            "done"
        }
    };
    let fails = || async { Err::<(), _>(Error::new("it failed")) };
    let router = Router::new()
        .route("/", on_get(handler))
        .route("/fails", on_get(fails))
        .layer(limit);
    (Rc::new(router), most)
}

#[worker_sdk::test]
async fn others_wait_for_their_turn() -> Result<()> {
    let clock = test::freeze();
    let (router, most) = slow(UpstreamLimit::new(2));
    let tasks: Vec<_> = (0..5)
        .map(|_| {
            let router = router.clone();
            spawn(async move { get(&router, "/").await })
        })
        .collect();
    clock.advance(Duration::from_secs(3)).await?;
    for task in tasks {
        assert_eq!(task.await?, (200, "done".to_owned()));
    }
    assert_eq!(most.get(), 2);
    Ok(())
}

#[worker_sdk::test]
async fn who_cannot_wait_is_refused() -> Result<()> {
    let clock = test::freeze();
    let limit = UpstreamLimit::new(1)
        .queue(1)
        .wait(Duration::from_millis(500));
    let (router, most) = slow(limit.clone());
    let (other, _) = slow(limit);
    let first = spawn({
        let router = router.clone();
        async move { get(&router, "/").await.0 }
    });
    let second = spawn({
        let router = router.clone();
        async move { get(&router, "/").await.0 }
    });
    clock.advance(Duration::from_millis(1)).await?;
    // The queue is full, also for the other router with the same limit.
    let third = ask(&other, request(Method::GET, "/")).await?;
    assert_eq!(third.status(), StatusCode::SERVICE_UNAVAILABLE);
    assert_eq!(third.headers().get("retry-after").as_deref(), Some("1"));
    clock.advance(Duration::from_secs(1)).await?;
    assert_eq!((first.await?, second.await?), (200, 503));
    assert_eq!(most.get(), 1);
    Ok(())
}

/// A handler that was dropped or has failed takes no place.
#[worker_sdk::test]
async fn a_place_is_free_again() -> Result<()> {
    let (router, _) = slow(UpstreamLimit::new(1).queue(0));
    for _ in 0..3 {
        let left = timeout(Duration::from_millis(1), get(&router, "/")).await;
        assert!(left.is_err());
        let failed = ask(&router, request(Method::GET, "/fails")).await;
        assert_eq!(failed.unwrap_err().to_string(), "it failed");
    }
    assert_eq!(get(&router, "/").await.0, 200);
    Ok(())
}
