//! The life of an object: how it begins, what resets it, and the test kit's hand in it.

#[path = "../../wrangler.rs"]
mod wrangler;

use std::cell::Cell as Count;
use std::rc::Rc;
use std::time::Duration;

use wasm_bindgen::prelude::*;
use worker_sdk::durable_objects::{Alarm, Cell, Namespace, State};
use worker_sdk::{Bindings, Env, Error, Request, Result, durable_object, rpc, sleep, test};

use crate::wrangler::IS_TODAYS;

thread_local! {
    static MADE: Count<u32> = const { Count::new(0) };
}

#[derive(Bindings)]
struct App {
    greeting: String,
}

#[derive(Bindings)]
struct Typed {
    local: Namespace<VisitedStub>,
}

#[rpc]
trait Visited {
    async fn visits(&self) -> Result<u32>;
}

/// A class of the test itself.
struct Local {
    state: State,
    app: App,
    visits: Cell<u32>,
}

#[durable_object(rpc(Visited))]
impl Local {
    async fn new(state: State, app: App) -> Result<Self> {
        MADE.set(MADE.get() + 1);
        let visits = state.storage().get::<u32>("visits").await?;
        sleep(Duration::from_millis(5)).await;
        if state.id().name().as_deref() == Some("closed") && MADE.get() < 3 {
            return Err(Error::new("closed for today"));
        }
        Ok(Self {
            state,
            app,
            visits: Cell::new(visits.unwrap_or_default()),
        })
    }

    async fn fetch(self: Rc<Self>, request: Request) -> Result<String> {
        match request.path() {
            "/alarm" => {
                let storage = self.state.storage();
                storage.set_alarm(Duration::from_secs(3600)).await?;
            }
            "/print" => worker_sdk::console_log!("from inside"),
            "/later" => {
                let this = self.clone();
                self.state.wait_until(async move { this.visit().await });
            }
            "/block" => {
                let (state, this) = (self.state.clone(), self.clone());
                let work = async move {
                    sleep(Duration::from_millis(20)).await;
                    this.visit().await?;
                    Ok::<_, Error>(this.visits.get())
                };
                return Ok(format!("{}!", state.block_concurrency_while(work).await?));
            }
            "/panic" => panic!("no room left"),
            "/abort" => self.state.abort("enough"),
            _ => self.visit().await?,
        }
        Ok(format!("{} {}", self.app.greeting, self.visits.get()))
    }

    async fn alarm(&self, alarm: Alarm) -> Result<()> {
        if let Some(retry) = self.state.storage().kv().get::<bool>("retry")? {
            return self.ring(retry).await;
        }
        assert!(!alarm.is_retry() && alarm.scheduled_time().is_some());
        match self.visits.get() {
            0 => Err(Error::new("nobody was here")),
            _ => self.visit().await,
        }
    }
}

impl Visited for Local {
    async fn visits(&self) -> Result<u32> {
        Ok(self.visits.get())
    }
}

impl Local {
    /// Notes that its alarm rang, and for whom; the first time, it is reset.
    async fn ring(&self, retry: bool) -> Result<()> {
        let storage = self.state.storage();
        let rings = storage.kv().get::<u32>("rings")?.unwrap_or_default() + 1;
        storage.kv().put("rings", &rings)?;
        storage.kv().put("name", &self.state.id().name())?;
        storage.sync().await?;
        if rings == 1 {
            self.state.abort_alarm("no more of it", retry);
            std::future::pending::<()>().await;
        }
        Ok(())
    }

    async fn visit(&self) -> Result<()> {
        self.visits.with_mut(|visits| *visits += 1);
        self.state.storage().put("visits", &self.visits.get()).await
    }
}

async fn ask(env: &Env, name: &str, path: &str) -> Result<String> {
    let object = env.durable_object("LOCAL")?.get_by_name(name);
    object.fetch(path).await?.read_text().await
}

