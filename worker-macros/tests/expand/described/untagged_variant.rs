#[derive(Described)]
enum Answer {
    Known(Name),
    #[serde(untagged)]
    Other { code: u8 },
}
