struct App;

impl App {
    #[worker_sdk::test]
    async fn works(&self) {}
}

fn main() {}
