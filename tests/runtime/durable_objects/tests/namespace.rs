//! Ids, stubs and what a namespace refuses.

#[path = "../../wrangler.rs"]
mod wrangler;

use std::collections::HashSet;
use std::time::Duration;

use wasm_bindgen::prelude::*;
use worker_sdk::durable_objects::{
    Id, Jurisdiction, LocationHint, Namespace, Retry, RoutingMode, State,
};
use worker_sdk::http::Method;
use worker_sdk::{Body, Context, Env, Headers, Request, Response, Result, test};

use crate::wrangler::IS_TODAYS;

fn rooms(env: &Env) -> Result<Namespace> {
    env.durable_object("ROOM")
}

async fn text(response: Result<Response>) -> Result<String> {
    response?.read_text().await
}

#[worker_sdk::test]
fn a_name_has_one_id(env: Env) -> Result<()> {
    let rooms = rooms(&env)?;
    let id = rooms.id_from_name("lobby")?;
    assert_eq!(id, rooms.id_from_name("lobby")?);
    assert_ne!(id, rooms.id_from_name("attic")?);
    assert_eq!(id.name().as_deref(), Some("lobby"));
    assert_eq!(id.jurisdiction(), None);
    let text = id.to_string();
    assert!(text.len() == 64 && text.bytes().all(|byte| byte.is_ascii_hexdigit()));
    assert_eq!(format!("{id:?}"), format!("Id({text:?})"));
    let again = rooms.id_from_string(&text)?;
    assert_eq!((&again, again.as_str()), (&id, text.as_str()));
    let names = ["lobby", "attic", "lobby"].map(|name| rooms.id_from_name(name));
    let ids: HashSet<Id> = names.into_iter().collect::<Result<_>>()?;
    assert_eq!(ids.len(), 2);
    Ok(())
}

#[worker_sdk::test]
fn new_ids_are_new_and_have_no_name(env: Env) -> Result<()> {
    let rooms = rooms(&env)?;
    let id = rooms.new_unique_id()?;
    assert_ne!(id, rooms.new_unique_id()?);
    assert_eq!(id.name(), None);
    Ok(())
}

#[worker_sdk::test]
fn what_is_no_id_is_refused(env: Env) -> Result<()> {
    let rooms = rooms(&env)?;
    let error = rooms.id_from_string("lobby").unwrap_err().to_string();
    assert!(
        error.starts_with("the id of a text failed: TypeError"),
        "{error}"
    );
    let other = env.durable_object("SOCKETS")?.id_from_name("lobby")?;
    assert!(rooms.id_from_string(other).is_err());
    Ok(())
}

/// The local simulator knows no jurisdictions.
#[worker_sdk::test]
fn jurisdictions_are_passed_on(env: Env) -> Result<()> {
    let rooms = rooms(&env)?;
    for error in [
        rooms.jurisdiction(&Jurisdiction::EU).err(),
        rooms.new_unique_id_in(&Jurisdiction::new("moon")).err(),
    ] {
        let error = error.map(|error| error.to_string()).unwrap_or_default();
        assert!(error.contains("urisdiction"), "{error}");
    }
    Ok(())
}

// A stand-in for a namespace, which knows jurisdictions and keeps what it is asked.
#[wasm_bindgen(inline_js = r#"
const id = (text, name, jurisdiction) => ({ name, jurisdiction, toString: () => text.padEnd(64, "0") });
export const worldwide = (asked, jurisdiction) => ({
  idFromName: (name) => id("a" + (jurisdiction ?? ""), name, jurisdiction),
  idFromString: (text) => id(text, undefined, jurisdiction),
  newUniqueId: (options) => id("b", undefined, options?.jurisdiction ?? jurisdiction),
  get: (id, options) => (asked.push([`${id}`.slice(0, 3), options ?? null]), { id, fetch() {} }),
  getByName(name, options) {
    return this.get(this.idFromName(name), options);
  },
  jurisdiction: (name) => worldwide(asked, name),
});
export const new_list = () => [];
export const as_text = (list) => JSON.stringify(list);
"#)]
extern "C" {
    fn worldwide(asked: &JsValue, jurisdiction: &JsValue) -> JsValue;
    fn new_list() -> JsValue;
    fn as_text(list: &JsValue) -> String;
}

