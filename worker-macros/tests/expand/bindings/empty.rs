#[derive(Bindings)]
pub struct App {}
