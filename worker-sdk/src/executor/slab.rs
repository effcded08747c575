//! Numbered storage with generations.
//!
//! JavaScript only ever holds the number of a task or slot, so a callback that comes too late finds nothing.

/// Index and generation of an entry; signed, as wasm and JavaScript pass integers to each other.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) struct Id {
    pub(crate) index: i32,
    pub(crate) generation: i32,
}

impl Id {
    pub(crate) const fn new(index: i32, generation: i32) -> Self {
        Self { index, generation }
    }
}

struct Cell<T> {
    generation: i32,
    value: Option<T>,
}

/// A vector whose free places are used again under a new generation.
pub(crate) struct Slab<T> {
    cells: Vec<Cell<T>>,
    free: Vec<i32>,
}

impl<T> Slab<T> {
    pub(crate) const fn new() -> Self {
        Self {
            cells: Vec::new(),
            free: Vec::new(),
        }
    }

    pub(crate) fn insert(&mut self, value: T) -> Id {
        if let Some(index) = self.free.pop()
            && let Some(cell) = self.cells.get_mut(index as usize)
        {
            cell.value = Some(value);
            return Id::new(index, cell.generation);
        }
        self.cells.push(Cell {
            generation: 0,
            value: Some(value),
        });
        Id::new(self.cells.len() as i32 - 1, 0)
    }

    pub(crate) fn get(&self, id: Id) -> Option<&T> {
        let cell = self.cells.get(id.index as usize)?;
        if cell.generation != id.generation {
            return None;
        }
        cell.value.as_ref()
    }

    pub(crate) fn get_mut(&mut self, id: Id) -> Option<&mut T> {
        let cell = self.cells.get_mut(id.index as usize)?;
        if cell.generation != id.generation {
            return None;
        }
        cell.value.as_mut()
    }

    pub(crate) fn remove(&mut self, id: Id) -> Option<T> {
        let cell = self.cells.get_mut(id.index as usize)?;
        if cell.generation != id.generation {
            return None;
        }
        let value = cell.value.take()?;
        cell.generation = cell.generation.wrapping_add(1);
        self.free.push(id.index);
        Some(value)
    }

    pub(crate) fn values_mut(&mut self) -> impl Iterator<Item = &mut T> {
        self.cells.iter_mut().filter_map(|cell| cell.value.as_mut())
    }

    /// How many entries are in use.
    pub(crate) fn len(&self) -> usize {
        self.cells.len() - self.free.len()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_reused_place_does_not_answer_to_its_old_id() {
        let mut slab = Slab::new();
        let first = slab.insert("first");
        assert_eq!(slab.remove(first), Some("first"));
        let second = slab.insert("second");
        assert_eq!(second.index, first.index);
        assert_eq!(slab.get(first), None);
        assert_eq!(slab.remove(first), None);
        assert_eq!(slab.get(second), Some(&"second"));
        assert_eq!(slab.len(), 1);
    }

    #[test]
    fn an_id_that_was_never_given_out_finds_nothing() {
        let mut slab = Slab::<u8>::new();
        assert_eq!(slab.get(Id::new(3, 0)), None);
        assert_eq!(slab.get_mut(Id::new(0, 1)), None);
        assert_eq!(slab.remove(Id::new(0, 0)), None);
        assert_eq!(slab.len(), 0);
    }
}
