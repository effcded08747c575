#[derive(Described)]
#[serde(tag = "type")]
enum Event {
    Started,
    Moved { from: u8 },
    #[serde(skip)]
    Secret,
}
