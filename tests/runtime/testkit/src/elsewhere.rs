//! What works elsewhere, and panics on this target.

use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};
use std::thread;
use std::time::{Duration, Instant, SystemTime};

use worker_sdk::{Response, Result};

const MOMENT: Duration = Duration::from_millis(1);
static HELD: Mutex<()> = Mutex::new(());
static CHANGED: Condvar = Condvar::new();

pub(crate) async fn run(what: &str) -> Result<Response> {
    match what {
        "instant" => _ = Instant::now(),
        "system-time" => _ = SystemTime::now(),
        "sleep" => thread::sleep(MOMENT),
        "thread" => drop(thread::spawn(|| ())),
        "tokio-task" => drop(tokio::spawn(async {})),
        "tokio-sleep" => tokio::time::sleep(MOMENT).await,
        "lock" => {
            let _guard = hold();
            drop(hold());
        }
        "condition" => drop(CHANGED.wait(hold())),
        _ => {}
    }
    Ok(Response::empty())
}

fn hold() -> MutexGuard<'static, ()> {
    HELD.lock().unwrap_or_else(PoisonError::into_inner)
}
