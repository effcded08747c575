#[event(start)]
fn setup() {
    prepare();
}
