use worker_sdk::rpc;

#[rpc]
trait Accounts {
    fn referenced(self: &Self);
    fn boxed(self: Box<Self>);
    fn pinned(self: std::pin::Pin<&Self>);
    fn counted(self: std::rc::Rc<Self>);
    fn mutable(&mut self);
}

fn main() {}
