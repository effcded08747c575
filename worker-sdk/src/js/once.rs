//! A value that is asked for once.

use std::cell::OnceCell;

use super::Local;

/// A `OnceCell` that does not make its owner lose `Sync`.
pub(crate) struct Once<T>(Local<OnceCell<T>>);

impl<T> Once<T> {
    pub(crate) fn new() -> Self {
        Self(Local::new(OnceCell::new()))
    }

    pub(crate) fn get_or_init(&self, init: impl FnOnce() -> T) -> &T {
        self.0.get_or_init(init)
    }
}
