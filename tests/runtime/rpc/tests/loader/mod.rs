//! Workers that are loaded while this one runs, by the real loader, and a stand-in for dispatch namespaces.

use std::cell::Cell;
use std::rc::Rc;

use runtime_rpc::front::DoorStub;
use runtime_rpc::interfaces::{CounterStub, HostStub};
use serde_json::{Value, json};
use wasm_bindgen::prelude::*;
use worker_sdk::dispatch_namespaces::{self, Dispatch};
use worker_sdk::durable_objects::Namespace;
use worker_sdk::fetch::Fetcher;
use worker_sdk::rpc::Function;
use worker_sdk::service_bindings::Service;
use worker_sdk::worker_loader::{Code, Entrypoint, Limits, Loader, Module};
use worker_sdk::{Bindings, Bytes, Env, Error, Result, rpc};

#[derive(Bindings)]
struct App {
    loader: Loader,
    front: Fetcher,
}

#[rpc]
trait Inner {
    async fn greet(&self, name: String) -> Result<String>;
    async fn props(&self) -> Result<Value>;
    async fn given(&self) -> Result<Value>;
    async fn call(&self, f: Function<(u8,), u8>) -> Result<u8>;
    async fn network(&self) -> Result<String>;
    async fn modules(&self) -> Result<(String, Bytes, Value, u8, String)>;
}

const MAIN: &str = include_str!("main.js");

fn code() -> Code {
    Code::new("2026-04-21", "main.js").module("main.js", Module::Js(MAIN.to_owned()))
}

fn error<T>(result: Result<T>) -> Error {
    match result {
        Ok(_) => Error::new("no error"),
        Err(error) => error,
    }
}

#[worker_sdk::test]
async fn a_worker_is_loaded_and_called(app: App) -> Result<()> {
    let worker = app.loader.load(code())?;
    let answer = worker.entrypoint(())?.fetch("https://inner/path").await?;
    assert_eq!(answer.read_text().await?, "inner /path");
    let inner = worker.entrypoint("Inner")?.typed::<InnerStub>();
    assert_eq!(inner.greet("Ada".into()).await?, "hello Ada");
    let twice = Function::new(async |n: u8| Ok(n * 2));
    assert_eq!(inner.call(twice).await?, 42);
    Ok(())
}

#[worker_sdk::test]
async fn a_worker_with_a_name_is_loaded_once(app: App) -> Result<()> {
    let asked = Rc::new(Cell::new(0));
    for name in ["once-v1", "once-v1", "once-v2"] {
        let asked = asked.clone();
        let worker = app.loader.get(name, async move || {
            asked.set(asked.get() + 1);
            worker_sdk::sleep(std::time::Duration::from_millis(1)).await;
            Ok(code())
        })?;
        let inner = worker.entrypoint("Inner")?.typed::<InnerStub>();
        assert_eq!(inner.greet("Bob".into()).await?, "hello Bob");
    }
    assert_eq!(asked.get(), 2);
    Ok(())
}

#[worker_sdk::test]
async fn a_worker_has_what_it_is_given(app: App) -> Result<()> {
    let code = code()
        .env("DATA", &json!({"list": [1, null]}))?
        .env_service("FRONT", &app.front);
    let worker = app.loader.load(code)?;
    let limits = Limits::new().cpu_ms(1000).sub_requests(10);
    let which = Entrypoint::named("Inner").props(&json!({"role": "guest"}))?;
    let inner = worker.entrypoint(which.limits(limits))?;
    let inner = inner.typed::<InnerStub>();
    assert_eq!(inner.props().await?, json!({"role": "guest"}));
    let expected = json!({"data": {"list": [1, null]}, "front": "the front"});
    assert_eq!(inner.given().await?, expected);
    Ok(())
}

#[worker_sdk::test]
async fn the_network_is_what_it_is_given(app: App) -> Result<()> {
    let network = async |code: Code| {
        let worker = app.loader.load(code)?;
        let inner = worker.entrypoint("Inner")?.typed::<InnerStub>();
        inner.network().await
    };
    assert_eq!(
        network(code().global_outbound(&app.front)).await?,
        "the front"
    );
    let refused = network(code().no_network()).await?;
    assert!(
        refused.contains("not permitted to access the internet"),
        "{refused}"
    );
    Ok(())
}

