//! The optional standard library whose panics unwind, in a sysroot of its own.

use anyhow::Result;

use super::machine::Machine;
use super::places::{self, private_sysroot};
use super::say;
use super::sysroot::{Panic, Rustc, ensure_unwinding, has_std};

/// Builds it when `wanted`; says whether it is there otherwise.
pub(super) fn ensure(rustc: &Rustc, wanted: bool) -> Result<()> {
    let place = private_sysroot(rustc, Panic::Unwind);
    if !wanted && !place.as_deref().is_ok_and(has_std) {
        say(
            "panic=unwind library",
            "not there (optional; `cargo xtask setup --unwind` builds it)",
        );
        return Ok(());
    }
    ensure_unwinding(&Machine, rustc, &places::cache()?)
}
