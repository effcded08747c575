use worker_sdk::extract::{Extension, Path, State};
use worker_sdk::fetch::Fetch;
use worker_sdk::middleware::Next;
use worker_sdk::{IntoResponse, Json, Request, Response, Result, debug_handler};

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
async fn handed_on(request: Request) -> Result<Fetch> {
    Ok(worker_sdk::fetch(request))
}

#[debug_handler]
async fn middleware(Extension(name): Extension<String>, request: Request, next: Next) -> Result<Response> {
    next.run(request).await?.with_header("x-name", name)
}

fn main() {
    let _ = (plain, with_state, last_is_a_part, handed_on, middleware);
}
