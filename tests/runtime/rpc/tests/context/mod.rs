//! What a context has. Stand-ins, named so, have what the simulator lacks.

use std::cell::RefCell;
use std::rc::Rc;
use std::time::Duration;

use serde::Deserialize;
use wasm_bindgen::prelude::*;
use worker_sdk::fetch::Fetcher;
use worker_sdk::{Bindings, Context, Env, Error, Result, isolate, sleep};

use crate::wrangler::IS_TODAYS;

#[derive(Bindings)]
struct App {
    front: Fetcher,
}

#[wasm_bindgen(module = "/tests/context/stand_ins.js")]
extern "C" {
    fn what_was_asked() -> String;
    fn protected_context() -> JsValue;
    fn service_token_context() -> JsValue;
    fn cached_context() -> JsValue;
    fn mapping_context() -> JsValue;
    fn fail_unheard(message: &str);
    fn fail_and_hear(message: &str);
    fn uncaught() -> Vec<String>;
    fn signal(exports: &JsValue, value: u32);
}

fn message<T>(result: Result<T>) -> String {
    match result {
        Ok(_) => "no error".to_owned(),
        Err(error) => error.to_string(),
    }
}

worker_sdk::cpu_signal!(static CPU);

/// The simulator limits no time, so a stand-in writes what the platform would.
#[worker_sdk::test]
fn little_time_is_left() {
    assert!(!CPU.is_near_limit());
    signal(&wasm_bindgen::exports(), 24);
    assert!(CPU.is_near_limit());
    CPU.clear();
    assert!(!CPU.is_near_limit());
}

#[worker_sdk::test]
async fn who_calls() -> Result<()> {
    #[derive(Deserialize)]
    struct Extra {
        custom: Custom,
    }
    #[derive(Deserialize)]
    struct Custom {
        team: String,
    }
    let access = Context::from_raw(protected_context()).access();
    let access = access.ok_or_else(|| Error::new("no access"))?;
    assert_eq!(access.aud().as_deref(), Some("tag"));
    let identity = access.identity().await?;
    let identity = identity.ok_or_else(|| Error::new("nobody"))?;
    assert_eq!(identity.email.as_deref(), Some("ada@example.com"));
    assert_eq!(identity.name.as_deref(), Some("Ada"));
    assert_eq!(identity.user_uuid.as_deref(), Some("u1"));
    assert_eq!(identity.account_id.as_deref(), Some("a1"));
    assert_eq!(identity.ip.as_deref(), Some("192.0.2.1"));
    assert_eq!(identity.issued_at.map(|it| it.as_millis()), Some(1.7e12));
    assert_eq!(identity.country.as_deref(), Some("GB"));
    assert_eq!(identity.methods, ["mfa"]);
    let provider = identity.provider.as_ref();
    let provider = provider.map(|it| (it.id.as_deref(), it.kind.as_deref()));
    assert_eq!(provider, Some((Some("i1"), Some("github"))));
    let groups = identity.groups.iter();
    let groups: Vec<_> = groups
        .map(|it| [&it.id, &it.name, &it.email].map(Option::as_deref))
        .collect();
    let group = ["g1", "engines", "engines@example.com"].map(Some);
    assert_eq!(groups, [group]);
    assert_eq!((identity.is_warp, identity.is_gateway), (true, false));
    assert_eq!(identity.read::<Extra>()?.custom.team, "analytical");
    Ok(())
}

#[worker_sdk::test]
async fn nobody_calls(context: Context) -> Result<()> {
    assert!(context.access().is_none());
    let access = Context::from_raw(service_token_context()).access();
    let access = access.ok_or_else(|| Error::new("no access"))?;
    assert!(access.identity().await?.is_none());
    Ok(())
}

