//! Names for the frames of a published module, which has none: a file beside it has them, and `worker-build symbolicate`
//! puts them into logs.

mod command;
mod file;
mod frames;

pub(crate) use command::{SymbolicateArgs, run};
pub(crate) use file::Symbols;

/// The name of the file in the output folder. No rule of wrangler makes a module of it.
pub(crate) const FILE: &str = "index.symbols";
