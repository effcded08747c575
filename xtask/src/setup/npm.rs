//! The npm packages of a lock file: wrangler, the simulator, and wasm-opt.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Instant;

use anyhow::{Context, Result, bail};

use super::say;
use crate::environment::outside;
use crate::process;

const NPM: &str = if cfg!(windows) { "npm.cmd" } else { "npm" };
/// What the pinned wrangler needs.
const OLDEST_NODE: (u32, u32) = (20, 3);

/// Installs what the lock file in `folder` lists: with `ci`, which wants the packages for all machines in it, or with
/// `install --no-save`, which does not.
pub(super) fn ensure(folder: &Path, about: &str, how: &[&str]) -> Result<()> {
    check_node(outside("node", folder), OLDEST_NODE)?;
    let lock = folder.join("package-lock.json");
    let wanted = fs::read(&lock).with_context(|| format!("cannot read `{}`", lock.display()))?;
    if fs::read(stamp(folder)).is_ok_and(|installed| installed == wanted) {
        say(about, "present");
        return Ok(());
    }
    say(about, "installing what package-lock.json lists");
    let begin = Instant::now();
    install(folder, how)?;
    fs::write(stamp(folder), wanted)?;
    say(
        about,
        &format!("installed in {:.1} s", begin.elapsed().as_secs_f32()),
    );
    Ok(())
}

/// A copy of the lock file that was installed. `npm ci` removes it with everything else.
fn stamp(folder: &Path) -> PathBuf {
    folder.join("node_modules/.installed-lock.json")
}

fn install(folder: &Path, how: &[&str]) -> Result<()> {
    let mut npm = outside(NPM, folder);
    npm.args(how).args(["--no-audit", "--no-fund"]);
    let captured =
        process::captured(&mut npm, None).context("npm comes with Node.js; install both")?;
    if !captured.success {
        bail!(
            "`npm {}` failed; is the npm registry reachable?\n{}",
            how.join(" "),
            captured.output.trim_end()
        );
    }
    Ok(())
}

/// Whether this `node` is new enough.
pub(super) fn check_node(mut node: Command, oldest: (u32, u32)) -> Result<()> {
    let (major, minor) = oldest;
    let said = process::output(node.arg("--version"))
        .with_context(|| format!("Node.js is needed; install Node {major}.{minor} or later"))?;
    accept_node(said.trim(), oldest)
}

fn accept_node(said: &str, oldest: (u32, u32)) -> Result<()> {
    let (major, minor) = oldest;
    let version = said.trim_start_matches('v');
    let mut numbers = version.split('.').map(|number| number.parse::<u32>().ok());
    let (Some(Some(found_major)), Some(Some(found_minor))) = (numbers.next(), numbers.next())
    else {
        bail!("cannot read the version of node, `{said}`; install Node {major}.{minor} or later");
    };
    if (found_major, found_minor) < oldest {
        bail!("node {version} is too old; install Node {major}.{minor} or later");
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_versions_of_node_that_wrangler_needs() {
        for good in ["v20.3.0", "v20.20.2", "v22.0.0", "v24.1.0-nightly"] {
            accept_node(good, OLDEST_NODE).unwrap();
        }
    }

    #[test]
    fn an_old_node_is_refused_with_what_to_do() {
        let said = accept_node("v18.1.0", OLDEST_NODE).unwrap_err().to_string();
        assert_eq!(said, "node 18.1.0 is too old; install Node 20.3 or later");
        let said = accept_node("v20.2.1", OLDEST_NODE).unwrap_err().to_string();
        assert_eq!(said, "node 20.2.1 is too old; install Node 20.3 or later");
    }

    #[test]
    fn something_else_named_node_is_refused() {
        let said = accept_node("amateur radio", OLDEST_NODE)
            .unwrap_err()
            .to_string();
        assert_eq!(
            said,
            "cannot read the version of node, `amateur radio`; install Node 20.3 or later"
        );
    }
}
