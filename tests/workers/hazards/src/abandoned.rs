//! Requests whose client leaves while a future is pending.

use std::cell::Cell;
use std::rc::Rc;
use std::time::Duration;

use futures_util::lock::Mutex;
use futures_util::stream::{self, StreamExt};
use worker_sdk::{Body, Env, Request, Result, sleep};

use crate::peer;
use crate::probes::{self, Guard};

const LONG: Duration = Duration::from_secs(60);

thread_local! {
    static LOCK: Rc<Mutex<u32>> = Rc::new(Mutex::new(0));
    static DROPPED: Cell<u32> = const { Cell::new(0) };
}

pub(crate) async fn route(what: &str, mut request: Request, env: &Env) -> Result<String> {
    let guard = Guard::new();
    match what {
        "timer" => sleep(LONG).await,
        "peer" => drop(peer::ask(env, "never").await?),
        "body" => drop(request.text().await?),
        "beside" => {
            futures_util::join!(sleep(LONG), sleep(LONG * 2), async {
                let _ = peer::ask(env, "never").await;
            });
        }
        "busy" => {
            std::future::poll_fn(|context| {
                context.waker().wake_by_ref();
                std::task::Poll::<()>::Pending
            })
            .await;
        }
        "lock" => return locked(async { Ok(()) }).await,
        "lock-timer" => {
            return locked(async {
                sleep(LONG).await;
                Ok(())
            })
            .await;
        }
        "lock-peer" => return locked(async { peer::ask(env, "never").await.map(drop) }).await,
        "lock-soon" => {
            return locked(async {
                sleep(Duration::from_millis(2)).await;
                Ok(())
            })
            .await;
        }
        _ => probes::note("unknown route"),
    }
    drop(guard);
    Ok(what.to_owned())
}

/// A body that never ends, after its first chunk.
pub(crate) fn stream() -> Body {
    let guard = Guard::new();
    let first = stream::once(async { Ok("first") });
    let rest = stream::once(async move {
        sleep(LONG).await;
        drop(guard);
        Ok("rest")
    });
    Body::from_stream(first.chain(rest))
}

/// A body of forty megabytes, which no socket takes at once.
pub(crate) fn flood() -> Body {
    Body::from_stream(stream::repeat_with(|| Ok(vec![b'x'; 100_000])).take(400))
}

/// Holds the lock of this instance while `work` runs.
async fn locked(work: impl Future<Output = Result<()>>) -> Result<String> {
    let lock = LOCK.with(Rc::clone);
    let mut times = lock.lock().await;
    *times += 1;
    work.await?;
    Ok(format!("locked {}", *times))
}
