/// A room.
#[rpc]
pub trait Room {
    /// Adds a member.
    async fn add_member(&self, name: String, age: Option<u8>) -> Result<Vec<Member>>;
    fn size(self: Rc<Self>) -> u32;
    #[rpc(name = "shut")]
    fn close(&self);
    /// What it is about.
    #[rpc(getter)]
    async fn topic(&self) -> Option<String>;
    fn each(&self, f: Function<(String, u32), bool>, seats: HashMap<String, [u8; 3]>);
}