/// The smallest module that exports a function: `add_one`.
const WASM: &[u8] = &[
    0, 97, 115, 109, 1, 0, 0, 0, 1, 6, 1, 96, 1, 127, 1, 127, 3, 2, 1, 0, 7, 11, 1, 7, 97, 100,
    100, 95, 111, 110, 101, 0, 0, 10, 9, 1, 7, 0, 32, 0, 65, 1, 106, 11,
];

#[worker_sdk::test]
async fn modules_have_kinds(app: App) -> Result<()> {
    let main = MAIN.replace("// modules", include_str!("modules.js"));
    let code = Code::new("2026-04-21", "main.js")
        .compatibility_flag("nodejs_compat")
        .module("main.js", Module::Js(main))
        .module("a.txt", Module::Text("text".into()))
        .module("b.bin", Module::Data(vec![0, 255]))
        .module("c.json", Module::Json(json!({"a": 1})))
        .module("d.wasm", Module::Wasm(WASM.to_vec()))
        .module("e.cjs", Module::Cjs("module.exports = 'common';".into()));
    let inner = app.loader.load(code)?.entrypoint("Inner")?;
    let (text, data, json, sum, common) = inner.typed::<InnerStub>().modules().await?;
    assert_eq!(
        (text.as_str(), data.0.as_slice(), sum),
        ("text", &[0, 255][..], 3)
    );
    assert_eq!((json, common.as_str()), (json!({"a": 1}), "common"));
    Ok(())
}

#[worker_sdk::test]
async fn a_tail_worker_is_told(app: App) -> Result<()> {
    let watched = app.loader.load(code().tail(&app.front))?;
    let inner = watched.entrypoint("Inner")?.typed::<InnerStub>();
    inner.greet("Eve".into()).await?;
    assert_eq!(seen(&app).await?, ["greeted Eve"]);
    Ok(())
}

/// What the tail was told, as soon as it was.
async fn seen(app: &App) -> Result<Vec<String>> {
    let watch: Service<DoorStub> = app.front.clone().into();
    for _ in 0..500 {
        if !watch.seen().await?.is_empty() {
            break;
        }
        worker_sdk::sleep(std::time::Duration::from_millis(10)).await;
    }
    watch.seen().await
}

#[worker_sdk::test]
async fn a_streaming_tail_worker_is_told(app: App) -> Result<()> {
    let code = code().allow_experimental().streaming_tail(&app.front);
    let watched = app.loader.load(code)?;
    let inner = watched.entrypoint("Inner")?.typed::<InnerStub>();
    inner.greet("Mallory".into()).await?;
    assert_eq!(seen(&app).await?, ["now: greeted Mallory"]);
    Ok(())
}

#[worker_sdk::test]
async fn what_fails_is_told(app: App) {
    let failing = app.loader.get("failing", async || {
        Err(Error::named("RangeError", "no code today"))
    });
    let entrypoint = failing.and_then(|worker| worker.entrypoint(())).unwrap();
    let failed = error(entrypoint.fetch("https://inner/").await);
    assert_eq!(
        (failed.message().as_str(), failed.is_named("RangeError")),
        ("no code today", true)
    );

    let nothing = error(app.loader.load(Code::new("2026-04-21", "main.js")));
    assert!(!nothing.message().is_empty(), "{nothing}");
    let worker = app.loader.load(code()).unwrap();
    let missing = worker.entrypoint("Missing").unwrap();
    let missing = error(missing.fetch("https://inner/").await);
    assert!(missing.message().contains("Missing"), "{missing}");
}

#[worker_sdk::test]
async fn a_class_of_a_dynamic_worker_is_a_facet(env: Env) -> Result<()> {
    let objects: Namespace<HostStub> = env.get("TALLY")?;
    let object = objects.get_by_name("host");
    let source = include_str!("object.js").to_owned();
    assert_eq!(object.facet(source.clone()).await?, "1");
    assert_eq!(object.clone().typed::<CounterStub>().count(5).await?, 5);
    Ok(())
}

