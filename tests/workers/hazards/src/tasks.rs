//! Tasks beside the handler: `spawn`, `wait_until`, other crates' futures, scheduled events.

use std::cell::RefCell;
use std::pin::pin;
use std::time::Duration;

use futures_channel::{mpsc, oneshot};
use futures_util::future::{Either, join_all, select};
use futures_util::stream::{FuturesUnordered, StreamExt};
use wasm_bindgen::JsValue;
use wasm_bindgen_futures::JsFuture;
use worker_sdk::{Context, Env, Error, Result, console_log, sleep, spawn};

use crate::peer;
use crate::probes::{self, Guard};

const SOON: Duration = Duration::from_secs(4);

pub(crate) async fn route(what: &str, env: &Env, context: &Context) -> Result<String> {
    match what {
        "wait-until" => wait_until(context),
        "wait-until-beside" => wait_until_beside(context),
        "wait-until-fails" => wait_until_fails(context),
        "spawn" => detach(),
        "spawn-then-wait" => {
            detach();
            let _guard = Guard::new();
            sleep(Duration::from_secs(60)).await;
        }
        "spawn-join" => return join().await,
        "spawn-panics" => return join_panicked().await,
        "join-all" => return many(env).await,
        "js-future" => return js_future().await,
        "spawn-local" => spawn_local(),
        "waker-loop" => return yield_often().await,
        "drop-wakes-self" => return drop_wakes_self().await,
        "drop-wakes-other" => drop_wakes_other().await,
        "woken-by-drop" => return woken_by_drop().await,
        "starving" => futures_util::future::pending().await,
        "starving-kept" => keep_waker().await,
        "fed" => return fed().await,
        "feed" => return Ok(feed()),
        "spawn-many" => return spawn_many().await,
        _ => probes::note("unknown route"),
    }
    Ok("answered".to_owned())
}

fn wait_until(context: &Context) {
    let guard = Guard::new();
    context.wait_until(async move {
        sleep(SOON).await;
        drop(guard);
        probes::note("wait-until");
    });
}

fn wait_until_beside(context: &Context) {
    context.wait_until(async {
        let mut first = pin!(sleep(Duration::from_millis(20)));
        futures_util::join!(&mut first, sleep(Duration::from_secs(2)));
        sleep(Duration::from_secs(1)).await;
        probes::note("beside");
    });
}

fn wait_until_fails(context: &Context) {
    context.wait_until(async {
        sleep(Duration::from_millis(1)).await;
        Err::<(), _>(Error::new("failed behind the answer"))
    });
}

fn detach() {
    let guard = Guard::new();
    drop(spawn(async move {
        sleep(SOON).await;
        drop(guard);
        probes::note("spawn");
    }));
}

async fn join() -> Result<String> {
    let slow = spawn(async {
        sleep(Duration::from_millis(20)).await;
        20
    });
    let quick = spawn(async { 22 });
    let sum = slow.await.unwrap_or(0) + quick.await.unwrap_or(0);
    Ok(sum.to_string())
}

async fn join_panicked() -> Result<String> {
    let task = spawn(async {
        sleep(Duration::from_millis(1)).await;
        panic!("spawned and lost");
    });
    let error = task.await.err().map(|error| error.to_string());
    Ok(error.unwrap_or_default())
}

async fn many(env: &Env) -> Result<String> {
    let sleeps = (0..20).map(|n| async move {
        sleep(Duration::from_millis(n % 7)).await;
        n
    });
    let sum: u64 = join_all(sleeps).await.into_iter().sum();
    let mut asked: FuturesUnordered<_> = (0..5).map(|_| peer::ask(env, "fast")).collect();
    let mut answers = 0;
    while let Some(answer) = asked.next().await {
        answers += usize::from(answer? == "fast");
    }
    Ok(format!("{sum} {answers}"))
}

async fn js_future() -> Result<String> {
    let resolved = JsFuture::from(js_sys::Promise::resolve(&JsValue::from(7))).await;
    let rejected = JsFuture::from(js_sys::Promise::reject(&JsValue::from_str("no"))).await;
    Ok(format!("{resolved:?} {rejected:?}"))
}

