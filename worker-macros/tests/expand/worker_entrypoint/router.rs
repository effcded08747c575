#[worker_entrypoint]
impl Desk {
    fn new(env: Env) -> Self {
        Self { env }
    }

    fn fetch() -> Router<Rc<Self>> {
        Router::new()
    }
}
