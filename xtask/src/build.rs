//! `cargo xtask build <example>`: builds an example as it would be deployed.

use std::path::Path;

use anyhow::Result;

use crate::{examples, process, setup};

pub(crate) fn command(root: &Path, arguments: &[String]) -> Result<()> {
    let (folder, rest) = examples::from_arguments(root, "build", arguments)?;
    let environment = setup::ensure(root, setup::Options::default())?;
    let tool = environment.build_tool()?;
    let mut command = environment.command(tool);
    command
        .current_dir(folder)
        .arg("--release")
        .args(rest)
        .env("PATH", environment.path_with_tools()?);
    process::run(&mut command)
}
