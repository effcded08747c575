//! Abort signals.

use std::time::Duration;

use worker_sdk::abort::{AbortController, AbortSignal};
use worker_sdk::{Env, Error, Request, Result, sleep, spawn};

pub(crate) async fn signals() -> Result<()> {
    let controller = AbortController::new();
    let signal = controller.signal();
    assert!(!signal.is_aborted() && signal.reason().is_none() && signal.check().is_ok());
    let any = AbortSignal::any([&signal, &AbortSignal::timeout(Duration::from_secs(60))]);
    let waiting = spawn({
        let any = any.clone();
        async move { any.wait().await }
    });
    sleep(Duration::from_millis(1)).await;
    controller.abort_with(&Error::new("enough"));
    waiting.await?;
    signal.wait().await;
    let reasons = [signal.reason(), any.reason(), any.check().err()];
    for reason in reasons {
        assert_eq!(
            reason.map(|reason| reason.to_string()).as_deref(),
            Some("Error: enough")
        );
    }
    controller.abort();
    assert!(
        signal
            .reason()
            .is_some_and(|reason| !reason.is_named("AbortError")),
        "the first reason stays"
    );

    let other = AbortController::default();
    other.abort();
    assert!(
        other
            .signal()
            .reason()
            .is_some_and(|reason| reason.is_named("AbortError"))
    );
    assert!(AbortSignal::aborted_with(&Error::new("x")).is_aborted());
    let timeout = AbortSignal::timeout(Duration::from_millis(5));
    timeout.wait().await;
    assert!(timeout.reason().is_some_and(|reason| reason.is_timeout()));
    Ok(())
}

pub(crate) async fn fetch(env: &Env) -> Result<()> {
    let request = crate::messages::get("http://self/slow")?;
    let request = request.with_signal(&AbortSignal::timeout(Duration::from_millis(20)))?;
    let error = env.service("SELF")?.fetch(request).await.err();
    assert!(error.is_some_and(|error| error.is_timeout()));
    Ok(())
}

pub(crate) fn of_request(request: &Request) {
    assert!(!request.signal().is_aborted());
}
