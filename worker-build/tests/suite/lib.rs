//! The worker that the suite is about.

use worker_sdk::{Context, event};

#[event(fetch)]
fn main() -> &'static str {
    "hello"
}

#[event(scheduled)]
fn leaves_work(context: Context) {
    const RIGHT: bool = true;
    context.wait_until(async { assert!(RIGHT, "left by the worker") });
}

#[cfg(test)]
mod tests {
    const RIGHT: bool = true;

    #[test]
    fn not_for_the_runtime() {}

    #[test]
    fn not_for_the_runtime_either() {}

    #[worker_sdk::test]
    fn a_unit_test() {
        assert_eq!(super::main(), if RIGHT { "hello" } else { "bye" });
    }
}

/// ```
/// const RIGHT: bool = true;
/// assert!(RIGHT, "an example");
/// ```
pub fn documented() {}

/// Called as what the harness could call the worker itself.
struct Itself;

#[worker_sdk::worker_entrypoint]
impl Itself {
    fn new() -> Self {
        Self
    }

    fn fetch(&self) -> &'static str {
        "itself"
    }
}
