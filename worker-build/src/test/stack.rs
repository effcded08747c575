//! What a test printed, as a person wants to read it.

/// The first words of what the SDK prints when something panics.
const PANIC: &str = "RustPanic: ";
const FRAME: &str = "    at ";

/// Parts of the names of functions that are in every stack.
const NOISE: [&str; 9] = [
    "worker_sdk::",
    "__worker_sdk",
    "::__register",
    "wasm_bindgen",
    "__wbg_",
    "std::",
    "core::",
    "__rust",
    "rust_panic",
];

/// The text of one line of output; panics are written as libtest writes them.
pub(super) fn printed(test: &str, text: &str) -> String {
    panicked(test, text).unwrap_or_else(|| text.to_owned())
}

fn panicked(test: &str, text: &str) -> Option<String> {
    let (message, stack) = text
        .strip_prefix(PANIC)?
        .split_once(&format!("\n{FRAME}"))?;
    let (place, stack) = stack.split_once('\n').unwrap_or((stack, ""));
    let mut panicked = format!("test '{test}' panicked at {place}:\n{message}");
    let frames = frames(stack);
    if !frames.is_empty() {
        panicked.push_str("\nstack:\n");
        panicked.push_str(&frames.join("\n"));
    }
    Some(panicked)
}

/// The frames of a JavaScript stack that belong to the tested code.
pub(super) fn frames(stack: &str) -> Vec<String> {
    let lines = stack.lines().filter(|line| line.starts_with(FRAME));
    lines
        .filter(|line| is_tested_code(line))
        .map(readable)
        .collect()
}

fn is_tested_code(frame: &str) -> bool {
    let is_rust = frame.contains("wasm://") || frame.contains(":wasm-function[");
    let is_snippet = frame.contains("/snippets/") && !frame.contains("/snippets/worker-sdk-");
    is_snippet || is_rust && !NOISE.iter().any(|part| frame.contains(part))
}

/// A frame without the address in the module.
fn readable(frame: &str) -> String {
    match frame
        .split_once(" (wasm://")
        .or_else(|| frame.split_once(" (file:///"))
    {
        Some((name, _)) => name.to_owned(),
        None => frame.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_panic_is_written_as_libtest_writes_it() {
        let text = "RustPanic: assertion failed\n  left: 1\n right: 2\n    at tests/a.rs:3:5\n    at a::b (wasm://wasm/a-1:wasm-function[7]:0x99)";
        assert_eq!(
            printed("a::b", text),
            "test 'a::b' panicked at tests/a.rs:3:5:\nassertion failed\n  left: 1\n right: 2\nstack:\n    at a::b"
        );
        assert_eq!(printed("a", "plain"), "plain");
    }

    #[test]
    fn frames_of_the_harness_are_left_out() {
        let stack = "TypeError: x\n    at f (file:///t/harness/harness.js:1:2)\n    at g (file:///t/test/snippets/app-1/src/g.js:1:2)\n    at app::h (wasm://wasm/a-1:wasm-function[7]:0x99)\n    at core::ops::FnOnce::call_once (wasm://wasm/a-1:wasm-function[8]:0x9)";
        assert_eq!(frames(stack), ["    at g", "    at app::h"]);
    }
}
