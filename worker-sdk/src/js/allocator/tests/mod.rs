//! The heap over a buffer, compared with a model of what an allocator must keep.

#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "a test that panics has failed"
)]

mod model;
mod random;

use self::model::Model;
use self::random::{Random, step};
use super::heap::{Memory, PAGE};
use super::size::{FIRST_RUN_LIST, LISTS, Size, UNIT, is_run, list_block};

const KIB: usize = 1 << 10;
const LARGEST_SMALL: usize = 32 * KIB;

#[test]
fn sizes_have_a_third_of_slack_and_their_alignment() {
    let mut last = Size::new(1, 1);
    for len in 1..=LARGEST_SMALL {
        let size = Size::new(len, 1);
        let block = size.block();
        assert!(size.is_small() && block >= len && size.list() < LISTS);
        assert!(
            block - len < 8 || 3 * (block - len) < block,
            "{len} in {block}"
        );
        assert!(size.chunk().is_multiple_of(block) && size.chunk().is_multiple_of(UNIT));
        assert_eq!(is_run(block), size.list() >= FIRST_RUN_LIST);
        assert_eq!(is_run(block), size.chunk() == block);
        assert_eq!(list_block(size.list()), block);
        assert!(size.list() >= last.list());
        assert_eq!(size.list() == last.list(), block == last.block());
        for shift in 0..=10 {
            let padded = len.next_multiple_of(1 << shift);
            let aligned = Size::new(len, 1 << shift);
            assert_eq!(aligned.block(), Size::new(padded, 1).block());
            assert!(aligned.block().is_multiple_of(1 << shift));
        }
        last = size;
    }
    assert_eq!(last.list(), LISTS - 1);
    assert!(!Size::new(LARGEST_SMALL + 1, 1).is_small());
    assert!(!Size::new(0, 1).is_small());
}

#[test]
fn random_requests_keep_the_contract_and_memory_bounded() {
    for seed in 1..=8 {
        let mut random = Random(0x9e37_79b9_7f4a_7c15 + seed);
        let mut model = Model::new(random.below(64) * UNIT, 16 << 20);
        for _ in 0..20_000 {
            assert!(step(&mut model, &mut random, 2 << 20));
        }
        let used = model.used();
        assert!(used <= 6 << 20, "seed {seed}: {used}");
        model.free_all();
    }
}

#[test]
fn random_requests_survive_the_end_of_memory() {
    let mut random = Random(77);
    let mut model = Model::new(0, 20 * PAGE);
    let mut refused = 0;
    for _ in 0..40_000 {
        refused += usize::from(!step(&mut model, &mut random, usize::MAX));
    }
    assert!(refused > 100);
    model.free_all();
    for size in 1..200 {
        assert!(model.alloc(size, 8).is_some());
    }
}

#[test]
fn other_owners_of_memory_are_left_alone() {
    let mut random = Random(5);
    let mut model = Model::new(10 * KIB, 64 << 20);
    let mut foreign = Vec::new();
    for turn in 0..10_000 {
        assert!(step(&mut model, &mut random, 2 << 20));
        if turn % 500 == 0 {
            let page = model.heap.memory().grow(PAGE);
            // SAFETY: this page is new.
            unsafe { page.write_bytes(0xee, PAGE) };
            foreign.push(page);
        }
    }
    for page in foreign {
        // SAFETY: the page was written above, and is not in use by anything else.
        let bytes = unsafe { std::slice::from_raw_parts(page, PAGE) };
        assert!(bytes.iter().all(|&byte| byte == 0xee));
    }
}

#[test]
fn the_initial_memory_is_used_before_memory_grows() {
    let mut model = Model::new(60 * KIB, 8 * PAGE);
    while model.bytes < 55 * KIB {
        model.alloc(48, 8).unwrap();
    }
    assert_eq!(model.used(), PAGE);
}

#[test]
fn freed_neighbours_become_one_run() {
    for size in [40 * KIB, 20 * KIB] {
        let mut model = Model::new(0, 128 * PAGE);
        let blocks: Vec<_> = (0..100).map(|_| model.alloc(size, 8).unwrap()).collect();
        let used = model.used();
        for order in [0, 1] {
            for &block in blocks.iter().skip(order).step_by(2) {
                model.free(block);
            }
        }
        assert!(model.alloc(100 * size, 8).is_some());
        assert_eq!(model.used(), used, "blocks of {size}");
    }
}

#[test]
fn churn_reuses_what_was_freed() {
    let mut model = Model::new(0, 64 * PAGE);
    for _ in 0..100 {
        for size in [24, 100, 1000, 5000, 30 * KIB, 100 * KIB, 300 * KIB] {
            model.alloc(size, 8).unwrap();
        }
        model.free_all();
    }
    assert!(model.used() <= 10 * PAGE, "{}", model.used());
}

#[test]
fn the_last_run_grows_where_it_is() {
    let mut model = Model::new(0, 64 * PAGE);
    let start = model.alloc(4 * KIB, 8).unwrap();
    let mut size = 4 * KIB;
    while size < 3 << 20 {
        size += size / 2;
        assert_eq!(model.realloc(start, size), Some(start));
    }
    assert!(model.used() <= size + 3 * PAGE);
}

#[test]
fn a_run_is_cut_where_it_is() {
    let mut model = Model::new(0, 64 * PAGE);
    let start = model.alloc(300 * KIB, 8).unwrap();
    model.alloc(40 * KIB, 8).unwrap();
    assert_eq!(model.realloc(start, 20 * KIB), Some(start));
    let used = model.used();
    assert!(model.alloc(270 * KIB, 8).is_some());
    assert_eq!(model.used(), used);
}

#[test]
fn exhausted_memory_is_null_and_not_the_end() {
    let mut model = Model::new(0, 4 * PAGE);
    assert_eq!(model.alloc(isize::MAX as usize - 7, 8), None);
    assert_eq!(model.alloc(1 << 20, 1 << 16), None);
    let block = model.alloc(2 * PAGE, 8).unwrap();
    assert_eq!(model.alloc(2 * PAGE, 8), None);
    assert_eq!(model.realloc(block, 4 * PAGE), None);
    while model.alloc(16, 8).is_some() {}
    model.free(block);
    assert!(model.alloc(2 * PAGE, 8).is_some());
}