#[worker_sdk::test]
async fn a_constructor_waits_and_reads(env: Env) -> Result<()> {
    let (first, second) =
        futures_util::future::join(ask(&env, "a", "/"), ask(&env, "a", "/")).await;
    assert_eq!((first?, second?), ("hello 1".into(), "hello 2".into()));
    assert_eq!(MADE.get(), 1);
    Ok(())
}

#[worker_sdk::test]
async fn a_failed_constructor_is_called_again(env: Env) -> Result<()> {
    for _ in 0..2 {
        let error = ask(&env, "closed", "/").await.unwrap_err().to_string();
        assert!(error.contains("closed for today"), "{error}");
    }
    assert_eq!(ask(&env, "closed", "/").await?, "hello 1");
    assert_eq!(MADE.get(), 3);
    Ok(())
}

#[worker_sdk::test]
async fn an_object_that_was_evicted_has_what_it_stored(env: Env) -> Result<()> {
    assert_eq!(ask(&env, "a", "/").await?, "hello 1");
    test::evict(&env.durable_object("LOCAL")?.get_by_name("a")).await?;
    assert_eq!(ask(&env, "a", "/").await?, "hello 2");
    assert_eq!(MADE.get(), 2);
    Ok(())
}

#[worker_sdk::test]
async fn an_object_that_was_aborted_tells_why(env: Env) -> Result<()> {
    ask(&env, "a", "/").await?;
    let error = ask(&env, "a", "/abort").await.unwrap_err();
    assert!(error.is_durable_object_reset());
    assert!(error.to_string().contains("enough"), "{error}");
    assert_eq!(ask(&env, "a", "/").await?, "hello 2");
    Ok(())
}

// A stand-in for the state of an object that notes how it is reset.
#[wasm_bindgen(inline_js = r#"
export const resettable = () => {
  const said = [];
  return { said, abort: (...all) => said.push(all.map((each) => (each instanceof Error ? String(each) : each))) };
};
export const what_was_said = (state) => JSON.stringify(state.said);
"#)]
extern "C" {
    fn resettable() -> JsValue;
    fn what_was_said(state: &JsValue) -> String;
}

/// The pinned runtime does not know the name of an object when its alarm rings, and tries each alarm again.
#[worker_sdk::test]
async fn an_alarm_is_tried_again_or_not(env: Env) -> Result<()> {
    let objects = [true, false].map(|retry| rings(&env, retry));
    let [again, never] = objects.map(Box::pin);
    let (again, never) = futures_util::future::join(again, never).await;
    let named = |name: &str| IS_TODAYS.then(|| name.to_owned());
    assert_eq!(again?, (2, named("again")));
    let rings = if IS_TODAYS { 1 } else { 2 };
    assert_eq!(never?, (rings, named("never")));
    Ok(())
}

/// How often the alarm of an object rings in five seconds, and how the object was called then.
async fn rings(env: &Env, retry: bool) -> Result<(u32, Option<String>)> {
    let name = if retry { "again" } else { "never" };
    let object = env.durable_object("LOCAL")?.get_by_name(name);
    let set = async move |state: State| {
        state.storage().kv().put("retry", &retry)?;
        state.storage().set_alarm(Duration::from_millis(10)).await
    };
    test::run_in_object(&object, set).await?;
    sleep(Duration::from_secs(5)).await;
    let object = env.durable_object("LOCAL")?.get_by_name(name);
    let look = async |state: State| {
        let kv = state.storage().kv();
        let name = kv.get::<Option<String>>("name")?.flatten();
        Ok((kv.get::<u32>("rings")?.unwrap_or_default(), name))
    };
    test::run_in_object(&object, look).await
}

