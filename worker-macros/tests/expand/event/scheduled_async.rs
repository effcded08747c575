#[event(scheduled)]
async fn tick(event: ScheduledEvent, env: Env) -> Result<()> {
    clean_up(event, env).await
}
