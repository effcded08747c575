use worker::{Context, Env, Request, Response, Result, event};

#[event(fetch)]
async fn main(_request: Request, _env: Env, _context: Context) -> Result<Response> {
    Response::ok("Hello, world!")
}
