//! `cargo xtask dev <example>`: serves an example and rebuilds it on every edit.

use std::path::Path;
use std::process::Command;

use anyhow::Result;

use crate::environment::Environment;
use crate::{examples, setup};

pub(crate) fn command(root: &Path, arguments: &[String]) -> Result<()> {
    let (folder, rest) = examples::from_arguments(root, "dev", arguments)?;
    let environment = setup::ensure(root, setup::Options::default())?;
    println!("dev: building worker-build");
    environment.build_tool()?;
    println!("dev: starting `wrangler dev` in {}", folder.display());
    become_program(wrangler(&environment, &folder, rest)?)
}

/// `wrangler dev` in the folder of an example.
pub(crate) fn wrangler(
    environment: &Environment,
    folder: &Path,
    arguments: &[String],
) -> Result<Command> {
    let mut command = environment.command("node");
    command
        .current_dir(folder)
        .arg(environment.wrangler())
        .arg("dev")
        .args(arguments)
        .env("PATH", environment.path_with_tools()?)
        .env("WRANGLER_SEND_METRICS", "false");
    Ok(command)
}

/// Replaces this process, so that Ctrl-C and `kill` reach wrangler itself and nothing stays behind.
#[cfg(unix)]
fn become_program(mut command: Command) -> Result<()> {
    use std::os::unix::process::CommandExt;

    let error = command.exec();
    let program = command.get_program().to_string_lossy().into_owned();
    Err(error).map_err(|error| anyhow::anyhow!("cannot start `{program}`: {error}"))
}

#[cfg(not(unix))]
fn become_program(mut command: Command) -> Result<()> {
    crate::process::run(&mut command)
}
