//! What the tests in `tests`, and callers in JavaScript, call.

mod desk;
pub mod front;
pub mod interfaces;
mod tally;
