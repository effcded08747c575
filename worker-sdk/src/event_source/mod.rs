#![doc = include_str!("guide.md")]

mod error;
mod event;
mod messages;
mod parser;
mod source;
mod sse;
mod stream;

pub use event::Event;
pub use messages::Messages;
pub use parser::Message;
pub use source::{EventSource, ReadyState};
pub use sse::Sse;
pub use stream::EventStream;
