//! Random requests, the same in each run.

use super::KIB;
use super::model::Model;

pub(super) struct Random(pub(super) u64);

impl Random {
    pub(super) fn below(&mut self, end: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 >> 16) as usize % end
    }

    pub(super) fn size(&mut self) -> usize {
        let largest = match self.below(100) {
            0..70 => 200,
            70..90 => 5 * KIB,
            90..98 => 50 * KIB,
            _ => 400 * KIB,
        };
        1 + self.below(largest)
    }

    pub(super) fn align(&mut self) -> usize {
        match self.below(10) {
            0 => 1 << self.below(17),
            _ => 1 << self.below(4),
        }
    }
}

/// One random step. A failed request must leave everything as it was.
pub(super) fn step(model: &mut Model, random: &mut Random, most: usize) -> bool {
    let from = model.heap.memory().base.addr() + random.below(model.used());
    let Some((&start, _)) = model.live.range(from..).next() else {
        return model.alloc(random.size(), random.align()).is_some();
    };
    match random.below(10) {
        _ if model.bytes > most => model.free(start),
        0..3 => model.free(start),
        3..5 => return model.realloc(start, random.size()).is_some(),
        5 => {
            let grown = model.live[&start].size * 2;
            return model.realloc(start, grown).is_some();
        }
        _ => return model.alloc(random.size(), random.align()).is_some(),
    }
    true
}
