//! The allocator over an abstract memory, so that tests can run it natively.

use std::{hint, ptr};

use super::runs::Runs;
use super::size::{FIRST_RUN_LIST, LISTS, Size, UNIT, is_run, list_block};

/// Memory grows by multiples of this.
pub(super) const PAGE: usize = 64 << 10;

/// The memory below the heap, which others may grow, too.
///
/// # Safety
///
/// Nobody else uses the bytes that `initial` and `grow` return. They start at a multiple of [`UNIT`], are a multiple
/// of it long, and any pointer among them may be used for all of them.
pub(super) unsafe trait Memory {
    /// The start and the length of what can be used without growing. Called once.
    fn initial(&mut self) -> (*mut u8, usize);

    /// The address behind the last byte of memory.
    fn end(&self) -> usize;

    /// Adds `len` bytes, a multiple of [`PAGE`], at `end`. Null when that fails.
    fn grow(&mut self, len: usize) -> *mut u8;
}

/// The state of the allocator.
pub(super) struct Heap<M> {
    memory: M,
    started: bool,
    runs: Runs,
    lists: [*mut Block; LISTS],
}

/// What a free small block holds.
struct Block {
    next: *mut Block,
}

impl<M: Memory> Heap<M> {
    pub(super) const fn new(memory: M) -> Self {
        Self {
            memory,
            started: false,
            runs: Runs::new(),
            lists: [ptr::null_mut(); LISTS],
        }
    }

    #[cfg(test)]
    pub(super) fn memory(&mut self) -> &mut M {
        &mut self.memory
    }

    /// A block of at least `size` bytes, which starts at a multiple of `align`; null when memory is exhausted.
    ///
    /// `align` must be a power of two and `size`, rounded up to it, at most `isize::MAX`.
    #[inline(never)]
    pub(super) fn alloc(&mut self, size: usize, align: usize) -> *mut u8 {
        let size = Size::new(size, align);
        if !size.is_small() || align > UNIT {
            return self.alloc_run(size, align);
        }
        let list = self.list(size);
        let block = *list;
        if block.is_null() {
            return self.refill(size);
        }
        // SAFETY: the blocks of a list are free, and `push` wrote them.
        *list = unsafe { (*block).next };
        block.cast()
    }

    /// Takes a block back.
    ///
    /// # Safety
    ///
    /// `block` came from this heap for this `size` and `align`, and is not used any more.
    #[inline(never)]
    pub(super) unsafe fn dealloc(&mut self, block: *mut u8, size: usize, align: usize) {
        let size = Size::new(size, align);
        if size.is_small() {
            let list = self.list(size);
            // SAFETY: the caller gave the block up. It is as long as the others, even if its alignment made it a run.
            unsafe { push(list, block.cast()) };
        } else {
            // SAFETY: the caller gave the block up, and blocks that are not small are runs of this length.
            unsafe { self.runs.give(block, size.block()) };
        }
    }

    /// Changes the size of a block, in place if possible. Null, with the block left as it is, when memory is exhausted.
    ///
    /// # Safety
    ///
    /// As for `dealloc` with `size`, and as for `alloc` with `new_size`.
    #[inline(always)]
    pub(super) unsafe fn realloc(
        &mut self,
        block: *mut u8,
        size: usize,
        align: usize,
        new_size: usize,
    ) -> *mut u8 {
        let old = Size::new(size, align).block();
        let new = Size::new(new_size, align).block();
        // SAFETY: the block is `old` bytes long, and what is behind `new` is not used any more.
        if old == new || unsafe { self.resize(block, old, new) } {
            return block;
        }
        let target = self.alloc(new_size, align);
        if !target.is_null() {
            // SAFETY: both blocks have as many bytes, and a new block overlaps no other.
            unsafe {
                ptr::copy_nonoverlapping(block, target, size.min(new_size));
                self.dealloc(block, size, align);
            }
        }
        target
    }

