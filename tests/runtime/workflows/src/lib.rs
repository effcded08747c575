//! The workflows that the tests in `tests` run.

mod newer;
mod orders;
mod steps;

pub use orders::{Order, Receipt};