#[worker_sdk::test]
fn a_stand_in_gets_all_options() -> Result<()> {
    let asked = new_list();
    let rooms = Namespace::from_raw(worldwide(&asked, &JsValue::UNDEFINED));
    let retry = Retry::new()
        .max_retries(2)
        .timeout(Duration::from_millis(1500));
    let patient = rooms.retry(retry);
    let id = rooms.id_from_string("xyz")?;
    let stubs = [
        rooms.get_by_name("lobby"),
        patient.get_by_name("lobby"),
        patient
            .location_hint(&LocationHint::WEUR)
            .get_by_name("lobby"),
        rooms.version_cohort("early").get_by_name("lobby"),
        rooms.retry(Retry::new()).get_by_name("lobby"),
        rooms
            .routing_mode(&RoutingMode::PRIMARY_ONLY)
            .get_by_name("lobby"),
        rooms.get(&id),
        patient.routing_mode(&RoutingMode::PRIMARY_ONLY).get(&id),
        rooms.location_hint(&LocationHint::WEUR).get(&id),
    ];
    assert!(stubs.iter().all(|stub| stub.id().is_some()));
    let expected = concat!(
        r#"[["a00",null],"#,
        r#"["a00",{"retry":{"maxRetries":2,"timeoutMs":1500}}],"#,
        r#"["a00",{"retry":{"maxRetries":2,"timeoutMs":1500},"locationHint":"weur"}],"#,
        r#"["a00",{"version":{"cohort":"early"}}],"#,
        r#"["a00",null],"#,
        r#"["a00",{"routingMode":"primary-only"}],"#,
        r#"["xyz",null],"#,
        r#"["xyz",{"retry":{"maxRetries":2,"timeoutMs":1500},"routingMode":"primary-only"}],"#,
        r#"["xyz",{"locationHint":"weur"}]]"#,
    );
    assert_eq!(as_text(&asked), expected);
    Ok(())
}

