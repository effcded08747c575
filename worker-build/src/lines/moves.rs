//! Where the instructions of a module went when it was written anew.

use super::Offsets;
use crate::wasm::functions::Functions;
use anyhow::Result;
use std::borrow::Cow;
use std::sync::{Arc, Mutex, PoisonError};
use walrus::{CodeTransform, CustomSection, IdsToIndices, Module};

/// A section that is there to be told; it has no content and has to be taken out of what is written.
pub(crate) const SECTION: &str = "worker_build_moves";

/// Old and new offsets.
#[derive(Debug, Default)]
pub(crate) struct Moves(Vec<(usize, usize)>);

/// Hears of the moves when the module is written.
#[derive(Debug, Clone, Default)]
pub(crate) struct Watch(Arc<Mutex<Moves>>);

impl Moves {
    /// Begins to watch a module that was parsed with `preserve_code_transform`.
    pub(crate) fn watch(module: &mut Module) -> Watch {
        let watch = Watch::default();
        module.customs.add(watch.clone());
        watch
    }

    /// Between two modules that differ in the order of their functions: those of `new` are the ones of `old` whose
    /// numbers `order` says, and each has the same instructions.
    pub(crate) fn between(old: &[u8], new: &[u8], number: impl Fn(u32) -> u32) -> Result<Self> {
        let (old, new) = (Functions::read(old)?, Functions::read(new)?);
        let mut moves = Vec::new();
        for function in old.numbers() {
            let before = old.instructions(function)?;
            moves.extend(before.into_iter().zip(new.instructions(number(function))?));
        }
        Ok(Self(moves))
    }

    #[cfg(test)]
    pub(crate) fn contains(&self, pair: (usize, usize)) -> bool {
        self.0.contains(&pair)
    }

    /// The places at the new offsets, of those at the old ones.
    pub(super) fn follow(&self, mut place: impl FnMut(usize) -> Option<u32>) -> Offsets {
        let new = self.0.iter().map(|(old, new)| (*new, place(*old)));
        Offsets::new(new.collect())
    }
}

impl Watch {
    /// What was heard. Nothing before the module is written.
    pub(crate) fn moves(&self) -> Moves {
        std::mem::take(&mut self.0.lock().unwrap_or_else(PoisonError::into_inner))
    }
}

impl CustomSection for Watch {
    fn name(&self) -> &str {
        SECTION
    }

    fn data(&self, _: &IdsToIndices) -> Cow<'_, [u8]> {
        Cow::Borrowed(&[])
    }

    fn apply_code_transform(&mut self, transform: &CodeTransform) {
        let moved = transform.instruction_map.iter();
        let moved = moved.map(|(old, new)| (old.data() as usize, *new));
        *self.0.lock().unwrap_or_else(PoisonError::into_inner) = Moves(moved.collect());
    }
}
