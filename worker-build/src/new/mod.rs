//! `worker-build new`: writes a project from a template that is part of this program.

mod name;
mod sdk;
mod template;
#[cfg(test)]
mod tests;

use std::env;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result};
use clap::Args;

use crate::diagnostic::Diagnostic;
use crate::process;
use name::Name;
use sdk::Sdk;
use template::Template;

/// Arguments of `worker-build new`.
#[derive(Debug, Args)]
pub(crate) struct NewArgs {
    /// Name of the worker and its crate
    name: String,
    /// Template to start from
    #[arg(long, default_value = "hello")]
    template: String,
    /// Version of `worker-sdk`, or the folder of its source
    #[arg(long, value_name = "VERSION|PATH")]
    sdk: Option<String>,
    /// Folder to create; the worker's name if not given
    #[arg(long)]
    dir: Option<PathBuf>,
}

/// Writes the project and says how to go on.
pub(crate) fn run(args: &NewArgs) -> Result<()> {
    let name = Name::parse(&args.name)?;
    let template = Template::find(&args.template)?;
    let sdk = Sdk::choose(args.sdk.as_deref())?;
    let dir = args.dir.clone().unwrap_or_else(|| name.as_str().into());
    check_empty(&dir)?;
    for (path, content) in template.render(&name, &sdk) {
        write(&dir.join(path), &content)?;
    }
    init_git(&dir);
    println!(
        "created `{}` from the template `{}`",
        dir.display(),
        template.name
    );
    println!("  {sdk}");
    print_next(&dir, template);
    Ok(())
}

fn check_empty(dir: &Path) -> Result<()> {
    if fs::symlink_metadata(dir).is_err() {
        return Ok(());
    }
    let what = match fs::read_dir(dir).map(|mut entries| entries.next().is_none()) {
        Ok(true) => return Ok(()),
        Ok(false) => "is not empty",
        Err(_) => "exists and is not a folder that can be read",
    };
    let problem = Diagnostic::new(format!(
        "cannot create a project: `{}` {what}",
        dir.display()
    ));
    Err(problem
        .fix("choose another name, or another folder with `--dir`")
        .into())
}

fn write(path: &Path, content: &str) -> Result<()> {
    if let Some(folder) = path.parent() {
        fs::create_dir_all(folder)
            .with_context(|| format!("cannot create `{}`", folder.display()))?;
    }
    fs::write(path, content).with_context(|| format!("cannot write `{}`", path.display()))
}

/// Starts a repository, unless the project is inside of one. Without git, or if it fails, there is none.
fn init_git(dir: &Path) {
    let git = |args: &[&str]| process::capture(Command::new("git").arg("-C").arg(dir).args(args));
    if git(&["rev-parse", "--is-inside-work-tree"]).is_err() {
        git(&["init", "--quiet"]).ok();
    }
}

fn print_next(dir: &Path, template: &Template) {
    if !is_on_path() {
        println!("  `wrangler` will call `worker-build`, which is not on PATH; install it with");
        println!("    {}", sdk::install_command());
    }
    println!("next:");
    println!("  cd {} && npm install", dir.display());
    if template.has_migrations() {
        println!("  npx wrangler d1 migrations apply DB --local");
    }
    println!("  npx wrangler dev");
}

fn is_on_path() -> bool {
    let file = format!("worker-build{}", env::consts::EXE_SUFFIX);
    let path = env::var_os("PATH").unwrap_or_default();
    env::split_paths(&path).any(|folder| folder.join(&file).is_file())
}
