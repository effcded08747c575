use worker_sdk::rpc;

#[rpc(name = "Rooms")]
unsafe trait Room<T> {
    const SIZE: u32;
    type Member;
    fn fetch(&self);
    fn add(&mut self);
    fn remove(self);
    fn count() -> u32;
    fn of<M>(&self, member: M);
    fn pair(&self, (a, b): (u8, u8));
    fn add_one(&self);
    #[rpc(name = "addOne")]
    fn add_two(&self);
    #[rpc(rename = "x")]
    fn add_three(&self);
    #[rpc(name = "a-b")]
    fn add_four(&self);
    #[rpc(getter)]
    fn part(&self, number: u8);
    #[cfg(debug_assertions)]
    fn sometimes(&self);
}

#[rpc]
impl Room for () {}

fn main() {}
