use worker_sdk::extract::FromRef;

#[derive(FromRef)]
struct Twice {
    title: String,
    footer: String,
}

#[derive(FromRef)]
struct Generic<T> {
    inner: T,
}

#[derive(FromRef)]
#[from_ref(crat = sdk)]
struct Options {
    #[from_ref(skp)]
    title: String,
}

#[derive(FromRef)]
enum Either {
    One,
}

fn main() {}
