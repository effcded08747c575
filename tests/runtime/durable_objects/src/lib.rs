//! The classes that the tests in `tests` call.

pub mod room;
pub mod sockets;
