//! A copy of the active toolchain that lacks the wasm32 target.

use std::path::{Path, PathBuf};
use std::process::Command;
use std::{env, fs};

use anyhow::{Context, Result, bail};

use super::TARGET;
use crate::environment::{Environment, outside};
use crate::process;
use crate::test::report::quietly;

/// Files are hard links where possible: the copy takes no space, and rustup replaces files, it does not
/// write into them. The few lists that it does keep are real copies.
#[derive(Debug)]
pub(super) struct Machine {
    root: PathBuf,
    pub(super) folder: PathBuf,
    pub(super) original: PathBuf,
    pub(super) sysroot: PathBuf,
    cache: PathBuf,
}

impl Machine {
    pub(super) fn without_target(
        environment: &Environment,
        folder: &Path,
        cache: &Path,
    ) -> Result<Self> {
        let original = original_sysroot(environment)?;
        if folder.exists() {
            fs::remove_dir_all(folder)?;
        }
        let name = original.file_name().unwrap_or_default();
        let machine = Self {
            root: environment.root().to_owned(),
            folder: folder.to_owned(),
            sysroot: folder.join("rustup/toolchains").join(name),
            cache: cache.to_owned(),
            original,
        };
        machine.fill()?;
        Ok(machine)
    }

    fn fill(&self) -> Result<()> {
        let settings = self.original.join("../../settings.toml");
        fs::create_dir_all(&self.sysroot)?;
        fs::copy(settings, self.folder.join("rustup/settings.toml")).context(
            "the active toolchain is not one of rustup, so nothing can be tried with rustup",
        )?;
        let skipped = [
            format!("lib/rustlib/{TARGET}"),
            "lib/rustlib/src".to_owned(),
        ];
        let skipped = skipped.map(|folder| self.original.join(folder));
        for part in ["bin", "lib"] {
            link_tree(
                &self.original.join(part),
                &self.sysroot.join(part),
                &skipped,
            )?;
        }
        self.forget_components()
    }

    /// rustup believes its lists, not what is on the disk.
    fn forget_components(&self) -> Result<()> {
        let lists = self.sysroot.join("lib/rustlib");
        for component in [&format!("rust-std-{TARGET}"), "rust-src"] {
            let manifest = lists.join(format!("manifest-{component}"));
            if manifest.exists() {
                fs::remove_file(manifest)?;
            }
        }
        edit(&lists.join("components"), |text| {
            let kept = text
                .lines()
                .filter(|line| !line.ends_with(TARGET) && *line != "rust-src");
            kept.map(|line| format!("{line}\n")).collect()
        })?;
        edit(&lists.join("multirust-config.toml"), |text| {
            let kept = text
                .split("\n\n")
                .filter(|part| !part.contains(TARGET) && !part.contains("rust-src"));
            kept.collect::<Vec<_>>().join("\n\n")
        })
    }

    /// Runs `setup` on this machine and returns what it said.
    pub(super) fn setup(&self, dist_server: &str) -> Result<String> {
        let mut setup = self.command(env::current_exe()?);
        setup.arg("setup").env("RUSTUP_DIST_SERVER", dist_server);
        quietly(&mut setup)
    }

    /// Compiles a program for the target with this machine's compiler.
    pub(super) fn compiles(&self) -> Result<()> {
        let source = self.folder.join("sum.rs");
        let text = "#[unsafe(no_mangle)] pub extern \"C\" fn sum() -> u64 { vec![1u64, 2].iter().sum() }\n";
        fs::write(&source, text)?;
        let wasm = self.folder.join("sum.wasm");
        let mut rustc = self.command("rustc");
        rustc.args(["--target", TARGET, "--crate-type", "cdylib", "-O", "-o"]);
        quietly(rustc.arg(&wasm).arg(&source))?;
        if !fs::read(&wasm)?.starts_with(b"\0asm") {
            bail!("`{}` is not a wasm module", wasm.display());
        }
        Ok(())
    }

    pub(super) fn remove(self) -> Result<()> {
        fs::remove_dir_all(&self.folder)?;
        Ok(())
    }

    fn command(&self, program: impl AsRef<std::ffi::OsStr>) -> Command {
        let mut command = outside(program, &self.root);
        command
            .env("RUSTUP_HOME", self.folder.join("rustup"))
            .env(
                "RUSTUP_TOOLCHAIN",
                self.sysroot.file_name().unwrap_or_default(),
            )
            .env("RUSTUP_AUTO_INSTALL", "0")
            .env("WORKER_BUILD_STD_CACHE", &self.cache)
            .env_remove("RUSTC")
            .env_remove("RUSTUP_DIST_ROOT");
        command
    }
}

fn original_sysroot(environment: &Environment) -> Result<PathBuf> {
    let said = process::output(environment.command("rustc").args(["--print", "sysroot"]))?;
    let sysroot = fs::canonicalize(said.trim())?;
    Ok(sysroot)
}

fn edit(file: &Path, change: impl Fn(&str) -> String) -> Result<()> {
    let text =
        fs::read_to_string(file).with_context(|| format!("cannot read `{}`", file.display()))?;
    // Removed first: it may be a hard link to the original.
    fs::remove_file(file)?;
    fs::write(file, change(&text))?;
    Ok(())
}

fn link_tree(from: &Path, to: &Path, skipped: &[PathBuf]) -> Result<()> {
    fs::create_dir_all(to)?;
    for entry in fs::read_dir(from)? {
        let entry = entry?;
        let (source, copy) = (entry.path(), to.join(entry.file_name()));
        if skipped.contains(&source) {
            continue;
        }
        if entry.file_type()?.is_dir() {
            link_tree(&source, &copy, skipped)?;
        } else if is_list(&source) || fs::hard_link(&source, &copy).is_err() {
            fs::copy(&source, &copy)?;
        }
    }
    Ok(())
}

/// The small files directly in `lib/rustlib`, which rustup keeps.
fn is_list(file: &Path) -> bool {
    file.parent()
        .is_some_and(|folder| folder.ends_with("lib/rustlib"))
}
