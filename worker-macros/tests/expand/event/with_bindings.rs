#[event(fetch)]
async fn main(request: Request, env: Env, app: App) -> Result<Response> {
    route(request, env, app).await
}
