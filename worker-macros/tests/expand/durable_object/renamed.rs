#[durable_object(name = "OldRoom", crate = my::sdk)]
impl room::Room {
    fn new() -> Self {
        Self
    }
}
