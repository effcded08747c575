//! What the platform documents and the local simulator lacks: a stand-in has the same interface.

use std::cell::RefCell;
use std::rc::Rc;
use std::time::Duration;

use serde::{Deserialize, Serialize};
use wasm_bindgen::prelude::*;
use worker_sdk::time::Timestamp;
use worker_sdk::workflows::{
    Attempt, Backoff, Event, Instance, LocationHint, Rollback, RollbackContext, Step, StepKind,
    Workflow,
};
use worker_sdk::{Bytes, Error, Exports, Result};

#[wasm_bindgen(module = "/tests/stand_in/stand_in.js")]
extern "C" {
    fn new_workflow() -> JsValue;
    fn new_workflow_of_lists() -> JsValue;
    fn new_workflow_of_json() -> JsValue;
    fn next_payload(workflow: &JsValue) -> JsValue;
    fn new_step() -> JsValue;
    fn told(object: &JsValue) -> String;
    fn new_event() -> JsValue;
    fn newer_runtime() -> JsValue;
    fn call(f: &JsValue);
    fn exports_of(workflow: &JsValue) -> JsValue;
}

/// Until it is dropped, steps can be rolled back.
struct Newer(JsValue);

impl Newer {
    fn new() -> Self {
        Self(newer_runtime())
    }
}

impl Drop for Newer {
    fn drop(&mut self) {
        call(&self.0);
    }
}

/// The simulator gives workers nothing of their own workflows.
#[worker_sdk::test]
async fn a_workflow_of_the_exports() -> Result<()> {
    let exports = Exports::from_raw(exports_of(&new_workflow()));
    let orders = exports.workflow("Order")?;
    assert_eq!(orders.get("a").await?.id(), "a");
    let advice = "a workflow needs an entry of the type `workflow` in the `exports` of the configuration, and a wrangler that \
                  knows of those";
    assert_eq!(
        exports.workflow("Greeter").unwrap_err().to_string(),
        format!("the export `Greeter` is not a workflow; {advice}")
    );
    assert_eq!(
        exports.workflow("Nobody").unwrap_err().to_string(),
        format!("this worker exports no `Nobody`; it exports `Greeter`, `Order`; {advice}")
    );
    Ok(())
}

#[worker_sdk::test]
async fn instances_are_deleted_alone_and_in_batches() -> Result<()> {
    let orders = Workflow::<(), ()>::from_raw(new_workflow());
    let result = orders.delete_batch(["a", "b"]).await?;
    assert_eq!(result.deleted, ["a"]);
    let [error] = &result.errors[..] else {
        panic!("{result:?}")
    };
    assert_eq!(
        (error.id.as_str(), error.code, error.message.as_str()),
        ("b", 10_200, "there is no b")
    );
    let instance = orders.get("a").await?;
    instance.terminate_and_rollback().await?;
    instance.delete().await?;
    assert_eq!(
        told(orders.as_raw()),
        r#"["terminate a {\"rollback\":true}","delete a"]"#
    );
    Ok(())
}

#[worker_sdk::test]
async fn an_instance_begins_again_with_a_step() -> Result<()> {
    let orders = Workflow::<(), ()>::from_raw(new_workflow());
    let instance = orders.get("a").await?;
    instance.restart_from("pack").await?;
    let nap = instance.restart_from("nap").count(2);
    nap.kind(&StepKind::Sleep).await?;
    instance.restart().await?;
    assert_eq!(
        told(orders.as_raw()),
        r#"["restart a {\"from\":{\"name\":\"pack\"}}","restart a {\"from\":{\"name\":\"nap\",\"count\":2,\"type\":\"sleep\"}}","restart a undefined"]"#
    );
    Ok(())
}

#[worker_sdk::test]
async fn what_became_of_each_instance_of_a_batch() -> Result<()> {
    let orders = Workflow::<u32, ()>::from_raw(new_workflow());
    let named = orders.create(&7).id("a");
    let kept = orders.create(&8).success_retention(Duration::from_secs(60));
    let made = orders.create_batch([named, kept]).await?;
    assert_eq!(
        made.created.iter().map(Instance::id).collect::<Vec<_>>(),
        ["a"]
    );
    let [taken, refused] = &made.errors[..] else {
        panic!("{made:?}")
    };
    assert_eq!((taken.index, taken.id.as_deref()), (1, Some("b")));
    assert_eq!(
        (
            refused.index,
            refused.id.as_deref(),
            refused.code,
            refused.message.as_str()
        ),
        (2, None, 10_002, "too many")
    );
    let copies = orders.create(&9).location_hint(&LocationHint::WEUR);
    let _ = orders.create_copies(3, copies).await?;
    assert_eq!(
        told(orders.as_raw()),
        r#"["createBatch {\"instances\":[{\"params\":7,\"id\":\"a\"},{\"params\":8,\"retention\":{\"successRetention\":60000}}]}","createBatch {\"params\":9,\"locationHint\":\"weur\",\"count\":3}"]"#
    );
    Ok(())
}

