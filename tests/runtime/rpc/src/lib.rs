//! What the tests in `tests`, and callers in JavaScript, call.

mod clean;
mod counter;
mod desk;
pub mod front;
pub mod interfaces;
pub mod peer;
mod shipping;
mod tally;
