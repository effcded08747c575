//! Exports that take integers only: JavaScript calls them directly, and wasm-bindgen writes no glue for them.

use crate::executor;

#[unsafe(no_mangle)]
extern "C-unwind" fn __worker_sdk_task(index: i32, generation: i32, what: i32, hop: i32) -> i32 {
    executor::tell(index, generation, what, hop)
}
