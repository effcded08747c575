//! The optional standard library whose panics unwind, in a sysroot of its own.

use anyhow::Result;

use super::places::{Panic, private_sysroot};
use super::sysroot::has_std;
use super::toolchain::Toolchain;
use super::{say, standard_library};

const ABOUT: &str = "panic=unwind library";

/// Builds it when `wanted`; says whether it is there otherwise.
pub(super) fn ensure(toolchain: &Toolchain, wanted: bool) -> Result<()> {
    let place = private_sysroot(toolchain, Panic::Unwind);
    if place.as_deref().is_ok_and(has_std) {
        say(ABOUT, "present");
        return Ok(());
    }
    if !wanted {
        say(
            ABOUT,
            "not there (optional; `cargo xtask setup --unwind` builds it)",
        );
        return Ok(());
    }
    let place = place?;
    standard_library::build(toolchain, Panic::Unwind, &place)?;
    say(ABOUT, &format!("built into {}", place.display()));
    Ok(())
}
