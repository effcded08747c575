#[derive(Described)]
#[serde(tag = "kind", content = "value", rename_all(serialize = "snake_case", deserialize = "UPPERCASE"))]
enum Event {
    Started,
    Moved { from: u8, to: u8 },
    NamedBy(String),
    Pair(u8, u8),
}
