//! Work that several requests wait for, and one of them has started.

use std::cell::RefCell;
use std::time::Duration;

use futures_util::future::{FutureExt, LocalBoxFuture, Shared};
use tokio::sync::OnceCell;
use worker_sdk::{Env, Result, isolate, sleep, spawn};

use crate::peer;
use crate::probes::{self, Guard};

type Work = Shared<LocalBoxFuture<'static, String>>;

thread_local! {
    static WORK: RefCell<Option<Work>> = const { RefCell::new(None) };
}

static CELL: OnceCell<String> = OnceCell::const_new();

static VALUE: isolate::OnceCell<String> = isolate::OnceCell::new();

pub(crate) async fn route(what: &str, env: &Env) -> Result<String> {
    let _guard = Guard::new();
    Ok(match what {
        "cell-never" => filled(env, "never").await?,
        "cell-fast" => filled(env, "fast").await?,
        "value-never" => VALUE
            .get_or_try_init(|| peer::ask(env, "never"))
            .await?
            .clone(),
        "value-fast" => VALUE
            .get_or_try_init(|| peer::ask(env, "fast"))
            .await?
            .clone(),
        "peer" => shared(ask(env.clone(), "never")).await,
        "timer" => shared(slept()).await,
        "spawned" => spawned(env).await,
        _ => "unknown route".to_owned(),
    })
}

async fn filled(env: &Env, path: &str) -> Result<String> {
    let value = CELL.get_or_try_init(|| peer::ask(env, path)).await?;
    Ok(value.clone())
}

/// What the first request has begun.
fn shared(work: impl Future<Output = String> + 'static) -> Work {
    let begin = || work.boxed_local().shared();
    WORK.with_borrow_mut(|shared| shared.get_or_insert_with(begin).clone())
}

async fn ask(env: Env, path: &'static str) -> String {
    match peer::ask(&env, path).await {
        Ok(answer) => answer,
        Err(error) if error.is_retryable() => format!("{error} (retryable)"),
        Err(error) => error.to_string(),
    }
}

async fn slept() -> String {
    sleep(Duration::from_secs(3)).await;
    "slept".to_owned()
}

/// Waits for the same answer in the handler and behind it.
async fn spawned(env: &Env) -> String {
    let work = shared(ask(env.clone(), "soon"));
    let behind = work.clone();
    drop(spawn(async move {
        if behind.await == "soon" {
            probes::note("spawned");
        }
    }));
    futures_util::join!(work, sleep(Duration::from_secs(60))).0
}
