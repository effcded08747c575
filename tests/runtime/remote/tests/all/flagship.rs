//! Flagship.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use wasm_bindgen::prelude::*;
use worker_sdk::env::Binding;
use worker_sdk::flagship::{Any, Flagship, Object, Reason};
use worker_sdk::{Env, Result};

use crate::{calls_of, list};

#[wasm_bindgen(module = "/tests/all/flagship.js")]
extern "C" {
    #[wasm_bindgen(js_name = standIn)]
    fn stand_in(calls: &JsValue) -> JsValue;
    fn giving(value: JsValue) -> JsValue;
}

#[derive(Debug, PartialEq, Serialize, Deserialize)]
struct Theme {
    color: String,
    size: u8,
}

fn theme(color: &str, size: u8) -> Theme {
    Theme {
        color: color.to_owned(),
        size,
    }
}

fn flags(calls: &JsValue) -> Flagship {
    Flagship::from_value(stand_in(calls)).unwrap()
}

fn paid() -> BTreeMap<&'static str, &'static str> {
    BTreeMap::from([("plan", "paid")])
}

#[worker_sdk::test]
async fn values_of_each_kind() -> Result<()> {
    let calls = list();
    let flags = flags(&calls);
    assert!(!flags.get("dark", true).await?);
    assert_eq!(flags.get("flow", "v0").context(&paid()).await?, "v2");
    assert_eq!(flags.get("flow", String::from("v0")).await?, "v1");
    let local = String::from("v0");
    assert_eq!(flags.get("flow", local.as_str()).await?, "v1");
    let borrowed = flags.get("flow", &local);
    drop(local);
    assert_eq!(borrowed.await?, "v1");
    assert_eq!(flags.get("retries", 1.0).await?, 2.5);
    let plain = theme("#000", 14);
    let found = flags.get("theme", Object(plain)).context(&paid()).await?;
    assert_eq!(found, theme("#00f", 16));
    let any: Value = flags.get("retries", Any(json!(null))).await?;
    assert_eq!(any, json!(2.5));
    assert_eq!(
        calls_of(&calls),
        json!([
            ["getBooleanValue", "dark", true, null],
            ["getStringValue", "flow", "v0", {"plan": "paid"}],
            ["getStringValue", "flow", "v0", null],
            ["getStringValue", "flow", "v0", null],
            ["getStringValue", "flow", "v0", null],
            ["getNumberValue", "retries", 1, null],
            ["getObjectValue", "theme", {"color": "#000", "size": 14}, {"plan": "paid"}],
            ["get", "retries", null, null],
        ])
    );
    Ok(())
}

#[worker_sdk::test]
async fn how_a_value_came_about() -> Result<()> {
    let calls = list();
    let flags = flags(&calls);
    let details = flags.get("dark", false).context(&paid()).details().await?;
    assert_eq!((details.flag_key.as_str(), details.value), ("dark", true));
    assert_eq!(details.variant.as_deref(), Some("on"));
    assert_eq!(
        (details.reason, details.error),
        (Some(Reason::Default), None)
    );
    let flow = flags.get("flow", "v0").details().await?;
    assert_eq!(flow.value, "v1");
    let retries = flags.get("retries", 1.0).details().await?;
    assert_eq!(retries.value, 2.5);
    let found = flags.get("theme", Object(theme("", 0))).details().await?;
    assert_eq!(found.value, theme("#fff", 12));
    let any = flags.get("flow", Any(String::new())).details().await?;
    assert_eq!(any.value, "v1");
    let told = calls_of(&calls);
    let methods: Vec<&Value> = told.as_array().unwrap().iter().map(|it| &it[0]).collect();
    let expected =
        ["Boolean", "String", "Number", "Object", ""].map(|it| format!("get{it}Details"));
    assert_eq!(methods, expected.each_ref());

    let reasons = [
        ("TARGETING_MATCH", Reason::TargetingMatch),
        ("SPLIT", Reason::Split),
        ("DEFAULT", Reason::Default),
        ("DISABLED", Reason::Disabled),
        ("ERROR", Reason::Error),
        ("MOON", Reason::Other("MOON".into())),
    ];
    for (name, reason) in reasons {
        let context = json!({ "reason": name });
        let details = flags.get("dark", false).context(&context).details().await?;
        assert_eq!(details.reason, Some(reason));
    }
    Ok(())
}

#[worker_sdk::test]
async fn flags_that_cannot_be_evaluated_are_no_errors() -> Result<()> {
    let flags = flags(&list());
    assert_eq!(flags.get("nothing", 7.5).await?, 7.5);
    let missing = flags.get("nothing", "fallback").details().await?;
    assert_eq!(missing.value, "fallback");
    assert_eq!(missing.reason, Some(Reason::Error));
    let error = missing.error.unwrap();
    assert_eq!(
        (error.code.as_str(), error.to_string().as_str()),
        (
            "FLAG_NOT_FOUND",
            "FLAG_NOT_FOUND: Flag 'nothing' was not found"
        )
    );
    let other = flags.get("flow", true).details().await?;
    assert!(other.value);
    let error = other.error.unwrap();
    assert_eq!(
        (error.to_string().as_str(), error.message),
        ("TYPE_MISMATCH", None)
    );
    Ok(())
}

#[worker_sdk::test]
async fn what_fails() -> Result<()> {
    let calls = list();
    let flags = flags(&calls);
    let error = flags.get("broken", false).await.unwrap_err();
    assert_eq!(
        error.to_string(),
        "evaluating a flag failed: FlagshipEvaluationError: no evaluation today (flag `broken`)"
    );
    assert!(error.is_named("FlagshipEvaluationError"));

    let error = flags.get("flow", Any(1_u8)).await.unwrap_err();
    assert!(error.is_malformed());
    assert!(error.to_string().contains("the flag `flow`"), "{error}");
    let made = calls_of(&calls);
    let huge = flags.get("flow", Any(u64::MAX)).await.unwrap_err();
    let beyond = format!("cannot send the value: {} is beyond 2^53", u64::MAX);
    assert!(huge.to_string().starts_with(&beyond), "{huge}");
    let huge = flags.get("dark", false).context(&json!({"id": u64::MAX}));
    let huge = huge.await.unwrap_err().to_string();
    assert!(huge.contains("is beyond 2^53"), "{huge}");
    assert_eq!(calls_of(&calls), made);

    let odd = Flagship::from_raw(giving(JsValue::from_str("yes")));
    assert!(odd.get("dark", false).await.unwrap_err().is_malformed());
    let error = odd.get("dark", false).details().await.unwrap_err();
    assert!(error.is_malformed());
    Ok(())
}

#[worker_sdk::test]
async fn the_binding(env: Env) -> Result<()> {
    let flags: Flagship = env.get("FLAGS")?;
    let evaluation = flags.get("dark", false);
    assert_eq!(
        format!("{flags:?} {evaluation:?}"),
        "Flagship { .. } Get { flag_key: \"dark\", .. }"
    );
    let error = env.get::<Flagship>("TEXT").unwrap_err();
    assert!(error.to_string().contains("a Flagship app"), "{error}");
    Ok(())
}
