//! The compiler that builds workers.

use std::env;
use std::path::Path;

use anyhow::{Context, Result};

use super::sysroot::Rustc;
use crate::environment::outside;
use crate::process;

/// What the active compiler says of itself.
pub(super) fn active(root: &Path) -> Result<Rustc> {
    let rustc = env::var_os("RUSTC").unwrap_or_else(|| "rustc".into());
    let sysroot = process::output(outside(&rustc, root).args(["--print", "sysroot"]))?;
    let version = process::output(outside(&rustc, root).arg("-vV"))?;
    Rustc::parse(&sysroot, &version)
        .with_context(|| format!("cannot read what rustc says of itself:\n{version}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_active_toolchain_has_a_host_library() {
        let rustc = active(&crate::environment::root()).unwrap();
        assert!(rustc.sysroot.join("lib/rustlib").is_dir());
    }
}
