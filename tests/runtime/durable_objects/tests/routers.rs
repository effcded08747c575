//! Objects whose `fetch` is a router.
#![cfg(target_family = "wasm")]

use std::cell::Cell as Count;
use std::rc::Rc;
use std::time::Duration;

use worker_sdk::durable_objects::{self, Cell, Stub};
use worker_sdk::extract::{FromRef, Path, State};
use worker_sdk::http::StatusCode;
use worker_sdk::middleware::{Cors, Next, on_error};
use worker_sdk::router::{Router, get, post};
use worker_sdk::websockets::{self, Message, Upgrade, WebSocket};
use worker_sdk::{
    Bindings, Context, Env, Error, HttpError, Json, Request, Response, Result, durable_object,
    sleep, spawn, test,
};

thread_local! {
    static ROUTERS: Count<u32> = const { Count::new(0) };
}

#[derive(Bindings)]
struct App {
    greeting: String,
}

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
        ROUTERS.set(ROUTERS.get() + 1);
        Router::new()
            .route("/messages", get(list).post(Self::say))
            .route("/messages/{index}", get(Self::message))
            .route("/name", get(name))
            .route("/count", get(|State(Sum(sum)): State<Sum>| sum.to_string()))
            .route("/surroundings", get(surroundings))
            .route("/context", get(|_: Context| ()))
            .route(
                "/err",
                get(async || Err::<(), _>(Error::new("out of paper"))),
            )
            .route("/panic", get(Self::panic))
            .route("/later", post(Self::later))
            .route("/socket", get(Self::join))
            .route("/talk", get(talk))
            .nest("/quiet", quiet())
            .layer(counted)
            .layer(Cors::any())
    }

    async fn say(self: Rc<Self>, message: String) -> Result<StatusCode> {
        self.messages.with_mut(|messages| messages.push(message));
        let messages = self.messages.with(Clone::clone);
        self.state.storage().put("messages", &messages).await?;
        Ok(StatusCode::CREATED)
    }

    fn message(self: Rc<Self>, Path(index): Path<usize>) -> Result<String, HttpError> {
        let message = self.messages.with(|messages| messages.get(index).cloned());
        message.ok_or_else(|| HttpError::not_found(format!("there is no message {index}")))
    }

    async fn panic(self: Rc<Self>) {
        panic!("no room left");
    }

    async fn later(self: Rc<Self>) {
        let again = self.clone();
        self.state
            .wait_until(async move { again.say("waited".to_owned()).await.map(drop) });
        spawn(async move { self.say("spawned".to_owned()).await.map(drop) });
    }

    fn join(self: Rc<Self>, request: Request) -> Result<Response> {
        let upgrade = Upgrade::of(&request).protocols(&["chat"]);
        upgrade.hibernate(&self.state, &["tag"], |socket| socket.send("welcome"))
    }

    fn websocket_message(&self, socket: WebSocket, message: Message) -> Result<()> {
        let tags = self.state.tags(&socket)?.concat();
        let text = message.as_text().unwrap_or_default().to_owned();
        socket.send(format!("{tags} {text}"))
    }
}

async fn list(State(room): State<Rc<Local>>) -> Json<Vec<String>> {
    sleep(Duration::from_millis(1)).await;
    Json(room.messages.with(Clone::clone))
}

fn name(State(room): State<Rc<Local>>) -> String {
    room.state.id().name().unwrap_or_default()
}

fn talk(room: Rc<Local>, request: Request) -> Result<Response> {
    websockets::upgrade(&request, |mut socket| async move {
        while let Some(message) = socket.receive().await? {
            let text = message.as_text().unwrap_or_default().to_owned();
            room.messages.with_mut(|messages| messages.push(text));
            socket.send(room.messages.with(Vec::len).to_string())?;
        }
        Ok(())
    })
}

/// A part of the object.
struct Sum(usize);

impl FromRef<Rc<Local>> for Sum {
    fn from_ref(room: &Rc<Local>) -> Self {
        Self(room.messages.with(Vec::len))
    }
}

fn surroundings(env: Env, app: App, context: Option<Context>) -> Result<String> {
    let greeting = env.var("GREETING")?;
    Ok(format!("{greeting} {} {}", app.greeting, context.is_none()))
}

