#[event(fetch)]
fn shop() -> Router<Shop> {
    Router::new()
}
