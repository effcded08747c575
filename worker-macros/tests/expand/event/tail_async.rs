#[event(tail)]
async fn observe(events: tail::Events, env: Env) -> Result<()> {
    report(events, env).await
}
