//! Cargo: facts about the package, and compiling it.

use crate::config::Config;
use crate::config::rustflags::Rustflags;
use crate::diagnostic::Diagnostic;
use crate::process;
use crate::sysroot::TARGET;
use anyhow::{Context, Result};
use cargo_metadata::{CrateType, Message, Metadata, MetadataCommand};
use std::path::{Component, Path, PathBuf};
use std::process::Command;

/// The worker's crate.
#[derive(Debug)]
pub(crate) struct Package {
    pub(crate) id: String,
    pub(crate) name: String,
    pub(crate) folder: PathBuf,
    pub(crate) target_dir: PathBuf,
    /// Where cargo starts the compiler.
    pub(crate) workspace: PathBuf,
    /// The version of wasm-bindgen in the lock file.
    pub(crate) wasm_bindgen: String,
}

impl Package {
    /// Asks cargo about the package in `folder`.
    pub(crate) fn find(folder: &Path, features: &[String], trailing: &[String]) -> Result<Self> {
        let metadata = metadata(folder, features, trailing)?;
        let package = metadata
            .root_package()
            .ok_or_else(|| not_a_package(folder))?;
        let library = package
            .targets
            .iter()
            .find(|target| target.crate_types.contains(&CrateType::CDyLib));
        if library.is_none() {
            return Err(no_cdylib(&package.name, package.manifest_path.as_std_path()).into());
        }
        Ok(Self {
            id: package.id.repr.clone(),
            name: package.name.to_string(),
            folder: package.manifest_path.with_file_name("").into(),
            workspace: metadata.workspace_root.clone().into(),
            target_dir: metadata.target_directory.clone().into(),
            wasm_bindgen: wasm_bindgen(&metadata).ok_or_else(|| no_sdk(&package.name))?,
        })
    }
}

fn metadata(folder: &Path, features: &[String], trailing: &[String]) -> Result<Metadata> {
    let about_the_lock_file = ["--locked", "--offline", "--frozen"];
    let mut options = vec![format!("--filter-platform={TARGET}")];
    options.extend_from_slice(features);
    let kept = trailing
        .iter()
        .filter(|arg| about_the_lock_file.contains(&arg.as_str()));
    options.extend(kept.cloned());
    let mut command = MetadataCommand::new();
    command.current_dir(folder).other_options(options);
    command.exec().map_err(|error| match error {
        cargo_metadata::Error::CargoMetadata { stderr } => {
            let said = stderr.trim_end();
            Diagnostic::new(format!(
                "cargo cannot read the package in `{}`",
                folder.display()
            ))
            .note(said.strip_prefix("error: ").unwrap_or(said))
            .into()
        }
        other => anyhow::Error::new(other).context("cannot ask cargo about the package"),
    })
}

fn wasm_bindgen(metadata: &Metadata) -> Option<String> {
    let packages = metadata.packages.iter();
    let versions = packages.filter(|package| package.name.as_str() == "wasm-bindgen");
    versions
        .map(|package| &package.version)
        .max()
        .map(ToString::to_string)
}

fn not_a_package(folder: &Path) -> Diagnostic {
    Diagnostic::new(format!(
        "`{}` is a workspace, not a worker",
        folder.display()
    ))
    .fix("run the command in the worker's folder, or name it with `--path`")
}

fn no_cdylib(name: &str, manifest: &Path) -> Diagnostic {
    Diagnostic::new(format!("`{name}` is not compiled to a wasm module"))
        .note(format!(
            "`{}` has no library of the type `cdylib`",
            manifest.display()
        ))
        .fix("add these lines to it:\n\n[lib]\ncrate-type = [\"cdylib\", \"rlib\"]\n")
}

fn no_sdk(name: &str) -> Diagnostic {
    Diagnostic::new(format!("`{name}` does not depend on `worker-sdk`"))
        .fix("add it with `cargo add worker-sdk`")
}

/// Compiles the package and returns the module's file.
pub(crate) fn build(config: &Config, progress: bool) -> Result<PathBuf> {
    let mut command = command(config);
    let verbose = ["-q", "--quiet", "-v", "--verbose", "-vv"];
    if !progress
        && !config
            .cargo_args
            .iter()
            .any(|arg| verbose.contains(&arg.as_str()))
    {
        command.arg("--quiet");
    }
    let mut module = None;
    let status = process::lines(&mut command, |line| {
        module = artifact(line, &config.package.id).or(module.take());
    })?;
    if !status.success() {
        return Err(did_not_compile(config).into());
    }
    module.with_context(|| {
        format!(
            "cargo reported no wasm module for `{}`",
            config.package.name
        )
    })
}

fn command(config: &Config) -> Command {
    let cargo = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    let mut command = Command::new(cargo);
    command
        .current_dir(&config.package.folder)
        .args(["build", "--lib", "--package", &config.package.id])
        .args(["--target", TARGET])
        .args(["--message-format", "json-render-diagnostics"])
        .args(["--profile", &config.profile.name])
        .arg("--target-dir")
        .arg(&config.target_dir);
    match &config.rustflags {
        Some(Rustflags::Environment(flags)) => {
            command.env("CARGO_ENCODED_RUSTFLAGS", flags);
        }
        Some(Rustflags::CargoConfig(flags)) => {
            command.args(["--config", flags]);
        }
        None => {}
    }
    command.args(&config.cargo_args);
    command
}

/// The module's file, when a line of cargo's messages is about the package's library.
fn artifact(line: &str, package: &str) -> Option<PathBuf> {
    let message = serde_json::from_str(line).ok()?;
    let Message::CompilerArtifact(artifact) = message else {
        return None;
    };
    if artifact.package_id.repr != package {
        return None;
    }
    let mut files = artifact.filenames.into_iter();
    files
        .find(|file| file.extension() == Some("wasm"))
        .map(Into::into)
}

fn did_not_compile(config: &Config) -> Diagnostic {
    let message = Diagnostic::new(format!("`{}` did not compile", config.package.name));
    if config.out_dir.join("index.js").exists() {
        message.note(format!(
            "`{}` still holds the last good build",
            config.out_dir.display()
        ))
    } else {
        message
    }
}

/// Takes `.` and `..` out of an absolute path without asking the file system.
pub(crate) fn normalize(path: &Path) -> PathBuf {
    let mut normal = PathBuf::new();
    for part in path.components() {
        match part {
            Component::ParentDir => {
                normal.pop();
            }
            Component::CurDir => {}
            other => normal.push(other),
        }
    }
    normal
}
