//! Objects, and who calls them.

use worker_sdk::durable_objects::{Cell, State};
use worker_sdk::{Env, IntoResponse, Request, Result, durable_object};

/// A class of the test itself.
struct Local {
    state: State,
    visits: Cell<u32>,
}

#[durable_object]
impl Local {
    async fn new(state: State) -> Self {
        worker_sdk::sleep(std::time::Duration::from_millis(5)).await;
        Self {
            state,
            visits: Cell::new(40),
        }
    }

    fn fetch(&self) -> impl IntoResponse {
        self.visits.set(self.visits.get() + 1);
        let name = self.state.id().name().unwrap_or_default();
        format!("{name} {}", self.visits.get())
    }
}

#[worker_sdk::test]
async fn an_object_answers_and_remembers(env: Env) -> Result<()> {
    let room = env.durable_object("ROOM")?.get_by_name("lobby");
    assert_eq!(room.fetch("/visits").await?.read_text().await?, "1");
    assert_eq!(room.fetch("/visits").await?.read_text().await?, "2");
    assert_eq!(room.fetch("/greeting").await?.read_text().await?, "hello");
    let request = Request::post("/echo").body("a body");
    let answer = room.fetch(request).await?.read_text().await?;
    assert_eq!(answer, "POST https://object/echo a body");
    Ok(())
}

#[worker_sdk::test]
async fn objects_and_tests_are_apart(env: Env) -> Result<()> {
    let rooms = env.durable_object("ROOM")?;
    let (lobby, attic) = (rooms.get_by_name("lobby"), rooms.get_by_name("attic"));
    assert_eq!(lobby.fetch("/visits").await?.read_text().await?, "1");
    assert_eq!(attic.fetch("/visits").await?.read_text().await?, "1");
    let id = rooms.id_from_name("lobby")?;
    assert_eq!(lobby.fetch("/id").await?.read_text().await?, id.as_str());
    Ok(())
}

#[worker_sdk::test]
async fn an_error_reaches_the_caller(env: Env) -> Result<()> {
    let room = env.durable_object("ROOM")?.get_by_name("lobby");
    let error = room.fetch("/err").await.unwrap_err();
    assert_eq!(
        error.to_string(),
        "fetch from a Durable Object failed: Error: out of paper"
    );
    assert_eq!(room.fetch("/visits").await?.read_text().await?, "2");
    Ok(())
}

#[worker_sdk::test]
async fn a_class_of_the_test_is_made_in_time(env: Env) -> Result<()> {
    let local = env.durable_object("LOCAL")?.get_by_name("here");
    let (first, second) = futures_util::future::join(local.fetch("/"), local.fetch("/")).await;
    assert_eq!(first?.read_text().await?, "here 41");
    assert_eq!(second?.read_text().await?, "here 42");
    Ok(())
}
