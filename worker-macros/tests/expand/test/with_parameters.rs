#[test(timeout = "5s")]
async fn greets(env: Env, context: Context) -> Result<()> {
    greet(env, context).await
}
