#[event(queue)]
fn consume(batch: Batch, app: App) {
    ship(batch, app)
}
