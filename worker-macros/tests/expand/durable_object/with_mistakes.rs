#[durable_object]
impl Room {
    fn fetch(&mut self) -> Response {
        Response::empty()
    }
}
