//! Numbers of places, by where they begin.

use super::{Moves, source_map};
use anyhow::Result;

/// Where in the module another place begins. None is where nobody knows.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Offsets(Vec<(usize, Option<u32>)>);

impl Offsets {
    /// From the places of all instructions, in any order.
    pub(crate) fn new(mut all: Vec<(usize, Option<u32>)>) -> Self {
        all.sort_unstable();
        all.dedup_by_key(|(offset, _)| *offset);
        all.dedup_by_key(|(_, place)| *place);
        Self(all)
    }

    /// The place of an instruction.
    pub(crate) fn at(&self, offset: usize) -> Option<u32> {
        let after = self.0.partition_point(|(start, _)| *start <= offset);
        let (_, place) = self.0.get(after.checked_sub(1)?)?;
        *place
    }

    /// Those of the module after it was rewritten.
    pub(crate) fn moved(&self, moves: &Moves) -> Self {
        moves.follow(|old| self.at(old))
    }

    /// As `wasm-opt` reads it.
    pub(crate) fn to_source_map(&self) -> String {
        source_map::encode(&self.0)
    }

    /// As `wasm-opt` wrote it.
    pub(crate) fn from_source_map(text: &str) -> Result<Self> {
        Ok(Self(source_map::decode(text)?))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_place_goes_on_until_the_next_one() {
        let all = vec![
            (9, None),
            (4, Some(1)),
            (5, Some(1)),
            (7, Some(2)),
            (12, Some(1)),
        ];
        let offsets = Offsets::new(all);
        let kept = vec![(4, Some(1)), (7, Some(2)), (9, None), (12, Some(1))];
        assert_eq!(offsets, Offsets(kept));
        let found = [3, 4, 6, 7, 8, 9, 11, 99].map(|offset| offsets.at(offset));
        assert_eq!(
            found,
            [
                None,
                Some(1),
                Some(1),
                Some(2),
                Some(2),
                None,
                None,
                Some(1)
            ]
        );
    }
}
