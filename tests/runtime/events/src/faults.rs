//! Every way to fail, and a remote object that fails in each.

use std::cell::Cell;
use std::future::{Future, IntoFuture};
use std::time::Duration;

use serde_json::{Value, json};
use wasm_bindgen::prelude::*;
use worker_sdk::service_bindings::Service;
use worker_sdk::{Env, Error, Result, rpc, sleep, worker_entrypoint};

#[wasm_bindgen(
    inline_js = "export function explode() { throw new TypeError('thrown by JavaScript'); }"
)]
extern "C" {
    fn explode();
}

/// What [`fault`] knows.
pub const FAULTS: [&str; 6] = ["err", "named", "panic", "panic-late", "throw", "platform"];

/// Fails as it is told to.
///
/// # Errors
///
/// Fails in each case but an unknown one.
pub async fn fault(how: &str) -> Result<()> {
    match how {
        "err" => Err(Error::new("out of paper")),
        "named" => Err(Error::named("RangeError", "too far").with_property("code", 7)),
        "panic" => panic!("fell over"),
        "panic-late" => {
            sleep(Duration::from_millis(5)).await;
            panic!("fell over late")
        }
        "throw" => {
            explode();
            Ok(())
        }
        // Nobody listens there.
        "platform" => worker_sdk::fetch("http://127.0.0.1:1/").await.map(drop),
        _ => Ok(()),
    }
}

thread_local! {
    static HELD: Cell<u32> = const { Cell::new(0) };
    static RELEASED: Cell<bool> = const { Cell::new(false) };
}

#[rpc]
pub trait Faulty {
    async fn fail(&self, how: String) -> Result<String>;
    /// Answers when it is released.
    async fn hold(&self) -> Result<String>;
    fn held(&self) -> u32;
    fn release(&self);
}

/// What nobody offers.
#[rpc]
pub trait Absent {
    async fn vanish(&self) -> Result<()>;
}

struct Faults;

#[worker_entrypoint(rpc(Faulty))]
impl Faults {
    fn new() -> Self {
        Self
    }
}

impl Faulty for Faults {
    async fn fail(&self, how: String) -> Result<String> {
        fault(&how).await?;
        // A result may have 32 MiB.
        let length = if how == "too-large" { 33 << 20 } else { 4 };
        Ok("fine".repeat(length / 4))
    }

    async fn hold(&self) -> Result<String> {
        RELEASED.set(false);
        HELD.set(HELD.get() + 1);
        while !RELEASED.get() {
            sleep(Duration::from_millis(2)).await;
        }
        HELD.set(HELD.get() - 1);
        Ok("held".to_owned())
    }

    fn held(&self) -> u32 {
        HELD.get()
    }

    fn release(&self) {
        RELEASED.set(true);
    }
}

/// What the caller of a call that fails sees, and what becomes of one that is under way meanwhile.
pub(crate) async fn called(env: &Env, how: &str) -> Result<Value> {
    let faults: Service<FaultyStub> = env.get("FAULTS")?;
    let mut held = std::pin::pin!(faults.hold().into_future());
    let failed = async {
        while faults.held().await? == 0 {
            sleep(Duration::from_millis(2)).await;
        }
        let failed = match how {
            "absent" => vanish(env).await,
            how => faults.fail(how.to_owned()).await.map(drop),
        };
        faults.release().await?;
        Ok::<_, Error>(seen_as(failed))
    };
    let (held, failed) = both(&mut held, failed).await;
    let next = faults.fail("not".to_owned()).await?;
    Ok(
        json!({"failed": failed?, "held": held.as_ref().map_or_else(Error::to_string, String::clone), "next": next}),
    )
}

async fn vanish(env: &Env) -> Result<()> {
    let faults: Service<AbsentStub> = env.get("FAULTS")?;
    faults.vanish().await
}

/// The ends of both, which run at the same time.
async fn both<A: Future + Unpin, B: Future>(mut a: A, b: B) -> (A::Output, B::Output) {
    let mut b = std::pin::pin!(b);
    let (mut first, mut second) = (None, None);
    std::future::poll_fn(|context| {
        if first.is_none()
            && let std::task::Poll::Ready(end) = std::pin::Pin::new(&mut a).poll(context)
        {
            first = Some(end);
        }
        if second.is_none()
            && let std::task::Poll::Ready(end) = b.as_mut().poll(context)
        {
            second = Some(end);
        }
        match (first.take(), second.take()) {
            (Some(first), Some(second)) => std::task::Poll::Ready((first, second)),
            (a, b) => {
                (first, second) = (a, b);
                std::task::Poll::Pending
            }
        }
    })
    .await
}

fn seen_as(result: Result<()>) -> Value {
    let Err(error) = result else {
        return Value::Null;
    };
    let code: Option<u8> = error.property("code").unwrap_or_default();
    let names = ["Error", "RangeError", "TypeError", "RustPanic"];
    json!({
        "message": error.message(),
        "name": names.into_iter().find(|name| error.is_named(name)),
        "code": code,
        "remote": error.is_remote(),
        "retryable": error.is_retryable() || error.is_overloaded() || error.is_durable_object_reset(),
    })
}
