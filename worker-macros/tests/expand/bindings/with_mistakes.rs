#[derive(Bindings)]
struct App<'a> {
    text: &'a str,
}
