use worker_sdk::Bindings;

#[derive(Bindings)]
struct Generic<T>
where
    T: Clone,
{
    value: T,
}

#[derive(Bindings)]
struct Borrowed<'a> {
    value: &'a str,
}

fn main() {}
