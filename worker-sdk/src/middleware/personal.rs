//! Whose answer it is.

use std::cell::Cell;
use std::rc::Rc;

use super::Next;

/// Whether the answer to a request may be for this client alone, because something has found out who that is. All that
/// stands around a handler shares it, whatever the order: who is further out learns of it when the answer is there.
#[derive(Clone, Default)]
pub(crate) struct Personal(Rc<Cell<bool>>);

impl Personal {
    /// That of the request, which begins here unless somebody further out has asked for it.
    pub(crate) fn of(next: &mut Next) -> Self {
        if let Some(known) = next.extension::<Self>() {
            return known.clone();
        }
        let personal = Self::default();
        next.insert(personal.clone());
        personal
    }

    pub(crate) fn mark(&self) {
        self.0.set(true);
    }

    pub(super) fn is_marked(&self) -> bool {
        self.0.get()
    }
}
