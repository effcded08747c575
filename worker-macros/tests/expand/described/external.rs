#[derive(Described)]
enum Event {
    Started,
    #[serde(rename = "it's")]
    Moved(u8, Option<String>),
}
