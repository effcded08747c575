//! The allocator of a wasm instance.

use std::alloc::{GlobalAlloc, Layout};
use std::arch::wasm32::{memory_grow, memory_size};
use std::cell::UnsafeCell;
use std::ptr;

use super::heap::{Heap, Memory, PAGE};
use super::size::UNIT;

#[global_allocator]
static ALLOCATOR: Allocator = Allocator(UnsafeCell::new(Heap::new(Linear)));

struct Allocator(UnsafeCell<Heap<Linear>>);

// SAFETY: there is one thread; `local.rs` argues and refuses to compile otherwise.
unsafe impl Sync for Allocator {}

impl Allocator {
    /// # Safety
    ///
    /// The result is not used any more when this is called again.
    #[inline(always)]
    #[allow(clippy::mut_from_ref, reason = "the caller promises that there is one")]
    unsafe fn heap(&self) -> &mut Heap<Linear> {
        // SAFETY: by the contract this is the only reference.
        unsafe { &mut *self.0.get() }
    }
}

// SAFETY: `Heap` keeps the contract of an allocator, which the tests compare with a model: blocks that do not overlap,
// are large enough and aligned, and keep their contents when they are moved. It calls nothing that could allocate or
// unwind, so each of the references made here is gone before the next one is made.
unsafe impl GlobalAlloc for Allocator {
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        // SAFETY: see above. A layout has what `Heap::alloc` asks for.
        unsafe { self.heap().alloc(layout.size(), layout.align()) }
    }

    unsafe fn dealloc(&self, block: *mut u8, layout: Layout) {
        // SAFETY: see above. The caller promises that the block was allocated here with this layout.
        unsafe { self.heap().dealloc(block, layout.size(), layout.align()) }
    }

    unsafe fn realloc(&self, block: *mut u8, layout: Layout, new_size: usize) -> *mut u8 {
        // SAFETY: see above. The caller promises as for `dealloc`, and that the new size makes a layout.
        unsafe {
            self.heap()
                .realloc(block, layout.size(), layout.align(), new_size)
        }
    }
}

/// The linear memory of the instance.
struct Linear;

unsafe extern "C" {
    // The linker puts these behind the data and the stack, and at the end of the memory that the module starts with.
    static __heap_base: u8;
    static __heap_end: u8;
}

// SAFETY: the linker leaves the bytes between its two symbols to the allocator, and `memory.grow` returns pages that
// did not exist before: others that grow memory get other pages. What is before the first multiple of `UNIT` is left
// out. Pages are multiples of `UNIT`. On wasm, a pointer made from an address may be used for all of linear memory.
unsafe impl Memory for Linear {
    #[inline(always)]
    fn initial(&mut self) -> (*mut u8, usize) {
        let start = (&raw const __heap_base).addr().next_multiple_of(UNIT);
        let end = (&raw const __heap_end).addr();
        // The end is a multiple of a page, so rounding up does not go beyond it.
        (pointer(start), end.wrapping_sub(start))
    }

    #[inline(always)]
    fn end(&self) -> usize {
        memory_size::<0>().wrapping_mul(PAGE)
    }

    #[inline(always)]
    fn grow(&mut self, len: usize) -> *mut u8 {
        match memory_grow::<0>(len / PAGE) {
            usize::MAX => ptr::null_mut(),
            pages => pointer(pages * PAGE),
        }
    }
}

fn pointer(address: usize) -> *mut u8 {
    ptr::with_exposed_provenance_mut(address)
}
