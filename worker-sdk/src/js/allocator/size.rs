//! How long the block for a request is, and which list it belongs to.
//!
//! A block of `3 << k` or `4 << k` bytes starts at a multiple of `1 << k`, or of the block, in a chunk that is
//! aligned to [`UNIT`]. A size that is a multiple of its alignment therefore falls into a block that has this
//! alignment, as long as it is at most `UNIT`.

/// What the lengths and addresses of runs are multiples of.
pub(super) const UNIT: usize = 1 << UNIT_SHIFT;
const UNIT_SHIFT: u32 = 10;

/// The largest block that is kept in a list of its own size.
const SMALL: usize = 32 << 10;

/// How many lists there are.
pub(super) const LISTS: usize = Size(SMALL - 1).list() + 1;

/// The first list whose blocks are whole runs.
pub(super) const FIRST_RUN_LIST: usize = Size(3 * UNIT - 1).list();

/// The last offset in a block for a request, before rounding up.
#[derive(Clone, Copy)]
pub(super) struct Size(usize);

impl Size {
    /// `(size - 1) | (align - 1)` is one less than `size` rounded up to `align`. The seven keeps every block large
    /// enough for a link.
    #[inline(always)]
    pub(super) const fn new(size: usize, align: usize) -> Self {
        Self(size.wrapping_sub(1) | (align - 1) | 7)
    }

    #[inline(always)]
    pub(super) const fn is_small(self) -> bool {
        self.0 < SMALL
    }

    /// The `k` of a small block.
    #[inline(always)]
    const fn shift(self) -> u32 {
        usize::BITS - 2 - self.0.leading_zeros()
    }

    /// The number of the list, for a small block: less than [`LISTS`].
    #[inline(always)]
    pub(super) const fn list(self) -> usize {
        let shift = self.shift();
        // The second summand is 2 or 3, and the smallest size is 8, with a shift of 1.
        2 * shift as usize + (self.0 >> shift) - 5
    }

    /// The length of the block.
    #[inline(never)]
    pub(super) const fn block(self) -> usize {
        if self.is_small() {
            self.small_block()
        } else {
            (self.0 | (UNIT - 1)).wrapping_add(1)
        }
    }

    /// The length of a small block.
    #[inline(always)]
    pub(super) const fn small_block(self) -> usize {
        let shift = self.shift();
        ((self.0 >> shift) + 1) << shift
    }

    /// The length of the chunk that a small block is cut from: a multiple of the block and of [`UNIT`].
    #[inline(always)]
    pub(super) const fn chunk(self) -> usize {
        let shift = self.shift();
        let chunk_shift = if shift < UNIT_SHIFT {
            UNIT_SHIFT
        } else {
            shift
        };
        ((self.0 >> shift) + 1) << chunk_shift
    }
}

/// The length of the blocks in a list.
#[inline(always)]
pub(super) const fn list_block(list: usize) -> usize {
    (4 - (list & 1)) << ((list + 3) / 2)
}

/// Whether a block is a run of its own, so that it can be cut and extended.
#[inline(always)]
pub(super) const fn is_run(block: usize) -> bool {
    block >= 3 * UNIT
}
