//! Downloads the distribution's source of the standard library, of an exact version.
//!
//! Nothing is installed and no list of the system is touched: apt gets its own folders, so this works
//! without privileges. Newer and older suites than the machine's own are asked, because the compiler
//! came from rustup and not from the distribution.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result, bail};

use super::say;
use super::sources_list;
use crate::environment::outside;
use crate::process;

const ABOUT: &str = "rust-src";
const SUITES: [&str; 4] = ["stable-backports", "testing", "unstable", "stable"];

/// Downloads the package and returns the file.
pub(super) fn download(release: &str, work: &Path) -> Result<PathBuf> {
    for folder in ["lists/partial", "cache/archives/partial", "packages"] {
        let folder = work.join(folder);
        fs::create_dir_all(&folder)
            .with_context(|| format!("cannot create `{}`", folder.display()))?;
    }
    if let Some(file) = downloaded(release, work)? {
        return Ok(file);
    }
    if process::output(outside("apt-get", work).arg("--version")).is_err() {
        bail!(
            "no source of the standard library of rustc {release}: there is no apt here; run `rustup target add wasm32-unknown-unknown` where the network allows it"
        );
    }
    for repository in sources_list::debian_repositories(Path::new("/etc/apt"))? {
        for suite in SUITES {
            let list = work.join("sources.list");
            fs::write(&list, repository.line(suite))?;
            let apt = Apt {
                work,
                list: Some(&list),
            };
            if let Some(file) = apt.fetch(release, suite)? {
                return Ok(file);
            }
        }
    }
    let own = Apt { work, list: None }.fetch(release, "the configured sources")?;
    own.with_context(|| no_package(release))
}

fn downloaded(release: &str, work: &Path) -> Result<Option<PathBuf>> {
    for entry in fs::read_dir(work.join("packages"))? {
        let entry = entry?;
        if is_of_release(&entry.file_name().to_string_lossy(), release)
            && let Ok(file) = package_in(&entry.path())
        {
            return Ok(Some(file));
        }
    }
    Ok(None)
}

fn no_package(release: &str) -> String {
    format!(
        "no package has the source of the standard library of rustc {release}; run `rustup target add wasm32-unknown-unknown` where the network allows it, or use a Rust release that the distribution has"
    )
}

/// apt with folders of its own and, if given, one list of sources instead of the system's.
#[derive(Debug)]
struct Apt<'a> {
    work: &'a Path,
    list: Option<&'a Path>,
}

impl Apt<'_> {
    fn fetch(&self, release: &str, suite: &str) -> Result<Option<PathBuf>> {
        let updated = process::captured(self.command("apt-get").args(["update", "-q"]), None)?;
        if !updated.success && self.list.is_some() {
            say(ABOUT, &format!("apt cannot read {suite}"));
            return Ok(None);
        }
        let names = ["rust-src".to_owned(), versioned_name(release)];
        let known = process::output(self.command("apt-cache").arg("madison").args(&names))?;
        let Some((name, version)) = pick(&known, release) else {
            say(ABOUT, &format!("{suite} has no rustc {release}"));
            return Ok(None);
        };
        say(ABOUT, &format!("downloading {name} {version} from {suite}"));
        let folder = self.work.join("packages").join(&version);
        fs::create_dir_all(&folder)?;
        let mut download = self.command("apt-get");
        download.current_dir(&folder).args(["download", "-q"]);
        process::output(download.arg(format!("{name}={version}")))?;
        Ok(Some(package_in(&folder)?))
    }

    fn command(&self, program: &str) -> Command {
        let mut command = outside(program, self.work);
        let mut option = |name: &str, value: &Path| {
            command.arg("-o").arg(format!("{name}={}", value.display()));
        };
        option("Dir::State::Lists", &self.work.join("lists"));
        option("Dir::Cache", &self.work.join("cache"));
        option("Acquire::Languages", Path::new("none"));
        // apt would change to another user, who cannot write here.
        option("APT::Sandbox::User", Path::new(""));
        if let Some(list) = self.list {
            option("Dir::Etc::SourceList", list);
            option("Dir::Etc::SourceParts", Path::new("/dev/null"));
        }
        command
    }
}

/// Some distributions keep several compilers, each in a package with its version.
fn versioned_name(release: &str) -> String {
    let short = release.rsplit_once('.').map_or(release, |(short, _)| short);
    format!("rust-{short}-src")
}

/// The first package in the output of `apt-cache madison` whose upstream version is `release`.
fn pick(madison: &str, release: &str) -> Option<(String, String)> {
    madison.lines().find_map(|line| {
        let mut columns = line.split('|').map(str::trim);
        let (name, version) = (columns.next()?, columns.next()?);
        is_of_release(version, release).then(|| (name.to_owned(), version.to_owned()))
    })
}

/// Whether a package's version has the upstream version `release`.
fn is_of_release(version: &str, release: &str) -> bool {
    let rest = version.strip_prefix(release);
    rest.is_some_and(|rest| rest.starts_with(['+', '~', '-']))
}

fn package_in(folder: &Path) -> Result<PathBuf> {
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        if path.extension().is_some_and(|extension| extension == "deb") {
            return Ok(path);
        }
    }
    bail!("apt downloaded nothing into `{}`", folder.display())
}

#[cfg(test)]
mod tests {
    use super::*;

    const MADISON: &str = "\
 rust-src | 1.96.1+dfsg1-1~bpo13+1 | http://mirror stable-backports/main amd64 Packages
 rust-src | 1.95.0+dfsg1-1~bpo13+1 | http://mirror stable-backports/main amd64 Packages
 rust-src | 1.95.0+dfsg1-1 | http://mirror testing/main amd64 Packages
";

    #[test]
    fn the_exact_version_is_picked() {
        let picked = pick(MADISON, "1.95.0").unwrap();
        assert_eq!(
            picked,
            ("rust-src".to_owned(), "1.95.0+dfsg1-1~bpo13+1".to_owned())
        );
    }

    #[test]
    fn a_version_that_only_begins_alike_is_not_picked() {
        assert_eq!(pick(MADISON, "1.9"), None);
        assert_eq!(pick(MADISON, "1.95"), None);
        assert_eq!(pick("", "1.95.0"), None);
    }

    #[test]
    fn the_name_with_a_version_has_two_numbers() {
        assert_eq!(versioned_name("1.95.0"), "rust-1.95-src");
    }
}
