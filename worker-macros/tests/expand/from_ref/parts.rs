#[derive(FromRef)]
#[from_ref(crate = my::sdk)]
struct App {
    title: String,
    #[from_ref(skip)]
    footer: String,
}
#[derive(FromRef)]
struct Pair(u8, Option<u8>);
