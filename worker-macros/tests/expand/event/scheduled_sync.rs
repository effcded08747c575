#[event(scheduled)]
fn tick() {}
