#[durable_object]
impl Room {
    fn new(state: State) -> Self {
        Self { state }
    }

    fn fetch() -> Router<Rc<Self>> {
        Router::new()
    }
}
