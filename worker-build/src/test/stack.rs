//! What a test printed, as a person wants to read it.

use super::places::Places;

/// The first words of what the SDK prints when something panics.
const PANIC: &str = "RustPanic: ";
const FRAME: &str = "    at ";
/// How the address of a frame begins, in the stack of an error and of a panic, and in a file.
const ADDRESSES: [&str; 3] = [" (wasm://", " (wasm-function[", " (file:///"];

/// Crates that are in every stack.
const NOISE: [&str; 8] = [
    "alloc::",
    "core::",
    "js_sys::",
    "std::",
    "wasm_bindgen::",
    "wasm_bindgen_futures::",
    "wasm_bindgen_test::",
    "worker_sdk::",
];

/// Parts of the names of functions that nobody wrote, and libtest's.
const GENERATED: [&str; 9] = [
    "::__register",
    "__rust",
    "__wbg_",
    "__wbgt_",
    "__worker_sdk",
    "externref shim",
    "rust_panic",
    "test::run_test",
    "test::test_main",
];

/// The text of one line of output; panics are written as libtest writes them.
pub(super) fn printed(test: &str, text: &str, places: &Places) -> String {
    panicked(test, text, places).unwrap_or_else(|| text.to_owned())
}

fn panicked(test: &str, text: &str, places: &Places) -> Option<String> {
    let (place, message, stack) = ours(text).or_else(|| theirs(text))?;
    let mut panicked = format!("test '{test}' panicked at {place}:\n{message}");
    let frames = frames(stack, places);
    if !frames.is_empty() {
        panicked.push_str("\nstack:\n");
        panicked.push_str(&frames.join("\n"));
    }
    Some(panicked)
}

/// Place, message and stack of what the SDK prints.
fn ours(text: &str) -> Option<(&str, &str, &str)> {
    let (message, stack) = text.strip_prefix(PANIC)?.split_once("\n    at panic! (")?;
    let (place, stack) = stack.split_once('\n').unwrap_or((stack, ""));
    Some((place.strip_suffix(')')?, message, stack))
}

/// Of what wasm-bindgen's test runtime and `console_error_panic_hook` print.
fn theirs(text: &str) -> Option<(&str, &str, &str)> {
    let (panic, stack) = text
        .strip_prefix("panicked at ")?
        .split_once("\n\nStack:\n")?;
    let (place, message) = panic.split_once(":\n")?;
    Some((place, message, stack))
}

/// The frames of a JavaScript stack that belong to the tested code.
pub(super) fn frames(stack: &str, places: &Places) -> Vec<String> {
    let lines = stack.lines().filter(|line| line.starts_with(FRAME));
    let frames: Vec<&str> = lines.filter(|line| is_tested_code(line)).collect();
    let places = places.of(&frames);
    let frames = frames.into_iter();
    frames
        .map(|frame| readable(frame, places.get(frame)))
        .collect()
}

fn is_tested_code(frame: &str) -> bool {
    let is_rust = frame.contains("wasm://") || frame.contains("wasm-function[");
    let is_snippet = frame.contains("/snippets/") && !frame.contains("/snippets/worker-sdk-");
    is_snippet || is_rust && !is_noise(frame)
}

fn is_noise(frame: &str) -> bool {
    let path = frame.strip_prefix(FRAME).unwrap_or(frame);
    let path = path.trim_start_matches(['<', '&', '*', '(', ' ']);
    NOISE.iter().any(|krate| path.starts_with(krate))
        || GENERATED.iter().any(|part| frame.contains(part))
}

/// A frame with its place in the source instead of the address in the module, and without the unnamed constant that a
/// test stands in.
fn readable(frame: &str, place: Option<&String>) -> String {
    let mut addresses = ADDRESSES.iter();
    let name = addresses.find_map(|address| Some(frame.split_once(address)?.0));
    let name = name.unwrap_or(frame);
    let name = name.replace("::_::", "::");
    match place {
        Some(place) => format!("{name} ({place})"),
        None => name,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::path::Path;

    fn nowhere() -> Places {
        Places::new(Path::new(""))
    }

    #[test]
    fn a_panic_is_written_as_libtest_writes_it() {
        let text = "RustPanic: assertion failed\n  left: 1\n right: 2\n    at panic! (tests/a.rs:3:5)\n    at a::b (wasm-function[7]+0x99:1)";
        assert_eq!(
            printed("a::b", text, &nowhere()),
            "test 'a::b' panicked at tests/a.rs:3:5:\nassertion failed\n  left: 1\n right: 2\nstack:\n    at a::b"
        );
        assert_eq!(printed("a", "plain", &nowhere()), "plain");
    }

    #[test]
    fn so_is_the_panic_of_a_test_of_wasm_bindgen() {
        let text = "panicked at tests/a.rs:3:5:\nboom\n\nStack:\n\nError\n    at new (file:///t/test/glue.js:1:2)\n    at a::b (wasm://wasm/a-1:wasm-function[7]:0x99)\n\n";
        assert_eq!(
            printed("b", text, &nowhere()),
            "test 'b' panicked at tests/a.rs:3:5:\nboom\nstack:\n    at a::b"
        );
    }

    #[test]
    fn frames_of_the_harness_are_left_out() {
        let stack = "TypeError: x\n    at f (file:///t/harness/harness.js:1:2)\n    at g (file:///t/test/snippets/app-1/src/g.js:1:2)\n    at app::_::h (wasm://wasm/a-1:wasm-function[7]:0x99)\n    at core::ops::FnOnce::call_once (wasm://wasm/a-1:wasm-function[8]:0x9)";
        assert_eq!(frames(stack, &nowhere()), ["    at g", "    at app::h"]);
    }
}
