//! The worker that the suite is about.

use worker_sdk::event;

#[event(fetch)]
fn main() -> &'static str {
    "hello"
}

#[cfg(test)]
mod tests {
    const RIGHT: bool = true;

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