#[worker_sdk::test]
async fn the_cache_is_purged() -> Result<()> {
    let cache = Context::from_raw(cached_context()).cache();
    cache
        .purge()
        .tags(["a", "b"])
        .path_prefixes(["/shop"])
        .await?;
    cache.purge().everything().await?;
    assert_eq!(
        what_was_asked(),
        r#"[{"tags":["a","b"],"pathPrefixes":["/shop"]},{"purgeEverything":true}]"#
    );
    assert_eq!(
        message(cache.purge().tags(["wrong"]).await),
        "purging the cache in front of the worker failed: no such tag (code 1234); slow down (code 5)"
    );
    assert_eq!(
        message(cache.purge().await),
        "purging the cache in front of the worker failed: nothing says what to purge; name tags or path prefixes, or \
         say `everything`"
    );
    Ok(())
}

#[worker_sdk::test]
async fn no_cache_to_purge(app: App, context: Context) -> Result<()> {
    let error = "purging the cache in front of the worker failed: Error: there is no cache in front of this worker; deploy it \
                 with `\"cache\": { \"enabled\": true }` in the configuration, the simulator has none";
    for cache in [context.cache(), Context::current().cache()] {
        assert_eq!(message(cache.purge().everything().await), error);
    }
    let said = app.front.fetch("https://front/purge").await?;
    assert_eq!(said.read_text().await?, format!("{error}; {error}"));
    Ok(())
}

#[worker_sdk::test]
fn a_stand_in_gives_a_service_an_address(app: App, context: Context) -> Result<()> {
    let mapping = Context::from_raw(mapping_context());
    assert_eq!(
        mapping.map_virtual_host(&app.front, 5432)?,
        "a.virtual:5432"
    );
    assert_eq!(what_was_asked(), r#"[["function",5432]]"#);
    assert_eq!(
        message(context.map_virtual_host(&app.front, 5432)),
        "a virtual host failed: Error: this runtime has no `mapVirtualHost`; it takes a newer one, or the compatibility flag \
         `experimental`"
    );
    Ok(())
}

/// The pinned runtime has no such addresses.
#[worker_sdk::test]
async fn a_service_gets_an_address(app: App) -> Result<()> {
    let answer = app.front.fetch("https://front/address").await;
    if !IS_TODAYS {
        let error = answer.unwrap_err().to_string();
        let expected = "this runtime has no `mapVirtualHost`";
        assert!(error.contains(expected), "{error}");
        return Ok(());
    }
    let text = answer?.read_text().await?;
    let (address, quote) = text.split_once(' ').unwrap_or_default();
    assert!(address.ends_with(":17"), "{text}");
    assert_eq!(quote, "a quote for the clerk, at an address");
    Ok(())
}

#[worker_sdk::test]
async fn an_event_is_aborted(app: App) -> Result<()> {
    let error = message(app.front.fetch("https://front/abort").await);
    assert!(error.contains("enough of it"), "{error}");
    let answer = app.front.fetch("https://front/").await?;
    assert_eq!(answer.read_text().await?, "the front");
    Ok(())
}

#[worker_sdk::test]
async fn what_no_parameter_reaches(app: App) -> Result<()> {
    let answer = app.front.fetch("https://front/current").await?;
    assert_eq!(answer.read_text().await?, "later");
    assert!(Env::current().var("NOBODY").is_err());
    Ok(())
}

#[worker_sdk::test]
async fn promises_that_fail_unheard() -> Result<()> {
    let seen = Rc::new(RefCell::new(Vec::new()));
    for number in 1..=2 {
        let seen = seen.clone();
        isolate::on_unhandled_rejection(move |error| {
            seen.borrow_mut().push(format!("{number}: {error}"));
        });
    }
    fail_unheard("first");
    sleep(Duration::from_millis(5)).await;
    assert_eq!(
        seen.take(),
        [
            "1: a promise failed: TypeError: first",
            "2: a promise failed: TypeError: first"
        ]
    );
    let handled = Rc::new(RefCell::new(0));
    isolate::on_rejection_handled({
        let handled = handled.clone();
        move || *handled.borrow_mut() += 1
    });
    fail_and_hear("second");
    sleep(Duration::from_millis(50)).await;
    assert_eq!((seen.take().len(), handled.take()), (2, 1));
    Ok(())
}

#[worker_sdk::test]
async fn errors_that_are_reported() {
    isolate::report_error(&Error::named("RangeError", "nobody caught this"));
    assert_eq!(uncaught(), ["RangeError: nobody caught this"]);
}
