//! `cargo xtask bench`: runs the comparison in `benches/`.

use std::path::Path;

use anyhow::Result;

use crate::{process, setup};

pub(crate) fn command(root: &Path, arguments: &[String]) -> Result<()> {
    let environment = setup::ensure(root, setup::Options::default())?;
    let tool = environment.build_tool()?;
    let mut command = environment.command("cargo");
    command
        .args(["run", "--quiet", "--release"])
        .args(["--manifest-path", "benches/Cargo.toml", "--"])
        .args(arguments)
        .env("WORKER_BUILD_BIN", tool)
        .env("PATH", environment.path_with_tools()?);
    process::run(&mut command)
}
