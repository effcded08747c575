#[event(fetch)]
fn main() -> &'static str {
    "hello"
}
