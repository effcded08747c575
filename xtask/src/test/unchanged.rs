//! What has passed here before and did not change since.

use std::fs;
use std::hash::{DefaultHasher, Hasher};
use std::path::Path;

use anyhow::{Context, Result, bail};

use super::Where;
use super::report::{Outcome, quietly};
use crate::environment::Environment;
use crate::process;

/// What all steps depend on.
const COMMON: [&str; 5] = [
    ".cargo",
    "Cargo.lock",
    "Cargo.toml",
    "package-lock.json",
    "xtask",
];

/// Runs `check`, unless it passed here before with the same compiler, the same Node and the same files in `inputs`. It is
/// run where nobody knows which files those are: without git, or when one of `inputs` is not there.
pub(super) fn unless_unchanged(
    environment: &Environment,
    place: Where,
    name: &str,
    inputs: &[&str],
    check: impl Fn(&Environment) -> Result<Outcome>,
) -> Result<Outcome> {
    let folder = environment.root().join("target/xtask-passed");
    let stamp = folder.join(name.replace('/', "-"));
    let now = fingerprint(environment, inputs).ok();
    let passed = fs::read_to_string(&stamp).ok();
    if place == Where::Here && now.is_some() && passed == now {
        return Ok(Outcome::NotNeeded("unchanged since it passed"));
    }
    // Whatever it found before, a check that fails now has not passed.
    let _ = fs::remove_file(&stamp);
    let outcome = check(environment)?;
    if let Some(now) = now {
        fs::create_dir_all(&folder)
            .and_then(|()| fs::write(&stamp, now))
            .with_context(|| format!("cannot write `{}`", stamp.display()))?;
    }
    Ok(outcome)
}

fn fingerprint(environment: &Environment, inputs: &[&str]) -> Result<String> {
    let missing = |input: &&&str| !environment.root().join(input).exists();
    if let Some(input) = inputs.iter().find(missing) {
        bail!("no file or folder `{input}`");
    }
    let mut hasher = DefaultHasher::new();
    for (program, version) in [("rustc", "-vV"), ("node", "--version")] {
        hasher.write(quietly(environment.command(program).arg(version))?.as_bytes());
    }
    let mut git = environment.command("git");
    git.args(["ls-files", "-z", "--cached", "--others"]);
    git.args(["--exclude-standard", "--"]);
    git.args(COMMON).args(inputs);
    for name in process::output(&mut git)?.split_terminator('\0') {
        add(&mut hasher, name, &environment.root().join(name));
    }
    Ok(format!("{:016x}", hasher.finish()))
}

/// A file that was deleted is still in git's list.
fn add(hasher: &mut DefaultHasher, name: &str, file: &Path) {
    hasher.write(name.as_bytes());
    match fs::read(file) {
        Ok(content) => {
            hasher.write_usize(content.len());
            hasher.write(&content);
        }
        Err(_) => hasher.write_u8(0),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::cell::Cell;
    use std::path::PathBuf;
    use std::process::Command;

    /// A repository with a file in the folder `in`.
    fn repository(name: &str) -> (PathBuf, Environment) {
        let root = std::env::temp_dir().join(format!("xtask-{name}-{}", std::process::id()));
        let _ = fs::remove_dir_all(&root);
        fs::create_dir_all(root.join("in")).unwrap();
        fs::write(root.join("in/file"), "one").unwrap();
        let mut git = Command::new("git");
        assert!(
            git.args(["init", "-q"])
                .arg(&root)
                .status()
                .unwrap()
                .success()
        );
        let environment = Environment::new(&root, Vec::new());
        (root, environment)
    }

    #[test]
    fn runs_again_when_an_input_changed_or_it_failed() {
        let (root, environment) = repository("unchanged");
        let runs = Cell::new(0);
        let good = Cell::new(true);
        let check = |place| {
            unless_unchanged(&environment, place, "a/b", &["in"], |_| {
                runs.set(runs.get() + 1);
                match good.get() {
                    true => Ok(Outcome::Passed),
                    false => bail!("red"),
                }
            })
        };
        let not_needed = Outcome::NotNeeded("unchanged since it passed");
        assert_eq!(check(Where::Here).unwrap(), Outcome::Passed);
        assert_eq!(check(Where::Here).unwrap(), not_needed);
        assert_eq!(check(Where::Ci).unwrap(), Outcome::Passed);
        fs::write(root.join("other"), "not an input").unwrap();
        assert_eq!(check(Where::Here).unwrap(), not_needed);
        fs::write(root.join("in/file"), "two").unwrap();
        good.set(false);
        assert!(check(Where::Here).is_err());
        good.set(true);
        assert_eq!(check(Where::Here).unwrap(), Outcome::Passed);
        fs::write(root.join("in/new"), "not in git yet").unwrap();
        assert_eq!(check(Where::Here).unwrap(), Outcome::Passed);
        fs::remove_file(root.join("in/new")).unwrap();
        assert_eq!(check(Where::Here).unwrap(), Outcome::Passed);
        good.set(false);
        assert!(check(Where::Ci).is_err());
        good.set(true);
        assert_eq!(check(Where::Here).unwrap(), Outcome::Passed);
        assert_eq!(runs.get(), 8);
        fs::remove_dir_all(root).unwrap();
    }

    #[test]
    fn what_nobody_can_compare_is_always_run() {
        let (root, environment) = repository("no-git");
        let run = |input| {
            let passed = |_: &Environment| Ok(Outcome::Passed);
            unless_unchanged(&environment, Where::Here, "a", &[input], passed).unwrap()
        };
        let twice = |input| [run(input), run(input)];
        assert_eq!(twice("gone"), [Outcome::Passed, Outcome::Passed]);
        fs::remove_dir_all(root.join(".git")).unwrap();
        assert_eq!(twice("in"), [Outcome::Passed, Outcome::Passed]);
        fs::remove_dir_all(root).unwrap();
    }

    #[test]
    fn what_all_steps_depend_on_is_there() {
        let root = crate::environment::root();
        assert!(COMMON.iter().all(|input| root.join(input).exists()));
    }
}
