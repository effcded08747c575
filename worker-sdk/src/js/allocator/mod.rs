//! The global allocator: a worker's wasm is downloaded and compiled at a cold start, and std's allocator is a large
//! part of a small one.
//!
//! Requests of up to 32 KiB are rounded up to one of two sizes per doubling (8, 16, 24, 32, 48, 64, 96, …), so that
//! at most a third of a block is unused. Each size has a last-in-first-out list of free blocks, refilled from a chunk
//! of 3 or 4 KiB. Chunks, blocks of 3 KiB and more, and everything above 32 KiB are runs of kibibytes, kept in an
//! address-ordered list whose neighbours merge.
//!
//! Blocks have no headers: Rust passes the layout back. Chunks stay with their size for the life of the instance;
//! the larger blocks go back to the runs before memory grows.

mod heap;
mod runs;
mod size;
#[cfg(test)]
mod tests;
#[cfg(not(test))]
mod wasm;
