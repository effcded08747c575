#[event(fetch)]
async fn main(request: Request, env: Env, ctx: Context) -> Result<Response> {
    route(request, env, ctx).await
}
