use worker_sdk::Env;

#[worker_sdk::test]
async fn works(env: Env) -> worker_sdk::Result<()> {
    let text: u32 = env.var("NAME")?;
    Ok(())
}
