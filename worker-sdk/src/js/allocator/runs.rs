//! The free runs: address-ordered, first fit, merged with their neighbours.

use std::ptr;

use super::size::UNIT;

/// Free runs of memory. Their lengths and addresses are multiples of [`UNIT`].
pub(super) struct Runs {
    /// An empty run before all others.
    head: Run,
}

/// What a free run holds in its first bytes.
struct Run {
    next: *mut Run,
    len: usize,
}

const _: () = assert!(size_of::<Run>() <= UNIT && UNIT.is_multiple_of(align_of::<Run>()));

impl Runs {
    pub(super) const fn new() -> Self {
        let next = ptr::null_mut();
        Self {
            head: Run { next, len: 0 },
        }
    }

    /// Takes `len` bytes, a multiple of [`UNIT`], from the front of the first run that has them. Null when none has.
    #[inline(always)]
    pub(super) fn take(&mut self, len: usize) -> *mut u8 {
        self.take_matching(0, 0, len)
    }

    /// Takes `len` bytes, a multiple of [`UNIT`], from the front of the run that starts at the address `at`. False when
    /// there is no such run.
    #[inline(always)]
    pub(super) fn take_at(&mut self, at: usize, len: usize) -> bool {
        !self.take_matching(usize::MAX, at, len).is_null()
    }

    #[inline(never)]
    fn take_matching(&mut self, mask: usize, at: usize, len: usize) -> *mut u8 {
        let mut before = &raw mut self.head;
        // SAFETY: links are null or lead to what was written by `give` or below, into memory that `give` was given and
        // nobody else uses. The rest of a run is inside of it and, as both lengths are multiples of `UNIT`, aligned
        // and large enough for a `Run`.
        unsafe {
            loop {
                let run = (*before).next;
                if run.is_null() {
                    return ptr::null_mut();
                }
                let has = (*run).len;
                if has >= len && run.addr() & mask == at {
                    let mut next = (*run).next;
                    if has > len {
                        let rest = run.byte_add(len);
                        rest.write(Run {
                            next,
                            len: has - len,
                        });
                        next = rest;
                    }
                    (*before).next = next;
                    return run.cast();
                }
                before = run;
            }
        }
    }

    /// Adds a run, which may be empty.
    ///
    /// # Safety
    ///
    /// `start` and `len` are multiples of [`UNIT`], and nobody else uses these bytes from now on. `start` may be used
    /// for all memory that is ever given.
    #[inline(never)]
    pub(super) unsafe fn give(&mut self, start: *mut u8, mut len: usize) {
        if len == 0 {
            return;
        }
        let mut before = &raw mut self.head;
        // SAFETY: as in `take_matching`, every run in the list is ours to read and write. By the contract the new one
        // is too, and aligned. It is not in the list yet, so no run in the list overlaps it; runs that touch are
        // merged, and a merged run consists of given bytes. The head is no given memory and has no bytes to touch.
        unsafe {
            let mut next = (*before).next;
            while !next.is_null() && next.addr() < start.addr() {
                before = next;
                next = (*before).next;
            }
            if !next.is_null() && start.addr().wrapping_add(len) == next.addr() {
                len += (*next).len;
                next = (*next).next;
            }
            if before.addr() + (*before).len == start.addr() {
                (*before).len += len;
                (*before).next = next;
            } else {
                let run = start.cast::<Run>();
                run.write(Run { next, len });
                (*before).next = run;
            }
        }
    }

    /// Where the run that ends at the address `end` starts; `end` if there is none.
    #[inline(always)]
    pub(super) fn tail(&self, end: usize) -> usize {
        let mut run = self.head.next;
        // SAFETY: as in `take_matching`, every run in the list is ours to read.
        unsafe {
            while !run.is_null() {
                let Run { next, len } = run.read();
                if run.addr().wrapping_add(len) == end {
                    return run.addr();
                }
                run = next;
            }
        }
        end
    }
}
