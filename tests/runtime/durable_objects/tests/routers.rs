//! Objects whose `fetch` is a router.

use std::rc::Rc;

use worker_sdk::durable_objects::{self, Cell};
use worker_sdk::extract::State;
use worker_sdk::router::{Router, get};
use worker_sdk::{Env, Json, Request, Result, durable_object};

struct Local {
    state: durable_objects::State,
    messages: Cell<Vec<String>>,
}

#[durable_object]
impl Local {
    async fn new(state: durable_objects::State) -> Result<Self> {
        let kept: Option<Vec<String>> = state.storage().get("messages").await?;
        Ok(Self {
            state,
            messages: Cell::new(kept.unwrap_or_default()),
        })
    }

    fn fetch() -> Router<Rc<Self>> {
        Router::new().route("/messages", get(list).post(Self::say))
    }

    async fn say(self: Rc<Self>, message: String) -> Result<()> {
        self.messages.with_mut(|messages| messages.push(message));
        let messages = self.messages.with(Clone::clone);
        self.state.storage().put("messages", &messages).await
    }
}

async fn list(State(room): State<Rc<Local>>) -> Json<Vec<String>> {
    Json(room.messages.with(Clone::clone))
}

#[worker_sdk::test]
async fn a_router_answers_for_its_object(env: Env) -> Result<()> {
    let room = env.durable_object("LOCAL")?.get_by_name("lobby");
    for message in ["hello", "who is there"] {
        room.fetch(Request::post("/messages").body(message)).await?;
    }
    let messages = room.fetch("/messages").await?.read_text().await?;
    assert_eq!(messages, r#"["hello","who is there"]"#);
    Ok(())
}
