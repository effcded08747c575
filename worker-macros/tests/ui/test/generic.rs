#[worker_sdk::test]
async fn parameter<T: Default>(_env: T) {}

#[worker_sdk::test]
async fn clause(_env: worker_sdk::Env)
where
    String: Clone,
{
}

fn main() {}
