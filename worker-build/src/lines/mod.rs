//! The lines of the source that the instructions of a module stand for, kept through everything that rewrites the module.
//!
//! The compiler writes them as debug information, which nobody after it keeps right. So each instruction gets the number
//! of its place, and only these numbers go on: through wasm-bindgen by what walrus says of moved instructions, and
//! through `wasm-opt` as the lines of a source map. Neither changes its output for it.

pub(crate) mod moves;
mod offsets;
mod places;
mod source_map;

pub(crate) use moves::Moves;
pub(crate) use offsets::Offsets;
pub(crate) use places::{Place, Source};

use anyhow::Result;
use places::Places;
use std::collections::{BTreeMap, BTreeSet};

/// The places of a module's instructions.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Lines {
    /// The number of the place, by offset in the module.
    pub(crate) offsets: Offsets,
    /// By number. What a place was inlined into is before it.
    pub(crate) places: Vec<Place>,
}

impl Lines {
    /// Those of a module that was made of what the compiler wrote, if that has debug information.
    pub(crate) fn of(compiled: &[u8], source: &Source, moves: &Moves) -> Result<Option<Self>> {
        let Some(mut places) = Places::read(compiled, source)? else {
            return Ok(None);
        };
        let offsets = moves.follow(|old| places.at(old));
        let places = places.list();
        Ok(Some(Self { offsets, places }))
    }

    /// The same after the module was rewritten once more.
    #[must_use]
    pub(crate) fn moved(self, moves: &Moves) -> Self {
        let offsets = self.offsets.moved(moves);
        Self { offsets, ..self }
    }

    /// The places of these instructions, and the list of those that are among them.
    pub(crate) fn only(
        &self,
        instructions: &[usize],
    ) -> (BTreeMap<usize, Option<u32>>, Vec<Place>) {
        let at = |offset: &usize| self.offsets.at(*offset);
        let used = instructions
            .iter()
            .flat_map(|offset| outwards(&self.places, at(offset)));
        let used: BTreeSet<u32> = used.map(|(number, _)| number).collect();
        let numbers: BTreeMap<u32, u32> = used.into_iter().zip(0..).collect();
        let number = |old: Option<u32>| numbers.get(&old?).copied();
        let kept = numbers
            .keys()
            .filter_map(|old| self.places.get(*old as usize));
        let kept = kept.map(|place| Place {
            inside: number(place.inside),
            ..place.clone()
        });
        let offsets = instructions
            .iter()
            .map(|offset| (*offset, number(at(offset))));
        (offsets.collect(), kept.collect())
    }
}

/// A place, and what it was inlined into, with their numbers.
pub(crate) fn outwards(
    places: &[Place],
    place: Option<u32>,
) -> impl Iterator<Item = (u32, &Place)> {
    let find = |number: Option<u32>| Some((number?, places.get(number? as usize)?));
    std::iter::successors(find(place), move |(_, place)| find(place.inside))
}
