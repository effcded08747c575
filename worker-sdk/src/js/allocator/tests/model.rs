//! What an allocator must keep, checked at each step.

use std::alloc::{Layout, alloc, dealloc};
use std::collections::BTreeMap;
use std::ptr;

use crate::js::allocator::heap::{Heap, Memory, PAGE};

/// A linear memory of at most `limit` bytes, whose first `used` bytes exist.
pub(super) struct Buffer {
    pub(super) base: *mut u8,
    initial: usize,
    used: usize,
    limit: usize,
}

impl Buffer {
    fn layout(limit: usize) -> Layout {
        Layout::from_size_align(limit, PAGE).unwrap()
    }

    pub(super) fn heap(initial: usize, limit: usize) -> Heap<Self> {
        // SAFETY: no caller asks for an empty buffer.
        let base = unsafe { alloc(Self::layout(limit)) };
        assert!(!base.is_null());
        Heap::new(Self {
            base,
            initial,
            used: PAGE,
            limit,
        })
    }
}

impl Drop for Buffer {
    fn drop(&mut self) {
        // SAFETY: allocated with this layout, in `heap`.
        unsafe { dealloc(self.base, Self::layout(self.limit)) };
    }
}

// SAFETY: the buffer is a multiple of `PAGE` long and aligned to it, `used` only grows, and all pointers come from `base`.
unsafe impl Memory for Buffer {
    fn initial(&mut self) -> (*mut u8, usize) {
        (self.base.wrapping_add(PAGE - self.initial), self.initial)
    }

    fn end(&self) -> usize {
        self.base.addr() + self.used
    }

    fn grow(&mut self, len: usize) -> *mut u8 {
        assert_eq!(len % PAGE, 0);
        if len > self.limit - self.used {
            return ptr::null_mut();
        }
        let start = self.base.wrapping_add(self.used);
        self.used += len;
        start
    }
}

/// The blocks in use, by address, with what they were filled with.
pub(super) struct Model {
    pub(super) heap: Heap<Buffer>,
    pub(super) live: BTreeMap<usize, Live>,
    pub(super) bytes: usize,
    filled: u8,
}

#[derive(Clone, Copy)]
pub(super) struct Live {
    block: *mut u8,
    pub(super) size: usize,
    align: usize,
    filled: u8,
}

impl Model {
    pub(super) fn new(initial: usize, limit: usize) -> Self {
        Self {
            heap: Buffer::heap(initial, limit),
            live: BTreeMap::new(),
            bytes: 0,
            filled: 0,
        }
    }

    /// Checks that the block is free memory of the buffer, aligned, and fills it.
    fn enter(&mut self, block: *mut u8, size: usize, align: usize) {
        let (start, memory) = (block.addr(), self.heap.memory());
        assert!(start.is_multiple_of(align), "{size} at {align}");
        assert!(start >= memory.base.addr() && start + size <= memory.end());
        if let Some((_, before)) = self.live.range(..=start).next_back() {
            assert!(before.block.addr() + before.size <= start, "overlap");
        }
        if let Some((&after, _)) = self.live.range(start..).next() {
            assert!(start + size <= after, "overlap");
        }
        self.filled = self.filled.wrapping_add(1);
        // SAFETY: just checked to be inside the buffer and in no other block.
        unsafe { block.write_bytes(self.filled, size) };
        let filled = self.filled;
        self.bytes += size;
        self.live.insert(
            start,
            Live {
                block,
                size,
                align,
                filled,
            },
        );
    }

    fn leave(&mut self, start: usize) -> Live {
        let live = self.live.remove(&start).unwrap();
        self.bytes -= live.size;
        live.check(live.size);
        live
    }

    pub(super) fn alloc(&mut self, size: usize, align: usize) -> Option<usize> {
        let block = self.heap.alloc(size, align);
        if block.is_null() {
            return None;
        }
        self.enter(block, size, align);
        Some(block.addr())
    }

    pub(super) fn free(&mut self, start: usize) {
        let live = self.leave(start);
        // SAFETY: the model had it in use with this layout.
        unsafe { self.heap.dealloc(live.block, live.size, live.align) };
    }

    pub(super) fn realloc(&mut self, start: usize, size: usize) -> Option<usize> {
        let live = self.leave(start);
        // SAFETY: the model had it in use with this layout.
        let block = unsafe { self.heap.realloc(live.block, live.size, live.align, size) };
        if block.is_null() {
            live.check(live.size);
            self.enter(live.block, live.size, live.align);
            return None;
        }
        Live { block, ..live }.check(live.size.min(size));
        self.enter(block, size, live.align);
        Some(block.addr())
    }

    pub(super) fn free_all(&mut self) {
        while let Some((&start, _)) = self.live.first_key_value() {
            self.free(start);
        }
    }

    pub(super) fn used(&mut self) -> usize {
        self.heap.memory().used
    }
}

impl Live {
    pub(super) fn check(&self, len: usize) {
        // SAFETY: a block that was filled, and at least `len` bytes long.
        let bytes = unsafe { std::slice::from_raw_parts(self.block, len) };
        assert!(bytes == vec![self.filled; len], "contents");
    }
}