#[worker_sdk::test]
async fn instances_of_a_batch_without_options() -> Result<()> {
    let orders = Workflow::<(), ()>::from_raw(new_workflow());
    let _ = orders
        .create_batch([orders.create(&()), orders.create(&()).id("b")])
        .await?;
    assert_eq!(
        told(orders.as_raw()),
        r#"["createBatch {\"instances\":[{},{\"id\":\"b\"}]}"]"#
    );
    Ok(())
}

#[worker_sdk::test]
async fn a_runtime_that_deletes_batches_and_starts_lists() -> Result<()> {
    let orders = Workflow::<u32, ()>::from_raw(new_workflow_of_lists());
    let list = ["a", "b"].map(|id| orders.create(&7).id(id));
    let made = orders.create_batch(list).await?;
    assert_eq!((made.created.len(), made.errors.len()), (2, 0));
    let copies = orders.create_copies(2, orders.create(&7)).await?;
    assert_eq!(copies.created.len(), 2);
    assert_eq!(
        told(orders.as_raw()),
        r#"["create a","create b","create undefined","create undefined"]"#
    );
    let error = orders.create_batch([]).await.unwrap_err();
    assert!(error.message().contains("at least 1"), "{error}");
    Ok(())
}

#[derive(Serialize, Deserialize, Debug, PartialEq, Clone)]
struct Upload {
    data: Bytes,
    at: Timestamp,
}

#[worker_sdk::test]
async fn payloads_pass_through_json() -> Result<()> {
    let upload = Upload {
        data: Bytes::from(vec![0, 255]),
        at: Timestamp::from_millis(1500.0),
    };
    let uploads = Workflow::<Upload, ()>::from_raw(new_workflow_of_json());
    let instance = uploads.create(&upload).await?;
    instance.send_event("upload", &upload).await?;
    for _ in 0..2 {
        let event = Event::<Upload>::from_raw(&next_payload(uploads.as_raw()))?;
        assert_eq!(event.payload, upload);
    }
    Ok(())
}

#[worker_sdk::test]
async fn nothing_is_a_payload_too() -> Result<()> {
    let perhaps = Workflow::<Option<u32>, ()>::from_raw(new_workflow_of_json());
    for payload in [None, Some(7)] {
        let instance = perhaps.create(&payload).await?;
        instance.send_event("perhaps", &payload).await?;
        for _ in 0..2 {
            let event = Event::<Option<u32>>::from_raw(&next_payload(perhaps.as_raw()))?;
            assert_eq!(event.payload, payload);
        }
    }
    Ok(())
}

#[worker_sdk::test]
async fn how_long_an_instance_is_kept_and_where_it_runs() -> Result<()> {
    let orders = Workflow::<u32, ()>::from_raw(new_workflow());
    let created = orders.create(&7).id("a");
    created
        .success_retention(Duration::from_secs(60))
        .error_retention(Duration::from_secs(3_600))
        .location_hint(&LocationHint::WEUR)
        .await?;
    orders.create(&8).id("b").await?;
    assert_eq!(
        told(orders.as_raw()),
        r#"["create {\"params\":7,\"id\":\"a\",\"locationHint\":\"weur\",\"retention\":{\"successRetention\":60000,\"errorRetention\":3600000}}","create {\"params\":8,\"id\":\"b\"}"]"#
    );
    Ok(())
}

#[worker_sdk::test]
async fn what_happens_in_an_instance() -> Result<()> {
    let orders = Workflow::<(), ()>::from_raw(new_workflow());
    let instance = orders.get("a").await?;
    let mut events = instance
        .subscribe()
        .cursor(3)
        .filter(["step_completed"])
        .await?;
    let started = events.try_next().await?.unwrap();
    assert_eq!(
        (started.kind().as_str(), started.id()),
        ("workflow_started", 1)
    );
    let payload = started.payload::<std::collections::BTreeMap<String, String>>()?;
    assert_eq!(payload.unwrap()["item"], "tea");
    let failed = events.try_next().await?.unwrap();
    assert_eq!(failed.step_name().as_deref(), Some("pack"));
    assert_eq!(
        (failed.attempt(), failed.delay()),
        (Some(1), Some(Duration::from_millis(1500)))
    );
    assert_eq!(failed.error().unwrap().to_string(), "TypeError: no box");
    assert_eq!(failed.timestamp(), Timestamp::from_millis(1000.0));
    let completed = events.try_next().await?.unwrap();
    assert_eq!(completed.output::<u32>()?, Some(7));
    assert!(completed.output::<String>().is_err());
    let waiting = events.try_next().await?.unwrap();
    assert_eq!(waiting.event_type().as_deref(), Some("picked-up"));
    assert_eq!((waiting.attempt(), waiting.output::<u32>()?), (None, None));
    assert_eq!(waiting.config(), None);
    let config = events.try_next().await?.unwrap().config().unwrap();
    assert_eq!((config.retries, config.delay), (3, None));
    assert_eq!(config.backoff, Backoff::Constant);
    assert_eq!(config.timeout, Some(Duration::from_secs(7_200)));
    assert!(config.is_sensitive);
    assert!(events.try_next().await?.is_none());
    drop(events);
    assert_eq!(
        told(orders.as_raw()),
        r#"["subscribe {\"cursor\":3,\"filter\":[\"step_completed\"]}","disposed"]"#
    );
    Ok(())
}