    /// Cuts or extends a block from `old` to `new` bytes where it is, if both are runs and it can be done.
    ///
    /// # Safety
    ///
    /// `block` is a block of `old` bytes, and what is behind `new` is not used any more.
    #[inline(always)]
    unsafe fn resize(&mut self, block: *mut u8, old: usize, new: usize) -> bool {
        if !is_run(old) || !is_run(new) {
            return false;
        }
        if new < old {
            // SAFETY: the lengths of runs are multiples of `UNIT`, and the caller gave these bytes up.
            unsafe { self.runs.give(block.add(new), old - new) };
            return true;
        }
        let (at, more) = (block.wrapping_add(old).addr(), new - old);
        self.runs.take_at(at, more)
            || (self.tail() == at && self.grow(more) && self.runs.take_at(at, more))
    }

    #[inline(always)]
    fn list(&mut self, size: Size) -> &mut *mut Block {
        // SAFETY: only called for small sizes, whose list numbers are below `LISTS`; a test compares all of them.
        unsafe { self.lists.get_unchecked_mut(size.list()) }
    }

    /// Cuts a new chunk into blocks, keeps all but the first, and returns that.
    #[cold]
    #[inline(never)]
    fn refill(&mut self, size: Size) -> *mut u8 {
        let (block, chunk) = (size.small_block(), size.chunk());
        let first = self.run(chunk);
        if !first.is_null() {
            let list = self.list(size);
            let mut rest = chunk - block;
            while rest != 0 {
                // SAFETY: the chunk is ours and its length a multiple of the block's, so here starts a whole block.
                unsafe { push(list, first.add(rest).cast()) };
                rest -= block;
            }
        }
        first
    }

    /// A run for `size` at a multiple of `align`, which may be more than [`UNIT`].
    #[inline(never)]
    fn alloc_run(&mut self, size: Size, align: usize) -> *mut u8 {
        let len = size.block();
        let slack = align.saturating_sub(UNIT);
        let start = self.run(len + slack);
        if start.is_null() || slack == 0 {
            return start;
        }
        let skipped = start.addr().wrapping_neg() & (align - 1);
        // SAFETY: the run is ours, is `len + slack` bytes long, and all of these are multiples of `UNIT`; the next
        // multiple of `align` is at most `slack` away.
        unsafe {
            self.runs.give(start, skipped);
            let block = start.add(skipped);
            self.runs.give(block.add(len), slack - skipped);
            block
        }
    }

    /// A run of `len` bytes. What costs nothing comes first.
    #[inline(never)]
    fn run(&mut self, len: usize) -> *mut u8 {
        loop {
            let run = self.runs.take(len);
            if !run.is_null() || !(self.return_blocks() || self.grow(len)) {
                return run;
            }
        }
    }

    /// Moves the free blocks that are runs back to the runs, where they merge. False when there were none.
    #[inline(always)]
    fn return_blocks(&mut self) -> bool {
        let mut found = false;
        // Unrolled, the loop would be a quarter of the allocator.
        let mut number = hint::black_box(FIRST_RUN_LIST);
        while let Some(list) = self.lists.get_mut(number) {
            let block = *list;
            if block.is_null() {
                number += 1;
                continue;
            }
            found = true;
            // SAFETY: the blocks of a list are free, `push` wrote them, and those of this list are runs.
            unsafe {
                *list = (*block).next;
                self.runs.give(block.cast(), list_block(number));
            }
        }
        found
    }

    /// Where the run at the end of memory starts; the end if there is none.
    #[inline(never)]
    fn tail(&self) -> usize {
        self.runs.tail(self.memory.end())
    }

    /// Adds runs; at first the initial memory, which may be too little, then enough for the last run to have `len` bytes.
    #[inline(never)]
    fn grow(&mut self, len: usize) -> bool {
        let (start, len) = if self.started {
            let missing = len.wrapping_sub(self.memory.end().wrapping_sub(self.tail()));
            let len = missing.next_multiple_of(PAGE);
            (self.memory.grow(len), len)
        } else {
            self.started = true;
            self.memory.initial()
        };
        if start.is_null() {
            return false;
        }
        // SAFETY: the memory promises that nobody else uses these bytes.
        unsafe { self.runs.give(start, len) };
        true
    }
}

/// Puts a block into a list.
///
/// # Safety
///
/// `block` has the length of the list's blocks, and nobody uses it.
#[inline(always)]
unsafe fn push(list: &mut *mut Block, block: *mut Block) {
    // SAFETY: by the contract we may write. Blocks are at least 8 bytes long and aligned to 8.
    unsafe { block.write(Block { next: *list }) };
    *list = block;
}
