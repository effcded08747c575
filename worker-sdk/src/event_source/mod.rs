#![doc = include_str!("guide.md")]

mod error;
mod event;
mod parser;
mod source;
mod sse;
mod stream;

pub use event::Event;
pub use parser::Message;
pub use source::EventSource;
pub use sse::Sse;
pub use stream::EventStream;