#[worker_sdk::test]
async fn an_object_says_what_becomes_of_its_alarm() {
    let state = State::from_raw(resettable());
    state.abort("enough");
    state.abort_alarm("once more", true);
    state.abort_alarm("never again", false);
    assert_eq!(what_was_said(state.as_raw()), "[]");
    sleep(Duration::ZERO).await;
    let expected = concat!(
        r#"[["Error: enough",null],"#,
        r#"["Error: once more",{"retryAlarm":true}],"#,
        r#"["Error: never again",{"retryAlarm":false}]]"#,
    );
    assert_eq!(what_was_said(state.as_raw()), expected);
}

#[worker_sdk::test]
async fn an_alarm_runs_when_the_test_says_so(env: Env) -> Result<()> {
    let object = env.durable_object("LOCAL")?.get_by_name("a");
    assert!(!test::run_alarm(&object).await?);
    ask(&env, "a", "/alarm").await?;
    let error = test::run_alarm(&object).await.unwrap_err().to_string();
    assert!(error.contains("nobody was here"), "{error}");
    ask(&env, "a", "/").await?;
    ask(&env, "a", "/alarm").await?;
    assert!(test::run_alarm(&object).await?);
    assert!(!test::run_alarm(&object).await?);
    assert_eq!(ask(&env, "a", "/").await?, "hello 3");
    Ok(())
}

#[worker_sdk::test]
async fn a_test_looks_into_an_object(env: Env) -> Result<()> {
    ask(&env, "a", "/").await?;
    let object = env.durable_object("LOCAL")?.get_by_name("a");
    let look = |state: State| async move { state.storage().get::<u32>("visits").await };
    assert_eq!(test::run_in_object(&object, look).await?, Some(1));
    let change = |state: State| async move { state.storage().put("visits", &41).await };
    test::run_in_object(&object, change).await?;
    test::evict(&object).await?;
    assert_eq!(ask(&env, "a", "/").await?, "hello 42");
    let fail = |_: State| async { Err::<(), _>(Error::new("not here")) };
    let object = env.durable_object("LOCAL")?.get_by_name("a");
    let error = test::run_in_object(&object, fail)
        .await
        .unwrap_err()
        .to_string();
    assert_eq!(
        error,
        "what a test did in an object failed: Error: not here"
    );
    Ok(())
}

#[worker_sdk::test]
async fn the_kit_takes_stubs_of_interfaces(app: Typed) -> Result<()> {
    let object = app.local.get_by_name("a");
    assert_eq!(object.visits().await?, 0);
    assert!(!test::run_alarm(&object).await?);
    let change = |state: State| async move { state.storage().put("visits", &41).await };
    test::run_in_object(&object, change).await?;
    test::evict(&object).await?;
    assert_eq!(app.local.get_by_name("a").visits().await?, 41);
    let ids = test::object_ids(&app.local);
    assert_eq!(ids, [app.local.id_from_name("a")?]);
    Ok(())
}

#[worker_sdk::test]
async fn what_an_object_prints_is_the_tests(env: Env) -> Result<()> {
    ask(&env, "a", "/print").await?;
    assert!(test::logs().iter().any(|log| log.text == "from inside"));
    Ok(())
}

#[worker_sdk::test]
#[should_panic(expected = "no room left")]
async fn a_panic_in_an_object_of_the_test_is_the_tests(env: Env) {
    ask(&env, "a", "/panic").await.unwrap();
}

#[worker_sdk::test]
async fn work_goes_on_behind_the_answer(env: Env) -> Result<()> {
    assert_eq!(ask(&env, "a", "/later").await?, "hello 0");
    sleep(Duration::from_millis(20)).await;
    assert_eq!(ask(&env, "a", "/").await?, "hello 2");
    Ok(())
}

#[worker_sdk::test]
async fn blocking_keeps_others_out(env: Env) -> Result<()> {
    let object = env.durable_object("LOCAL")?.get_by_name("a");
    object.fetch("/print").await?;
    let (blocking, other) =
        futures_util::future::join(object.fetch("/block"), object.fetch("/")).await;
    assert_eq!(blocking?.read_text().await?, "1!");
    assert_eq!(other?.read_text().await?, "hello 2");
    Ok(())
}