fn quiet() -> Router<Rc<Local>> {
    Router::new()
        .route("/", get(|| Err::<(), _>(Error::new("out of ink"))))
        .layer(on_error(|error: Error| {
            HttpError::bad_request(error.to_string())
        }))
}

async fn counted(
    State(Sum(before)): State<Sum>,
    room: Rc<Local>,
    request: Request,
    next: Next,
) -> Result<Response> {
    let response = next.run(request).await?;
    if response.websocket().is_some() {
        return Ok(response);
    }
    let count = format!("{before} {}", room.messages.with(Vec::len));
    response.with_header("x-messages", count)
}

struct Broken;

#[durable_object]
impl Broken {
    fn new() -> Self {
        Self
    }

    fn fetch() -> Router<Rc<Broken>> {
        Router::new()
            .route("/a/{b}", get(|| "first"))
            .route("/a/{c}", get(|| "second"))
    }
}

fn local(env: &Env, name: &str) -> Result<Stub> {
    Ok(env.durable_object("LOCAL")?.get_by_name(name))
}

async fn ask(object: &Stub, path: &str) -> Result<String> {
    object.fetch(path).await?.read_text().await
}

async fn say(object: &Stub, message: &'static str) -> Result<Response> {
    object.fetch(Request::post("/messages").body(message)).await
}

#[worker_sdk::test]
async fn a_router_answers_for_its_object(env: Env) -> Result<()> {
    let (lobby, attic) = (local(&env, "lobby")?, local(&env, "attic")?);
    for message in ["hello", "who is there"] {
        assert_eq!(say(&lobby, message).await?.status(), StatusCode::CREATED);
    }
    assert_eq!(
        ask(&lobby, "/messages").await?,
        r#"["hello","who is there"]"#
    );
    assert_eq!(ask(&lobby, "/messages/1").await?, "who is there");
    assert_eq!(ask(&attic, "/messages").await?, "[]");
    assert_eq!(ask(&lobby, "/name").await?, "lobby");
    assert_eq!(ask(&attic, "/name").await?, "attic");
    assert_eq!(ROUTERS.get(), 1);
    Ok(())
}

#[worker_sdk::test]
async fn a_part_of_the_object_is_a_part_of_the_state(env: Env) -> Result<()> {
    let lobby = local(&env, "lobby")?;
    say(&lobby, "hello").await?;
    assert_eq!(ask(&lobby, "/count").await?, "1");
    Ok(())
}

