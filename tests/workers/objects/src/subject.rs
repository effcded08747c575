//! An object that fails as it is told.

use std::cell::RefCell;
use std::time::Duration;

use js_sys::{Date, Function, Promise, Reflect};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use worker_sdk::durable_objects::{Alarm, Cell, State};
use worker_sdk::{Error, Request, Result, durable_object, sleep};

thread_local! {
    static FAILING: RefCell<String> = RefCell::default();
}

/// How the next constructor fails.
pub(crate) fn fail_constructors(what: &str) {
    FAILING.set(what.to_owned());
}

struct Subject {
    state: State,
    /// In memory, other than what is stored.
    count: Cell<u32>,
    alarms: Cell<String>,
    failing_alarm: Cell<String>,
}

#[durable_object]
impl Subject {
    async fn new(state: State) -> Result<Self> {
        let failing = FAILING.take();
        fail(&failing).await?;
        Ok(Self {
            state,
            count: Cell::new(0),
            alarms: Cell::default(),
            failing_alarm: Cell::default(),
        })
    }

    async fn fetch(&self, request: Request) -> Result<String> {
        let path = request.path().trim_start_matches('/');
        match path {
            "count" => {
                self.count.set(self.count.get() + 1);
                let stored = self.stored("get", None).await?.as_f64().unwrap_or(0.0) + 1.0;
                self.stored("put", Some(stored.into())).await?;
                return Ok(format!("{} {stored}", self.count.get()));
            }
            "slow" => {
                sleep(Duration::from_millis(300)).await;
                return Ok("slow".to_owned());
            }
            "halves" => {
                self.count.set(41);
                sleep(Duration::from_secs(2)).await;
                self.count.set(42);
                return Ok("both".to_owned());
            }
            "halves-done" => return Ok(self.count.get().to_string()),
            "abort" => {
                self.state.abort("as you wish");
                return Ok("still here".to_owned());
            }
            "blocked-err" => {
                let work = async { Err::<(), _>("blocked and failed") };
                self.state.block_concurrency_while(work).await?;
            }
            "blocked" => {
                let work = async {
                    sleep(Duration::from_millis(20)).await;
                    Ok::<_, Error>(20 + 22)
                };
                let answer = self.state.block_concurrency_while(work).await?;
                return Ok(answer.to_string());
            }
            "exports" => return Ok(self.state.exports().names().join(" ")),
            "alarms" => return Ok(self.alarms.with(Clone::clone)),
            _ => {}
        }
        match path.strip_prefix("alarm-") {
            Some(what) => {
                self.failing_alarm.set(what.to_owned());
                let soon = JsValue::from_f64(Date::now() + 20.0);
                call(self.state.storage().as_raw(), "setAlarm", &[soon]).await?;
            }
            None => fail(path).await?,
        }
        Ok("done".to_owned())
    }

    async fn alarm(&self, alarm: Alarm) -> Result<()> {
        let is_retry = alarm.is_retry();
        self.alarms
            .with_mut(|alarms| *alarms += if is_retry { "r" } else { "a" });
        match is_retry {
            true => Ok(()),
            false => fail(&self.failing_alarm.take()).await,
        }
    }

    async fn stored(&self, method: &str, value: Option<JsValue>) -> Result<JsValue> {
        let arguments: Vec<_> = [JsValue::from("count")].into_iter().chain(value).collect();
        call(self.state.storage().as_raw(), method, &arguments).await
    }
}

pub(crate) async fn fail(what: &str) -> Result<()> {
    match what {
        "err" => Err(Error::new("out of paper")),
        "panic" => panic!("fell over"),
        "late-panic" => {
            sleep(Duration::from_millis(5)).await;
            panic!("fell over late")
        }
        "exception" => {
            let refused = Promise::reject(&js_sys::RangeError::new("too far"));
            let refused: Promise = refused.unchecked_into();
            JsFuture::from(refused).await.map_err(Error::from_raw)?;
            Ok(())
        }
        _ => Ok(()),
    }
}

async fn call(object: &JsValue, method: &str, arguments: &[JsValue]) -> Result<JsValue> {
    let called = || {
        let method: Function = Reflect::get(object, &method.into())?.unchecked_into();
        Reflect::apply(&method, object, &arguments.iter().cloned().collect())
    };
    let promise: Promise = called().map_err(Error::from_raw)?.unchecked_into();
    JsFuture::from(promise).await.map_err(Error::from_raw)
}
