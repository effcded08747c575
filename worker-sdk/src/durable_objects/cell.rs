//! State that no call can hold across an `await`.

use std::cell::RefCell;
use std::fmt;

use crate::js::Local;

/// A value of an object that changes, reachable only where nothing waits.
///
/// A Durable Object handles several events at a time: whenever one waits, others run. What one of them borrowed then
/// would be in the way of the others, so the value is lent to closures, which cannot wait, and nothing that is borrowed
/// from it leaves them. The compiler refuses a borrow that lives across an `await`.
///
/// It costs as much as a [`RefCell`], and is `Sync`, because the target has one thread.
///
/// # Examples
///
/// ```
/// use worker_sdk::durable_objects::Cell;
///
/// let members = Cell::new(vec!["Ada"]);
/// members.with_mut(|members| members.push("Grace"));
/// assert_eq!(members.with(|members| members.len()), 2);
///
/// let turn = Cell::new(1);
/// turn.set(turn.get() + 1);
/// assert_eq!(turn.replace(0), 2);
/// ```
///
/// # Example: a borrow across an `await` does not compile
///
/// ```compile_fail
/// # use worker_sdk::durable_objects::Cell;
/// # async fn store(_: &[u8]) {}
/// # async fn run(log: Cell<Vec<u8>>) {
/// log.with(|log| store(log)).await;
/// # }
/// ```
pub struct Cell<T>(Local<RefCell<T>>);

impl<T> Cell<T> {
    /// Holds `value`.
    pub fn new(value: T) -> Self {
        Self(Local::new(RefCell::new(value)))
    }

    /// Puts `value` in the place of the one before, which is dropped.
    ///
    /// # Panics
    ///
    /// Panics inside of a closure that the value is lent to.
    #[track_caller]
    pub fn set(&self, value: T) {
        drop(self.replace(value));
    }

    /// Puts `value` in the place of the one before, and gives that.
    ///
    /// # Panics
    ///
    /// Panics inside of a closure that the value is lent to.
    #[track_caller]
    pub fn replace(&self, value: T) -> T {
        self.with_mut(|held| std::mem::replace(held, value))
    }

    /// Takes the value, and leaves its default.
    ///
    /// # Panics
    ///
    /// Panics inside of a closure that the value is lent to.
    #[track_caller]
    pub fn take(&self) -> T
    where
        T: Default,
    {
        self.replace(T::default())
    }

    /// A copy of the value.
    ///
    /// # Panics
    ///
    /// Panics inside of a closure of [`with_mut`](Self::with_mut).
    #[track_caller]
    pub fn get(&self) -> T
    where
        T: Copy,
    {
        self.with(|value| *value)
    }

    /// Lends the value to `look`, and gives what that returns.
    ///
    /// # Panics
    ///
    /// Panics inside of a closure of [`with_mut`](Self::with_mut).
    #[track_caller]
    pub fn with<R>(&self, look: impl FnOnce(&T) -> R) -> R {
        match self.0.try_borrow() {
            Ok(value) => look(&value),
            Err(_) => lent(),
        }
    }

    /// Lends the value to `change`, and gives what that returns.
    ///
    /// # Panics
    ///
    /// Panics inside of a closure that the value is lent to.
    #[track_caller]
    pub fn with_mut<R>(&self, change: impl FnOnce(&mut T) -> R) -> R {
        match self.0.try_borrow_mut() {
            Ok(mut value) => change(&mut value),
            Err(_) => lent(),
        }
    }
}

#[cold]
#[inline(never)]
#[track_caller]
fn lent() -> ! {
    panic!(
        "a cell was used inside of a closure that it has lent its value to; use what the closure was given"
    )
}

impl<T: fmt::Debug> fmt::Debug for Cell<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.0.try_borrow() {
            Ok(value) => f.debug_tuple("Cell").field(&&*value).finish(),
            Err(_) => f.write_str("Cell(<lent>)"),
        }
    }
}

impl<T: Default> Default for Cell<T> {
    fn default() -> Self {
        Self::new(T::default())
    }
}

impl<T> From<T> for Cell<T> {
    fn from(value: T) -> Self {
        Self::new(value)
    }
}

#[cfg(test)]
mod tests {
    use super::Cell;

    #[test]
    fn a_value_is_read_and_changed() {
        let cell = Cell::new(1);
        cell.set(cell.get() + 1);
        assert_eq!(cell.replace(5), 2);
        assert_eq!(cell.take(), 5);
        assert_eq!(cell.with(|outer| cell.with(|inner| outer + inner)), 0);
    }

    #[test]
    fn a_panic_inside_leaves_it_usable() {
        let cell = Cell::new(1);
        let change = || cell.with_mut(|_| panic!("inside"));
        let change = std::panic::AssertUnwindSafe(change);
        assert!(std::panic::catch_unwind(change).is_err());
        assert_eq!(cell.get(), 1);
    }

    #[test]
    #[should_panic(expected = "inside of a closure that it has lent its value to")]
    fn a_change_inside_of_a_look_is_refused() {
        let cell = Cell::new(1);
        cell.with(|_| cell.set(2));
    }

    #[test]
    fn what_it_shows() {
        let cell = Cell::new(1);
        assert_eq!(format!("{cell:?}"), "Cell(1)");
        assert_eq!(cell.with_mut(|_| format!("{cell:?}")), "Cell(<lent>)");
    }
}
