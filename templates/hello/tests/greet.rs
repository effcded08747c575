//! Ordinary code is tested where you work: `cargo test`.

use {{crate_name}}::greet;

#[test]
fn greets_the_name_in_the_path() {
    assert_eq!(greet("Hello", "/Ferris"), "Hello, Ferris!");
}

#[test]
fn greets_the_world_at_the_root() {
    assert_eq!(greet("Hello", "/"), "Hello, world!");
}
