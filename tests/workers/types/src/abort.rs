//! Abort signals and aborted tasks.

use std::cell::{Cell, RefCell};
use std::rc::Rc;
use std::time::Duration;

use worker_sdk::abort::{AbortController, AbortSignal};
use worker_sdk::task::JoinHandle;
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

pub(crate) async fn tasks() -> Result<()> {
    let held = Rc::new(());
    let hold = || {
        let held = held.clone();
        spawn(async move {
            sleep(Duration::from_secs(20)).await;
            drop(held);
        })
    };
    let (waiting, unpolled) = {
        let waiting = hold();
        sleep(Duration::from_millis(1)).await;
        (waiting, hold())
    };
    for task in [waiting, unpolled] {
        let holders = Rc::strong_count(&held);
        assert!(!task.is_finished());
        task.abort();
        assert!(task.is_finished() && Rc::strong_count(&held) == holders - 1);
        task.abort();
        let error = task.await.unwrap_err();
        assert!(error.is_cancelled() && !error.is_panic());
        assert_eq!(
            error.to_string(),
            "the spawned task was aborted, or its request was ended by the platform"
        );
    }

    let done = spawn(async { 42 });
    sleep(Duration::from_millis(1)).await;
    assert!(done.is_finished());
    done.abort();
    assert_eq!(done.await?, 42);

    let awaited = Rc::new(hold());
    let abort = spawn(aborts_later(awaited.clone()));
    abort.await?;
    assert!(awaited.is_finished());
    aborts_itself().await;
    assert_eq!(Rc::strong_count(&held), 1);
    Ok(())
}

async fn aborts_later(task: Rc<JoinHandle<()>>) {
    sleep(Duration::from_millis(1)).await;
    task.abort();
}

async fn aborts_itself() {
    let (own, steps) = (Rc::new(RefCell::new(None)), Rc::new(Cell::new(0)));
    let task = spawn({
        let (own, steps) = (own.clone(), steps.clone());
        async move {
            own.take().iter().for_each(JoinHandle::abort);
            steps.set(1);
            sleep(Duration::from_millis(1)).await;
            steps.set(2);
        }
    });
    own.replace(Some(task));
    sleep(Duration::from_millis(10)).await;
    assert_eq!((steps.get(), Rc::strong_count(&steps)), (1, 1));
}
