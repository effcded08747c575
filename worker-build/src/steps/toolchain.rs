//! Is there a standard library for the target?

use crate::config::Config;
use crate::config::resolved::Panic;
use crate::diagnostic::Diagnostic;
use crate::sysroot::{self, TARGET};
use anyhow::Result;

/// Fails early, with what to do, where cargo would say "can't find crate for `std`".
pub(crate) fn check(config: &Config) -> Result<()> {
    let sysroot = match &config.panic {
        Panic::Abort => &config.rustc.sysroot,
        Panic::Unwind { sysroot } => sysroot,
    };
    if sysroot::has_std(sysroot) {
        return Ok(());
    }
    let what = format!(
        "rustc {} cannot compile for `{TARGET}`",
        config.rustc.release
    );
    Err(Diagnostic::new(what)
        .note(format!(
            "`{}` has no standard library for it",
            sysroot.display()
        ))
        .fix(format!("run `rustup target add {TARGET}`"))
        .fix("or `worker-build setup`; in a checkout of worker-sdk, `cargo xtask setup`")
        .into())
}
