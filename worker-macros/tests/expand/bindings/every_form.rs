#[derive(Bindings)]
struct App {
    cache: kv::Namespace,
    #[binding("max-items")]
    max_items: Option<u32>,
    #[binding(flatten)]
    nested: Nested,
    r#type: String,
}
