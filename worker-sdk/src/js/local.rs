//! The one argument about threads.
//!
//! `wasm32-unknown-unknown` without the `atomics` target feature has exactly one thread, so a value can never
//! be reached from a second one: `Send` and `Sync` hold for everything, vacuously. wasm-bindgen makes the same
//! argument for `JsValue`. With `atomics` it would be false, hence the compile error below.
//!
//! On other targets the crate only type-checks and runs its pure parts. There threads exist, so a `Local`
//! remembers its thread, refuses access from another one and, when dropped elsewhere, leaks its value.

#[cfg(all(target_family = "wasm", target_feature = "atomics"))]
compile_error!("worker-sdk relies on a single thread; build without the `atomics` target feature");

use std::mem::ManuallyDrop;
use std::ops::Deref;

/// A value that stays on the thread that made it, usable in `Send` types.
pub(crate) struct Local<T> {
    value: ManuallyDrop<T>,
    #[cfg(not(target_family = "wasm"))]
    owner: std::thread::ThreadId,
}

// SAFETY: on wasm without atomics there is one thread. Elsewhere `check` stops every access, and `Drop` every
// release, from a thread other than the owner.
unsafe impl<T> Send for Local<T> {}
// SAFETY: as above.
unsafe impl<T> Sync for Local<T> {}

impl<T> Local<T> {
    pub(crate) fn new(value: T) -> Self {
        Self {
            value: ManuallyDrop::new(value),
            #[cfg(not(target_family = "wasm"))]
            owner: std::thread::current().id(),
        }
    }

    #[inline]
    fn check(&self) {
        #[cfg(not(target_family = "wasm"))]
        assert!(
            self.is_here(),
            "a value of the JavaScript runtime was used from another thread"
        );
    }

    #[cfg(not(target_family = "wasm"))]
    fn is_here(&self) -> bool {
        self.owner == std::thread::current().id()
    }

    pub(crate) fn get_mut(&mut self) -> &mut T {
        self.check();
        &mut self.value
    }
}

impl<T> Deref for Local<T> {
    type Target = T;

    #[inline]
    fn deref(&self) -> &T {
        self.check();
        &self.value
    }
}

impl<T> Drop for Local<T> {
    fn drop(&mut self) {
        #[cfg(not(target_family = "wasm"))]
        if !self.is_here() {
            return;
        }
        // SAFETY: this is the only place that drops the value, and nothing can use it afterwards.
        unsafe { ManuallyDrop::drop(&mut self.value) }
    }
}
