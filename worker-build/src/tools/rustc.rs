//! Facts about the compiler that cargo will use.

use crate::process;
use anyhow::Result;
use std::path::{Path, PathBuf};
use std::process::Command;

#[derive(Debug)]
pub(crate) struct Rustc {
    pub(crate) release: String,
    pub(crate) commit_hash: String,
    pub(crate) sysroot: PathBuf,
}

impl Rustc {
    /// Asks the compiler; `folder` decides which one a toolchain manager starts.
    pub(crate) fn ask(folder: &Path) -> Result<Self> {
        let rustc = std::env::var_os("RUSTC").unwrap_or_else(|| "rustc".into());
        let ask =
            |args: &[&str]| process::text(Command::new(&rustc).args(args).current_dir(folder));
        let (version, sysroot) = std::thread::scope(|scope| {
            let version = scope.spawn(|| ask(&["-vV"]));
            let sysroot = ask(&["--print", "sysroot"]);
            (version.join(), sysroot)
        });
        let version =
            version.map_err(|_| anyhow::anyhow!("the thread that ran `rustc` ended"))??;
        Ok(Self {
            release: field(&version, "release"),
            commit_hash: field(&version, "commit-hash"),
            sysroot: sysroot?.into(),
        })
    }
}

fn field(version: &str, name: &str) -> String {
    let values = version.lines().filter_map(|line| line.split_once(": "));
    let mut named = values.filter(|(key, _)| *key == name);
    named
        .next()
        .map(|(_, value)| value.to_owned())
        .unwrap_or_default()
}
