#[event(queue)]
async fn consume(batch: queues::Batch<Order>, env: Env, context: Context) -> Result<()> {
    ship(batch, env, context).await
}