#[worker_sdk::test]
fn a_stand_in_knows_jurisdictions() -> Result<()> {
    let asked = new_list();
    let rooms = Namespace::from_raw(worldwide(&asked, &JsValue::UNDEFINED));
    let european = rooms.jurisdiction(&Jurisdiction::EU)?;
    let stub = european.get_by_name("lobby");
    let of_stub = stub.id().and_then(|id| id.jurisdiction());
    assert_eq!(of_stub, Some(Jurisdiction::EU));
    assert_eq!(as_text(&asked), r#"[["aeu",null]]"#);
    let id = european.id_from_name("lobby")?;
    assert_eq!(
        (id.jurisdiction(), id.name().as_deref()),
        (Some(Jurisdiction::EU), Some("lobby"))
    );
    let id = rooms.new_unique_id_in(&Jurisdiction::FEDRAMP_HIGH)?;
    assert_eq!(id.jurisdiction(), Some(Jurisdiction::FEDRAMP_HIGH));
    assert_eq!(rooms.new_unique_id()?.jurisdiction(), None);
    Ok(())
}

#[worker_sdk::test]
async fn stubs_by_name_and_id_reach_the_same_object(env: Env) -> Result<()> {
    let rooms = rooms(&env)?;
    let by_name = rooms.get_by_name("lobby");
    let by_id = rooms.get(&rooms.id_from_name("lobby")?);
    assert_eq!(text(by_name.fetch("/visits").await).await?, "1");
    assert_eq!(text(by_id.fetch("/visits").await).await?, "2");
    assert_eq!(text(by_name.clone().fetch("/visits").await).await?, "3");
    assert_eq!(by_name.id(), by_id.id());
    assert_eq!(by_name.name().as_deref(), Some("lobby"));
    let unique = rooms.get(&rooms.new_unique_id()?);
    assert_eq!(text(unique.fetch("/visits").await).await?, "1");
    Ok(())
}

#[worker_sdk::test]
async fn options_belong_to_the_namespace_that_has_them(env: Env) -> Result<()> {
    let rooms = rooms(&env)?;
    let near = rooms.location_hint(&LocationHint::WEUR);
    let both = near.routing_mode(&RoutingMode::PRIMARY_ONLY);
    for namespace in [&rooms, &near, &both] {
        let stub = namespace.get_by_name("lobby");
        assert!(text(stub.fetch("/visits").await).await.is_ok());
    }
    let wrong = rooms.location_hint(&LocationHint::new("the moon"));
    let _ = wrong.get_by_name("attic").fetch("/visits").await;
    assert_eq!(
        text(rooms.get_by_name("lobby").fetch("/visits").await).await?,
        "4"
    );
    Ok(())
}

/// The pinned runtime looks at neither.
#[worker_sdk::test]
async fn retries_and_versions_are_taken(env: Env) -> Result<()> {
    let rooms = rooms(&env)?;
    let retry = Retry::new().max_retries(2).timeout(Duration::from_secs(1));
    let both = rooms.retry(retry).version_cohort("early");
    assert_eq!(
        text(both.get_by_name("lobby").fetch("/visits").await).await?,
        "1"
    );
    let refused = [
        (Retry::new().max_retries(11), "between 0 and 10"),
        (
            Retry::new().timeout(Duration::ZERO),
            "between 500 and 60000",
        ),
    ];
    for (retry, limits) in refused {
        let stub = rooms.retry(retry).get_by_name("lobby");
        let answer = text(stub.fetch("/visits").await).await;
        if !IS_TODAYS {
            answer?;
            continue;
        }
        let error = answer.unwrap_err().to_string();
        assert!(error.contains("RangeError: retry."), "{error}");
        assert!(error.contains(limits), "{error}");
    }
    Ok(())
}

#[worker_sdk::test]
async fn an_existing_object_needs_a_flag(env: Env) -> Result<()> {
    let rooms = rooms(&env)?;
    let stub = rooms.get_existing(&rooms.id_from_name("lobby")?);
    assert!(stub.as_raw().is_undefined());
    assert_eq!((stub.id(), stub.name()), (None, None));
    let error = stub.fetch("/").await.unwrap_err().to_string();
    assert!(
        error.contains("this runtime has no `getExisting`; use `get`"),
        "{error}"
    );
    Ok(())
}

#[worker_sdk::test]
async fn everything_that_can_be_sent_is_sent(env: Env) -> Result<()> {
    let room = rooms(&env)?.get_by_name("lobby");
    let echo = |answer| async { text(answer).await };
    let url = "https://example.com/echo";
    let path = room.fetch("/echo?a=b").await;
    assert_eq!(echo(path).await?, "GET https://object/echo?a=b ");
    assert_eq!(echo(room.fetch(url).await).await?, format!("GET {url} "));
    assert_eq!(
        echo(room.fetch(String::from("/echo")).await).await?,
        "GET https://object/echo "
    );
    let built = Request::put("/echo").query("a", "b").body("text");
    assert_eq!(
        echo(room.fetch(built).await).await?,
        "PUT https://object/echo?a=b text"
    );
    let whole = Request::from_parts(Method::PATCH, url, Headers::new(), "text")?;
    assert_eq!(
        echo(room.fetch(whole).await).await?,
        format!("PATCH {url} text")
    );
    let mut foreign = http::Request::new(Body::from("text"));
    *foreign.method_mut() = Method::POST;
    *foreign.uri_mut() = "/echo".parse()?;
    let answer = room.fetch(foreign).await;
    assert_eq!(echo(answer).await?, "POST https://object/echo text");
    assert!(room.fetch("no path").await.is_err());
    Ok(())
}

/// The runner gives each test classes of its own, under names of its own.
#[worker_sdk::test]
fn exports_are_named(context: Context) {
    let error = context.exports().durable_object("Nobody").unwrap_err();
    let error = error.to_string();
    assert!(error.contains("no `Nobody`"), "{error}");
}

#[worker_sdk::test]
async fn a_missing_binding_says_what_to_add(env: Env) {
    let error = env.durable_object("HALL").unwrap_err();
    assert!(error.is_missing_binding());
    assert!(
        error.to_string().contains("durable_objects.bindings"),
        "{error}"
    );
    let error = env.durable_object("GREETING").unwrap_err();
    assert!(
        error.to_string().contains("a Durable Object namespace"),
        "{error}"
    );
}

#[worker_sdk::test]
async fn the_kit_lists_objects(env: Env) -> Result<()> {
    let rooms = rooms(&env)?;
    assert_eq!(test::object_ids(&rooms), []);
    rooms.get_by_name("lobby").fetch("/visits").await?;
    env.durable_object("SOCKETS")?
        .get_by_name("a")
        .fetch("/")
        .await
        .ok();
    assert_eq!(test::object_ids(&rooms), [rooms.id_from_name("lobby")?]);
    Ok(())
}

/// What one test leaves in an object, no other test finds.
async fn only_this_test_was_here(env: Env) -> Result<()> {
    test::run_in_object(&rooms(&env)?.get_by_name("shared"), async |state: State| {
        let storage = state.storage().kv();
        assert_eq!(storage.get::<u32>("visits")?, None);
        storage.put("visits", &1)
    })
    .await?;
    let visits = rooms(&env)?.get_by_name("shared").fetch("/visits").await;
    assert_eq!(text(visits).await?, "1");
    Ok(())
}

#[worker_sdk::test]
async fn a_test_has_objects_of_its_own(env: Env) -> Result<()> {
    only_this_test_was_here(env).await
}

#[worker_sdk::test]
async fn a_test_has_objects_of_its_own_again(env: Env) -> Result<()> {
    only_this_test_was_here(env).await
}
