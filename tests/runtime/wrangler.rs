//! Which wrangler the tests run with. Crates whose tests differ by it have this file as a module.

/// Whether it is that of `tests/current`, not the pinned one. `cargo xtask test` says so where it compiles the tests.
pub(crate) const IS_TODAYS: bool = option_env!("TODAYS_WRANGLER").is_some();
