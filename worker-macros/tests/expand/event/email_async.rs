#[event(email)]
async fn receive(message: email::Incoming, env: Env) -> Result<()> {
    sort(message, env).await
}
