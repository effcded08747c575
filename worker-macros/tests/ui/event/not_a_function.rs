use worker_sdk::event;

#[event(fetch)]
struct Structure;

#[event(fetch)]
pub enum Enumeration {}

#[event(fetch)]
impl Structure {}

#[event(fetch)]
pub const CONSTANT: u32 = 1;

#[event(fetch)]
mod module {}

#[event(fetch)]
pub type Alias = u32;

fn main() {}