#[worker_sdk::test]
async fn an_object_that_is_made_again_answers_through_the_same_router(env: Env) -> Result<()> {
    let lobby = local(&env, "lobby")?;
    say(&lobby, "hello").await?;
    test::evict(&lobby).await?;
    // A stub does not outlive its object.
    let lobby = local(&env, "lobby")?;
    assert_eq!(ask(&lobby, "/messages").await?, r#"["hello"]"#);
    assert_eq!(ask(&lobby, "/surroundings").await?, "hello hello true");
    assert_eq!(ROUTERS.get(), 1);
    Ok(())
}

#[worker_sdk::test]
async fn handlers_take_the_environment_of_the_object(env: Env) -> Result<()> {
    let answer = ask(&local(&env, "lobby")?, "/surroundings").await?;
    assert_eq!(answer, "hello hello true");
    Ok(())
}

#[worker_sdk::test]
async fn no_context_in_an_object(env: Env) -> Result<()> {
    let error = local(&env, "lobby")?.fetch("/context").await.unwrap_err();
    assert_eq!(
        error.to_string(),
        "fetch from a Durable Object failed: Error: there is no context inside of a Durable Object; use \
         `worker_sdk::spawn`"
    );
    Ok(())
}

#[worker_sdk::test]
async fn what_the_router_answers_by_itself(env: Env) -> Result<()> {
    let lobby = local(&env, "lobby")?;
    let missing = lobby.fetch("/nothing").await?;
    assert_eq!(missing.status(), StatusCode::NOT_FOUND);
    let refused = lobby.fetch(Request::put("/messages")).await?;
    assert_eq!(refused.status(), StatusCode::METHOD_NOT_ALLOWED);
    let refused = lobby.fetch("/messages/9").await?;
    assert_eq!(refused.status(), StatusCode::NOT_FOUND);
    assert!(refused.read_text().await?.contains("there is no message 9"));
    Ok(())
}

#[worker_sdk::test]
async fn layers_stand_around_and_take_the_object(env: Env) -> Result<()> {
    let lobby = local(&env, "lobby")?;
    let request = Request::post("/messages").header("origin", "https://a.example");
    let response = lobby.fetch(request.body("hello")).await?;
    let header = |name| response.headers().get(name);
    assert_eq!(header("access-control-allow-origin").as_deref(), Some("*"));
    assert_eq!(header("x-messages").as_deref(), Some("0 1"));
    Ok(())
}

#[worker_sdk::test]
async fn an_error_is_the_callers_and_the_object_goes_on(env: Env) -> Result<()> {
    let lobby = local(&env, "lobby")?;
    let error = lobby.fetch("/err").await.unwrap_err();
    assert_eq!(
        error.to_string(),
        "fetch from a Durable Object failed: Error: out of paper"
    );
    say(&lobby, "hello").await?;
    assert_eq!(ask(&lobby, "/count").await?, "1");
    let answered = lobby.fetch("/quiet").await?;
    assert_eq!(answered.status(), StatusCode::BAD_REQUEST);
    assert!(answered.read_text().await?.contains("out of ink"));
    Ok(())
}

#[worker_sdk::test]
#[should_panic(expected = "no room left")]
async fn a_panic_of_a_handler_is_that_of_the_object(env: Env) {
    let lobby = local(&env, "lobby").unwrap();
    ask(&lobby, "/panic").await.unwrap();
}

#[worker_sdk::test]
async fn work_goes_on_behind_the_answer(env: Env) -> Result<()> {
    let lobby = local(&env, "lobby")?;
    lobby.fetch(Request::post("/later")).await?;
    sleep(Duration::from_millis(20)).await;
    assert_eq!(ask(&lobby, "/count").await?, "2");
    Ok(())
}

#[worker_sdk::test]
async fn sockets_are_taken_by_handlers(env: Env) -> Result<()> {
    let lobby = local(&env, "lobby")?;
    let request = Request::get("https://object/socket")
        .header("upgrade", "websocket")
        .header("sec-websocket-protocol", "chat");
    let response = lobby.fetch(request).await?;
    assert_eq!(response.status(), StatusCode::SWITCHING_PROTOCOLS);
    let protocol = response.headers().get("sec-websocket-protocol");
    assert_eq!(protocol.as_deref(), Some("chat"));
    let mut socket = response.websocket().ok_or("no socket")?;
    socket.accept()?;
    assert_eq!(socket.receive().await?, Some("welcome".into()));
    socket.send("hello")?;
    assert_eq!(socket.receive().await?, Some("tag hello".into()));
    Ok(())
}

#[worker_sdk::test]
async fn sockets_are_talked_with_in_handlers(env: Env) -> Result<()> {
    let lobby = local(&env, "lobby")?;
    let request = Request::get("https://object/talk").header("upgrade", "websocket");
    let mut socket = lobby.fetch(request).await?.websocket().ok_or("no socket")?;
    socket.accept()?;
    for count in ["1", "2"] {
        socket.send("hello")?;
        assert_eq!(socket.receive().await?, Some(count.into()));
    }
    assert_eq!(ask(&lobby, "/messages").await?, r#"["hello","hello"]"#);
    let refused = lobby.fetch("/talk").await?;
    assert_eq!(refused.status(), StatusCode::UPGRADE_REQUIRED);
    Ok(())
}

#[worker_sdk::test]
async fn routes_with_mistakes_answer_nothing(env: Env) -> Result<()> {
    let broken = env.durable_object("BROKEN")?.get_by_name("any");
    let error = broken.fetch("/somewhere").await.unwrap_err().to_string();
    let begins = "fetch from a Durable Object failed: Error: the router cannot be used: the route";
    assert!(error.starts_with(begins), "{error}");
    assert!(
        error.contains("`/a/{c}`") && error.contains("`/a/{b}`"),
        "{error}"
    );
    let mistakes = Broken::fetch().check().unwrap_err().to_string();
    assert!(error.ends_with(&mistakes), "{error}");
    Ok(())
}
