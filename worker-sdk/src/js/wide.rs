//! What is behind a boxed trait object that does not say it.

use std::ptr;

/// The address of the function table of `wide`, a type that consists of a boxed trait object; two values with one
/// table are of one type, or of types that do the same. `None` for a type of another size.
pub(crate) fn table_of<T>(wide: &T) -> Option<usize> {
    let is_wide =
        size_of::<T>() == size_of::<[usize; 2]>() && align_of::<T>() == align_of::<usize>();
    is_wide.then(|| {
        // SAFETY: a boxed trait object is two words without padding, of which every bit pattern is a number, and `T` has
        // their size and alignment. The words are compared and never used as addresses.
        let [_, table] = unsafe { ptr::read(ptr::from_ref(wide).cast::<[usize; 2]>()) };
        table
    })
}
