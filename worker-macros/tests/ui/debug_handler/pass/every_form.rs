use std::future::Future;
use std::pin::Pin;
use std::rc::Rc;

use worker_sdk::extract::{Extension, Path, State};
use worker_sdk::fetch::Fetch;
use worker_sdk::middleware::Next;
use worker_sdk::http::StatusCode;
use worker_sdk::router::get;
use worker_sdk::{IntoResponse, Json, Request, Response, Result, Router, debug_handler};

#[debug_handler]
fn plain() -> &'static str {
    "hello"
}

#[debug_handler]
async fn with_state(State(state): State<u32>, Path(id): Path<u32>, Json(names): Json<Vec<String>>) -> impl IntoResponse {
    format!("{state} {id} {names:?}")
}

#[debug_handler(state = u32)]
async fn last_is_a_part(Path(id): Path<u32>) -> Result<String> {
    Ok(id.to_string())
}

#[debug_handler]
async fn with_counted_state(Path(id): Path<u32>, state: Rc<u32>) -> String {
    format!("{state} {id}")
}

#[debug_handler]
async fn partly_named(Path(id): Path<u32>) -> Result<impl IntoResponse> {
    Ok(id.to_string())
}

#[debug_handler]
async fn partly_named_in_a_tuple() -> (StatusCode, impl IntoResponse) {
    (StatusCode::CREATED, "made")
}

#[debug_handler]
fn future() -> Pin<Box<dyn Future<Output = Result<&'static str>>>> {
    Box::pin(async { Ok("hello") })
}

#[debug_handler]
async fn handed_on(request: Request) -> Result<Fetch> {
    Ok(worker_sdk::fetch(request))
}

#[debug_handler]
fn middleware_of_a_future(request: Request, next: Next) -> Pin<Box<dyn Future<Output = Result<Response>>>> {
    Box::pin(next.run(request))
}

#[debug_handler]
async fn middleware(Extension(name): Extension<String>, request: Request, next: Next) -> Result<Response> {
    next.run(request).await?.with_header("x-name", name)
}

fn main() {
    let _: Router<Rc<u32>> = Router::new().route("/{id}", get(with_counted_state));
    let router: Router = Router::new()
        .route("/", get(plain))
        .route("/partly", get(partly_named_in_a_tuple))
        .route("/partly/{id}", get(partly_named))
        .route("/future", get(future));
    let _ = (router, with_state, last_is_a_part, handed_on, middleware_of_a_future, middleware);
}