/// The simulator takes no such step.
#[worker_sdk::test]
async fn a_step_whose_result_is_sensitive() -> Result<()> {
    let step = Step::from_raw(new_step());
    let told =
        async |attempt: Attempt| Ok(attempt.config().is_some_and(|config| config.is_sensitive));
    assert!(step.run_attempt("the card", told).sensitive().await?);
    assert!(!step.run_attempt("the card", told).await?);
    Ok(())
}

#[worker_sdk::test]
async fn an_event_whose_payload_is_sensitive() -> Result<()> {
    let step = Step::from_raw(new_step());
    let card = step.wait_for_event::<String>("the card", "card").await?;
    assert_eq!((&*card.payload, card.is_sensitive), ("the card", true));
    Ok(())
}

#[worker_sdk::test]
async fn a_delay_that_is_a_function() -> Result<()> {
    let step = Step::from_raw(new_step());
    let attempts = step
        .run_attempt("sync", async |attempt| match attempt.number {
            3 => Ok(attempt.number),
            _ => Err(Error::named("RangeError", "rate limit")),
        })
        .delay_with(|retry| {
            assert_eq!(retry.error.unwrap().to_string(), "RangeError: rate limit");
            assert_eq!((&*retry.attempt.step, retry.attempt.count), ("sync", 1));
            Duration::from_secs(30) * retry.attempt.number
        })
        .backoff(Backoff::Constant)
        .await?;
    assert_eq!(attempts, 3);
    assert_eq!(told(step.as_raw()), "[30000,60000]");
    Ok(())
}

/// What a runtime says that takes no function is told from what a step fails with.
#[worker_sdk::test]
async fn a_step_with_such_a_delay_keeps_its_error() -> Result<()> {
    let step = Step::from_raw(new_step());
    let parsed = step.run("parse", async || {
        Err::<u32, _>(Error::named("RangeError", "invalid format of the date"))
    });
    let parsed = parsed.retries(0).delay_with(|_| Duration::ZERO).await;
    let error = parsed.unwrap_err().to_string();
    assert!(
        error.contains("RangeError: invalid format of the date"),
        "{error}"
    );
    Ok(())
}

#[worker_sdk::test]
async fn steps_are_undone_in_reverse() -> Result<()> {
    let _newer = Newer::new();
    let step = Step::from_raw(new_step());
    let undone = Rc::new(RefCell::new(Vec::new()));
    let note = || {
        let undone = undone.clone();
        async move |undo: RollbackContext<u32>| {
            let error = undo.error.unwrap();
            undone.borrow_mut().push(format!(
                "{} {} {:?} {} after {error}",
                undo.attempt.step, undo.attempt.count, undo.output, undo.attempt.number
            ));
            Ok(())
        }
    };
    let limited = Rollback::new(note())
        .retries(2)
        .delay(Duration::from_secs(5));
    step.run("reserve", async || Ok(1_u32))
        .rollback(limited)
        .await?;
    let again = step.run("reserve", async || Ok(2_u32)).retries(1);
    again.rollback(Rollback::new(note())).await?;
    let packed = step.run("pack", async || Ok(3_u32));
    packed.rollback(Rollback::new(note()).retries(1)).await?;
    step.run("fail", async || Ok(())).await?;
    assert_eq!(
        *undone.borrow(),
        [
            "pack 1 Some(3) 1 after RangeError: out of stock",
            "reserve 2 Some(2) 1 after RangeError: out of stock",
            "reserve 1 Some(1) 1 after RangeError: out of stock"
        ]
    );
    assert_eq!(
        told(step.as_raw()),
        r#"["{\"retries\":{\"limit\":1,\"delay\":10000}}",null,"{\"retries\":{\"limit\":2,\"delay\":5000}}"]"#
    );
    Ok(())
}

/// Without waiting for JavaScript to collect its garbage.
#[worker_sdk::test]
fn what_is_never_sent_is_let_go_of() {
    let held = Rc::new(());
    let undo = || {
        let held = held.clone();
        Rollback::new(async move |_: RollbackContext<u32>| {
            let _ = &held;
            Ok(())
        })
    };
    drop(undo().retries(1));
    let step = Step::from_raw(new_step());
    drop(step.run("reserve", async || Ok(1_u32)).rollback(undo()));
    assert_eq!(Rc::strong_count(&held), 1);
}

#[worker_sdk::test]
async fn the_workflow_and_the_schedule_of_an_event() -> Result<()> {
    let event = Event::<String>::from_raw(&new_event())?;
    assert_eq!(
        (event.payload.as_str(), event.instance_id.as_str()),
        ("tea", "a")
    );
    assert_eq!(event.timestamp, Timestamp::from_millis(1000.0));
    assert_eq!(event.workflow_name.as_deref(), Some("orders"));
    let schedule = event.schedule.unwrap();
    assert_eq!(schedule.cron, "0 3 * * *");
    assert_eq!(schedule.scheduled_time, Timestamp::from_millis(2000.0));
    Ok(())
}