fn spawn_local() {
    wasm_bindgen_futures::spawn_local(async {
        probes::note("spawn-local");
    });
}

/// A future that wakes itself before it returns `Pending`, many times.
async fn yield_often() -> Result<String> {
    let mut rounds = 0;
    std::future::poll_fn(|context| {
        rounds += 1;
        if rounds > 10_000 {
            return std::task::Poll::Ready(());
        }
        context.waker().wake_by_ref();
        std::task::Poll::Pending
    })
    .await;
    Ok(rounds.to_string())
}

thread_local! {
    static ON_DROP: RefCell<Option<oneshot::Sender<&'static str>>> = const { RefCell::new(None) };
}

struct SendsOnDrop(Option<oneshot::Sender<&'static str>>);

impl Drop for SendsOnDrop {
    fn drop(&mut self) {
        if let Some(sender) = self.0.take() {
            let _ = sender.send("sent by a destructor");
        }
    }
}

/// Drops a pending future whose destructor wakes the task that drops it.
async fn drop_wakes_self() -> Result<String> {
    let (sender, mut receiver) = oneshot::channel();
    let loser = Box::pin(async move {
        let _sends = SendsOnDrop(Some(sender));
        sleep(Duration::from_secs(60)).await;
    });
    let winner = pin!(sleep(Duration::from_millis(5)));
    let outcome = select(select(winner, &mut receiver), loser).await;
    match outcome {
        Either::Left((_, loser)) => drop(loser),
        Either::Right(_) => return Ok("the wrong future won".to_owned()),
    }
    Ok(receiver.await.unwrap_or("lost").to_owned())
}

/// Waits until the client leaves; what is dropped then wakes the request in [`woken_by_drop`].
async fn drop_wakes_other() {
    let _guard = Guard::new();
    let _sends = SendsOnDrop(ON_DROP.take());
    sleep(Duration::from_secs(60)).await;
}

async fn woken_by_drop() -> Result<String> {
    let (sender, receiver) = oneshot::channel();
    ON_DROP.set(Some(sender));
    let got = receiver.await.unwrap_or("lost");
    sleep(Duration::from_millis(5)).await;
    Ok(got.to_owned())
}

thread_local! {
    static KEPT: RefCell<Option<std::task::Waker>> = const { RefCell::new(None) };
}

/// Waits for a waker that somebody holds and nobody calls.
async fn keep_waker() {
    std::future::poll_fn::<(), _>(|context| {
        KEPT.set(Some(context.waker().clone()));
        std::task::Poll::Pending
    })
    .await;
}

thread_local! {
    static FEED: RefCell<Option<mpsc::UnboundedSender<()>>> = const { RefCell::new(None) };
}

/// Waits for other requests alone, for much longer than for each of them.
async fn fed() -> Result<String> {
    let (sender, mut receiver) = mpsc::unbounded();
    FEED.set(Some(sender));
    for _ in 0..4 {
        receiver.next().await;
    }
    Ok("fed".to_owned())
}

fn feed() -> String {
    let sent = FEED.with_borrow(|feed| {
        feed.as_ref()
            .is_some_and(|feed| feed.unbounded_send(()).is_ok())
    });
    sent.to_string()
}

/// Each of them is woken once.
async fn spawn_many() -> Result<String> {
    let tasks: Vec<_> = (0..50_000)
        .map(|number| spawn(async move { number }))
        .collect();
    let mut sum = 0u64;
    for task in tasks {
        sum += task.await.unwrap_or(0);
    }
    Ok(sum.to_string())
}

pub(crate) async fn scheduled(cron: &str, context: &Context) -> Result<()> {
    console_log!("scheduled {cron}");
    match cron {
        "1 * * * *" => Err(Error::new("scheduled on purpose")),
        "2 * * * *" => panic!("scheduled panic"),
        "3 * * * *" => {
            wait_until(context);
            detach();
            sleep(Duration::from_millis(5)).await;
            Ok(())
        }
        _ => Ok(()),
    }
}
