//! An entrypoint whose `fetch` is a router.

use std::rc::Rc;

use worker_sdk::extract::{Path, State};
use worker_sdk::http::StatusCode;
use worker_sdk::middleware::{Next, SecureHeaders};
use worker_sdk::router::{Router, get};
use worker_sdk::{
    Bindings, Context, Env, Error, HttpError, Request, Response, Result, sleep, worker_entrypoint,
};

#[derive(Bindings)]
struct App {
    greeting: String,
}

struct Counter {
    app: App,
}

#[worker_entrypoint]
impl Counter {
    fn new(app: App) -> Self {
        Self { app }
    }

    fn fetch() -> Router<Rc<Self>> {
        Router::new()
            .route("/greeting/{name}", get(greet).post(Self::answer))
            .route("/surroundings", get(surroundings))
            .route("/err", get(|| Err::<(), _>(Error::new("out of paper"))))
            .route(
                "/panic",
                get(async || -> () { panic!("fell over the counter") }),
            )
            .route("/later", get(later))
            .layer(refuse_robots)
            .layer(SecureHeaders::new())
    }

    async fn answer(self: Rc<Self>, Path(name): Path<String>, body: String) -> String {
        format!("{} {name}: {body}", self.app.greeting)
    }
}

fn greet(State(counter): State<Rc<Counter>>, Path(name): Path<String>) -> String {
    format!("{} {name}", counter.app.greeting)
}

#[derive(serde::Deserialize)]
struct Props {
    role: Option<String>,
}

/// The constructor has taken neither.
fn surroundings(env: Env, context: Context) -> Result<String> {
    let props: Props = context.props()?;
    let role = props.role.unwrap_or_else(|| "nobody".to_owned());
    Ok(format!("{} {role}", env.var("GREETING")?))
}

async fn later(context: Context) -> &'static str {
    context.wait_until(async {
        sleep(std::time::Duration::from_millis(1)).await;
        worker_sdk::console_log!("behind the counter");
    });
    "soon"
}

async fn refuse_robots(counter: Rc<Counter>, request: Request, next: Next) -> Result<Response> {
    if request.header("user-agent").as_deref() == Some("robot") {
        let refusal = format!("{} robot, no", counter.app.greeting);
        let refusal = HttpError::new(StatusCode::FORBIDDEN, refusal);
        return worker_sdk::IntoResponse::into_response(refusal);
    }
    next.run(request).await
}
