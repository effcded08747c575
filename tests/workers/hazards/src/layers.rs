//! Middleware around handlers that panic or lose their client.

use std::sync::LazyLock;
use std::time::Duration;

use worker_sdk::middleware::{CatchPanic, RequestIds, UpstreamLimit};
use worker_sdk::router::{Router, get};
use worker_sdk::sleep;

use crate::probes::Guard;

pub(crate) static ROUTER: LazyLock<Router> = LazyLock::new(|| {
    let caught = Router::new()
        .route("/at-once", get(at_once))
        .route("/after-timer", get(after_timer))
        .layer(CatchPanic::new())
        .layer(RequestIds::new());
    let limited = Router::new()
        .route("/at-once", get(at_once))
        .route("/after-timer", get(after_timer))
        .route("/slow", get(slow))
        .route("/fast", get(|| "fast"))
        .layer(UpstreamLimit::new(1).wait(Duration::from_secs(60)));
    Router::new()
        .nest("/layers/caught", caught)
        .nest("/layers/limited", limited)
});

fn at_once() {
    let _guard = Guard::new();
    panic!("boom at once");
}

async fn after_timer() {
    let _guard = Guard::new();
    sleep(Duration::from_millis(5)).await;
    panic!("boom after a timer");
}

async fn slow() {
    let _guard = Guard::new();
    sleep(Duration::from_secs(300)).await;
}
