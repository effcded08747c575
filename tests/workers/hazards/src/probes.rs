//! What a test can see of this instance from outside.

use std::cell::{Cell, RefCell};
use std::collections::HashMap;

thread_local! {
    static LIVE: Cell<u32> = const { Cell::new(0) };
    static COUNTS: RefCell<HashMap<String, u32>> = RefCell::default();
}

/// Counts as live until it is dropped: it stands for a lock or a buffer that a future holds.
pub(crate) struct Guard(());

impl Guard {
    pub(crate) fn new() -> Guard {
        LIVE.set(LIVE.get() + 1);
        Guard(())
    }
}

impl Drop for Guard {
    fn drop(&mut self) {
        LIVE.set(LIVE.get() - 1);
    }
}

pub(crate) fn live() -> u32 {
    LIVE.get()
}

/// Size of the module's memory in pages of 64 KiB.
pub(crate) fn pages() -> usize {
    core::arch::wasm32::memory_size(0)
}

/// Adds one to the number that [`count`] tells for `name`.
pub(crate) fn note(name: &str) {
    COUNTS.with_borrow_mut(|counts| *counts.entry(name.to_owned()).or_default() += 1);
}

pub(crate) fn count(name: &str) -> u32 {
    COUNTS.with_borrow(|counts| counts.get(name).copied().unwrap_or_default())
}

/// Makes work for the garbage collector, as ordinary load would.
pub(crate) fn garbage() -> String {
    for _ in 0..4 {
        js_sys::Uint8Array::new_with_length(8 << 20);
    }
    "made".to_owned()
}
