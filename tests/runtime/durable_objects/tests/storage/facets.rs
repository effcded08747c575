//! Objects inside of an object.

use wasm_bindgen::prelude::*;
use worker_sdk::durable_objects::facets::{Class, Startup};
use worker_sdk::durable_objects::{Facets, State, Stub};
use worker_sdk::{Env, Request, Result, durable_object};

use super::inside::with_state;
use super::wrangler::IS_TODAYS;

/// A class that is only used for facets.
struct Part {
    state: State,
}

#[durable_object]
impl Part {
    fn new(state: State) -> Self {
        Self { state }
    }

    async fn fetch(&self, request: Request) -> Result<String> {
        if request.path() == "/wait" {
            std::future::pending::<()>().await;
        }
        if request.path() == "/props" {
            let (room, seats): (String, u8) = self.state.props()?;
            return Ok(format!("{seats} seats in {room}"));
        }
        let kv = self.state.storage().kv();
        let visits = kv.get::<u32>("visits")?.unwrap_or_default() + 1;
        kv.put("visits", &visits)?;
        Ok(format!("{visits} {}", self.state.id()))
    }
}

// Each test has a class of its own, whose name begins with that of the class.
#[wasm_bindgen(inline_js = r#"
export const exported_name = (state, name) => Object.keys(state.exports).find((known) => known.startsWith(name)) ?? "none";

// A stand-in for the state of an object, which notes what is done to its facets.
export const listening = () => {
  const heard = [];
  const note = (name) => (...all) => void heard.push([name, ...all.map(String)].join(" "));
  return { heard, facets: { clone: note("clone"), abort: note("abort"), delete: note("delete") } };
};
export const what_was_heard = (state) => state.heard.join(", ");
"#)]
extern "C" {
    fn exported_name(state: &JsValue, name: &str) -> String;
    fn listening() -> JsValue;
    fn what_was_heard(state: &JsValue) -> String;
}

fn part(state: &State) -> Result<Class> {
    Class::exported(state, &exported_name(state.as_raw(), "Part"))
}

async fn visit(stub: &Stub) -> Result<String> {
    stub.fetch("/").await?.read_text().await
}

#[worker_sdk::test]
async fn a_class_gives_its_objects_properties(env: Env) -> Result<()> {
    with_state(&env, async |state: State| {
        let facets = state.facets();
        for (name, seats) in [("hall", 90), ("attic", 3)] {
            let class = part(&state)?.with_props(&(name, seats))?;
            let answer = facets.get(name, class)?.fetch("/props").await?;
            assert_eq!(
                answer.read_text().await?,
                format!("{seats} seats in {name}")
            );
        }
        let twice = part(&state)?.with_props(&[1])?.with_props(&[2]);
        let error = twice.map_or_else(|error| error.to_string(), |_| String::new());
        assert!(
            error.starts_with("a class with properties failed: "),
            "{error}"
        );
        Ok(())
    })
    .await
}

#[worker_sdk::test]
async fn a_facet_has_its_own_storage(env: Env) -> Result<()> {
    with_state(&env, async |state: State| {
        state.storage().put("visits", &100).await?;
        let (facets, id) = (state.facets(), state.id());
        let first = facets.get("first", part(&state)?)?;
        let second = facets.get("second", part(&state)?)?;
        assert_eq!(visit(&first).await?, format!("1 {id}"));
        assert_eq!(visit(&first).await?, format!("2 {id}"));
        assert_eq!(visit(&second).await?, format!("1 {id}"));
        assert_eq!(state.storage().get::<u32>("visits").await?, Some(100));
        Ok(())
    })
    .await
}

#[worker_sdk::test]
async fn a_facet_starts_with_an_id(env: Env) -> Result<()> {
    let other = env.durable_object("INSIDE")?.id_from_name("other")?;
    with_state(&env, async move |state: State| {
        let text = Startup::new(part(&state)?).id_text("a part");
        let with_text = state.facets().get("text", text)?;
        assert_eq!(visit(&with_text).await?, "1 a part");
        let id = Startup::new(part(&state)?).id(&other);
        let with_id = state.facets().get("id", id)?;
        assert_eq!(visit(&with_id).await?, format!("1 {other}"));
        Ok(())
    })
    .await
}

#[worker_sdk::test]
async fn a_facet_is_stopped_and_deleted(env: Env) -> Result<()> {
    with_state(&env, async |state: State| {
        let facets = state.facets();
        let get = |facets: &Facets| facets.get("part", part(&state)?);
        let stub = get(&facets)?;
        visit(&stub).await?;
        facets.abort("part", "a new version")?;
        let error = stub.fetch("/wait").await.unwrap_err();
        assert_eq!(
            error.to_string(),
            "fetch from a Durable Object failed: Error: a new version"
        );
        assert!(visit(&get(&facets)?).await?.starts_with("2 "));
        facets.delete("part")?;
        assert!(visit(&get(&facets)?).await?.starts_with("1 "));
        Ok(())
    })
    .await
}

#[worker_sdk::test]
async fn what_fails_is_named(env: Env) -> Result<()> {
    with_state(&env, async |state: State| {
        assert_eq!(
            Class::exported(&state, "Nobody").unwrap_err().to_string(),
            "the worker exports no class `Nobody`; facets need one of its own classes, and a compatibility date from \
             2025-11-17 on"
        );
        let no_class = state.facets().get("a", Class::from_raw(JsValue::NULL))?;
        let error = no_class.fetch("/").await.unwrap_err().to_string();
        assert!(error.contains("Incorrect type for the 'class' field"), "{error}");
        Ok(())
    })
    .await
}

/// The pinned runtime has no copies.
#[worker_sdk::test]
async fn a_facet_is_copied(env: Env) -> Result<()> {
    with_state(&env, async |state: State| {
        let facets = state.facets();
        let get = |name| facets.get(name, part(&state)?);
        for _ in 0..2 {
            visit(&get("first")?).await?;
        }
        let copied = facets.clone_facet("first", "second");
        if !IS_TODAYS {
            let error = copied.unwrap_err().to_string();
            let said = "copying a facet failed: TypeError: ";
            assert!(error.starts_with(said), "{error}");
            return Ok(());
        }
        copied?;
        assert!(visit(&get("second")?).await?.starts_with("3 "));
        assert!(visit(&get("second")?).await?.starts_with("4 "));
        assert!(visit(&get("first")?).await?.starts_with("3 "));
        // It takes the place of what was there, of a facet that has nothing, too.
        facets.clone_facet("first", "second")?;
        assert!(visit(&get("second")?).await?.starts_with("4 "));
        facets.clone_facet("nobody", "second")?;
        assert!(visit(&get("second")?).await?.starts_with("1 "));
        Ok(())
    })
    .await
}

/// As the platform calls them.
#[worker_sdk::test]
fn a_stand_in_copies_a_facet() -> Result<()> {
    let state = State::from_raw(listening());
    let facets = state.facets();
    facets.clone_facet("a", "b")?;
    facets.abort("b", "enough")?;
    facets.delete("a")?;
    assert_eq!(
        what_was_heard(state.as_raw()),
        "clone a b, abort b Error: enough, delete a"
    );
    Ok(())
}
