use worker_sdk::durable_object;

struct Room<T>(T);

#[durable_object]
impl<T> Room<T> {
    fn new() -> Self {
        todo!()
    }

    async fn alarm<E>(&self) {}
}

fn main() {}
