#[derive(Bindings)]
#[binding(crate = my::sdk)]
struct App {
    text: String,
}
