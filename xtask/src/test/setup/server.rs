//! A folder that serves the target's component to rustup, made from the installed one.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result};

use super::TARGET;
use super::machine::Machine;
use crate::test::report::quietly;

const MANIFEST: &str = "lib/rustlib/multirust-channel-manifest.toml";

/// Returns the folder to use as rustup's dist server. The machine's channel manifest then expects the
/// archive that lies there.
pub(super) fn serve_target(machine: &Machine) -> Result<PathBuf> {
    let server = machine.folder.join("server");
    let manifest = machine.sysroot.join(MANIFEST);
    let text = fs::read_to_string(&manifest)
        .with_context(|| format!("cannot read `{}`", manifest.display()))?;
    let (before, entry, after) =
        entry_of_target(&text).context("rustup does not know the target")?;
    let path = path_of_archive(entry).context("rustup knows no archive of the target")?;
    let archive = server.join(path);
    let name = archive.file_name().unwrap_or_default().to_string_lossy();
    pack(machine, &archive, name.trim_end_matches(".tar.gz"))?;
    let hash = quietly(Command::new("sha256sum").arg(&archive))?;
    let hash = hash.split_whitespace().next().unwrap_or_default();
    fs::write(
        &manifest,
        format!("{before}{}{after}", with_hash(entry, hash)),
    )?;
    Ok(server)
}

/// The manifest's text before, in, and after the entry of the target.
fn entry_of_target(text: &str) -> Option<(&str, &str, &str)> {
    let start = text.find(&format!("[pkg.rust-std.target.{TARGET}]"))?;
    let length = text[start..].find("\n\n")?;
    let (before, rest) = text.split_at(start);
    let (entry, after) = rest.split_at(length);
    Some((before, entry, after))
}

fn path_of_archive(entry: &str) -> Option<&str> {
    let line = entry
        .lines()
        .find_map(|line| line.strip_prefix("url = \""))?;
    let at = line.find("/dist/")?;
    Some(line[at..].trim_start_matches('/').trim_end_matches('"'))
}

/// Only the archive that we made is offered.
fn with_hash(entry: &str, hash: &str) -> String {
    let line = |line: &str| match line.split_once(" = ") {
        Some(("hash", _)) => Some(format!("hash = \"{hash}\"\n")),
        Some(("xz_url" | "xz_hash" | "zst_url" | "zst_hash", _)) => None,
        _ => Some(format!("{line}\n")),
    };
    entry.lines().filter_map(line).collect()
}

/// Lays the component out as rustup's installer wants it.
fn pack(machine: &Machine, archive: &Path, name: &str) -> Result<()> {
    let component = format!("rust-std-{TARGET}");
    let package = machine.folder.join("package").join(name);
    let libraries = format!("lib/rustlib/{TARGET}/lib");
    let inside = package.join(&component).join(&libraries);
    fs::create_dir_all(&inside)?;
    let mut manifest = String::new();
    for entry in fs::read_dir(machine.original.join(&libraries))? {
        let entry = entry?;
        if entry.file_type()?.is_file() {
            let file = entry.file_name();
            fs::copy(entry.path(), inside.join(&file))?;
            manifest += &format!("file:{libraries}/{}\n", file.to_string_lossy());
        }
    }
    fs::write(package.join(&component).join("manifest.in"), manifest)?;
    fs::write(package.join("components"), format!("{component}\n"))?;
    fs::write(package.join("rust-installer-version"), "3\n")?;
    fs::create_dir_all(archive.parent().unwrap_or(archive))?;
    let mut tar = Command::new("tar");
    tar.arg("-C")
        .arg(machine.folder.join("package"))
        .arg("-czf")
        .arg(archive)
        .arg(name);
    quietly(&mut tar).map(drop)
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEXT: &str = "[a]\nx = 1\n\n[pkg.rust-std.target.wasm32-unknown-unknown]\navailable = true\n\
        url = \"https://dist.example/dist/2026-04-16/std.tar.gz\"\nhash = \"aa\"\nxz_url = \"x\"\nxz_hash = \"bb\"\n\n[b]\n";

    #[test]
    fn the_entry_is_cut_out() {
        let (before, entry, after) = entry_of_target(TEXT).unwrap();
        assert_eq!(format!("{before}{entry}{after}"), TEXT);
        assert_eq!(path_of_archive(entry), Some("dist/2026-04-16/std.tar.gz"));
    }

    #[test]
    fn the_entry_offers_only_our_archive() {
        let (_, entry, _) = entry_of_target(TEXT).unwrap();
        let changed = with_hash(entry, "cc");
        assert!(changed.contains("hash = \"cc\"\n"), "{changed}");
        assert!(!changed.contains("xz"), "{changed}");
    }
}
