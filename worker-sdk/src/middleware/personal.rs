//! Whose answer it is.

use std::cell::Cell;
use std::rc::Rc;

use super::Next;

/// Whether the answer to a request may be for this client alone, because something has found out who that is, or for this
/// request alone. All that stands around a handler shares it, whatever the order: who is further out learns of it when the
/// answer is there.
#[derive(Clone, Default)]
pub(crate) struct Personal(Rc<Cell<Whose>>);

#[derive(Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord)]
enum Whose {
    #[default]
    Anybody,
    Client,
    Request,
}

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
        self.0.set(self.0.get().max(Whose::Client));
    }

    /// The answer has what no other one may have, whatever it says about caches.
    pub(super) fn mark_single(&self) {
        self.0.set(Whose::Request);
    }

    pub(super) fn is_marked(&self) -> bool {
        self.0.get() > Whose::Anybody
    }

    pub(super) fn is_single(&self) -> bool {
        self.0.get() == Whose::Request
    }
}