#[wasm_bindgen(module = "/tests/loader/dispatch.js")]
extern "C" {
    /// A stand-in for a namespace, whose workers the loader loads: as documented, there is none locally.
    fn namespace_of(loader: &JsValue, main: &str) -> JsValue;
    fn options_of(namespace: &JsValue) -> String;
    fn keeping_loader() -> JsValue;
    fn loaded_code(loader: &JsValue) -> String;
    fn asked_entrypoints(loader: &JsValue) -> String;
}

/// Python is not there, so a stand-in gets it.
#[worker_sdk::test]
fn what_does_not_run_here_is_handed_over(app: App) -> Result<()> {
    let raw = keeping_loader();
    let code = Code::new("2026-04-21", "main.py")
        .module("main.py", Module::Python("pass".into()))
        .compatibility_flag("python_workers")
        .allow_experimental()
        .streaming_tail(&app.front);
    Loader::from_raw(raw.clone()).load(code)?;
    let loaded: Value = serde_json::from_str(&loaded_code(&raw))?;
    let expected = json!({
        "compatibilityDate": "2026-04-21",
        "compatibilityFlags": ["python_workers"],
        "allowExperimental": true,
        "mainModule": "main.py",
        "modules": {"main.py": {"py": "pass"}},
        "streamingTails": ["function"],
    });
    assert_eq!(loaded, expected);
    Ok(())
}

/// The local runtime limits nothing, so a stand-in gets the limits.
#[worker_sdk::test]
fn limits_and_properties_are_handed_over() -> Result<()> {
    let raw = keeping_loader();
    let code = Code::new("2026-04-21", "main.js")
        .module("main.js", Module::Js("0".into()))
        .limits(Limits::new().cpu_ms(1_000));
    let worker = Loader::from_raw(raw.clone()).load(code)?;
    let loaded: Value = serde_json::from_str(&loaded_code(&raw))?;
    let expected = json!({
        "compatibilityDate": "2026-04-21",
        "mainModule": "main.js",
        "modules": {"main.js": {"js": "0"}},
        "limits": {"cpuMs": 1_000},
    });
    assert_eq!(loaded, expected);

    let limits = Limits::new().cpu_ms(10).sub_requests(5);
    let which = Entrypoint::named("Inner").limits(limits);
    let which = which.props(&json!({"role": "guest"}))?;
    worker.entrypoint(which.clone())?;
    worker.durable_object_class(which)?;
    worker.entrypoint(Entrypoint::new().limits(Limits::new().sub_requests(0)))?;
    worker.durable_object_class("Counter")?;
    let asked: Value = serde_json::from_str(&asked_entrypoints(&raw))?;
    let options = json!({"limits": {"cpuMs": 10, "subRequests": 5}, "props": {"role": "guest"}});
    let expected = json!([
        ["Inner", options],
        ["Inner", options],
        [null, {"limits": {"subRequests": 0}}],
        ["Counter", null],
    ]);
    assert_eq!(asked, expected);
    Ok(())
}

#[worker_sdk::test]
async fn workers_of_a_namespace_are_found_by_name(app: App) -> Result<()> {
    let raw = namespace_of(app.loader.as_raw(), MAIN);
    let customers = dispatch_namespaces::Namespace::from_raw(raw.clone());
    let answer = customers.get("ada")?.fetch("https://inner/path").await?;
    assert_eq!(answer.read_text().await?, "inner /path");

    let limits = Limits::new().cpu_ms(10).sub_requests(5);
    let dispatch = Dispatch::new()
        .limits(limits)
        .args(&json!({"plan": "free"}))?;
    let dispatch = dispatch.outbound(&json!({"customer": "ada"}))?;
    let inner = customers.get_with("ada", dispatch)?;
    assert_eq!(
        inner
            .fetch("https://inner/props")
            .await?
            .read_text()
            .await?,
        r#"{"plan":"free"}"#
    );
    let options: Value = serde_json::from_str(&options_of(&raw))?;
    let expected =
        json!({"limits": {"cpuMs": 10, "subRequests": 5}, "outbound": {"customer": "ada"}});
    assert_eq!(options, expected);

    let unknown = error(customers.get("nobody")?.fetch("https://inner/").await);
    assert!(unknown.is_unknown_worker(), "{unknown}");
    assert!(!Error::new("another").is_unknown_worker());
    Ok(())
}
