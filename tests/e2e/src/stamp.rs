//! When a worker was built last: several test programs need the same one, and a build that changes nothing still
//! takes seconds.

use std::fs::{self, File};
use std::hash::{DefaultHasher, Hash, Hasher};
use std::io;
use std::path::{Path, PathBuf};
use std::time::SystemTime;

use crate::build::workspace_root;

/// What every worker is made of, beside its own folder.
const SHARED: [&str; 4] = ["Cargo.toml", "Cargo.lock", "worker-sdk", "worker-macros"];

/// A file with the flags of the last good build, which is as old as its start.
pub(crate) struct Stamp {
    flags: String,
    lock: PathBuf,
    begun: PathBuf,
    done: PathBuf,
}

impl Stamp {
    pub(crate) fn of(published: &Path, flags: &[&str]) -> Stamp {
        let mut hasher = DefaultHasher::new();
        published.hash(&mut hasher);
        let file = workspace_root().join(format!("target/e2e/{:016x}", hasher.finish()));
        Stamp {
            flags: flags.join("\n"),
            lock: file.with_extension("lock"),
            begun: file.with_extension("begun"),
            done: file.with_extension("done"),
        }
    }

    /// Waits until no other program builds the same worker; none begins to while the file is open.
    pub(crate) fn turn(&self) -> io::Result<File> {
        if let Some(folder) = self.lock.parent() {
            fs::create_dir_all(folder)?;
        }
        let file = File::create(&self.lock)?;
        file.lock()?;
        Ok(file)
    }

    /// Whether the last good build had the same flags, and no source is as new. An error counts as a change.
    pub(crate) fn is_newer_than(&self, own: &[&Path]) -> bool {
        let shared = SHARED.map(|name| workspace_root().join(name));
        let sources = shared
            .iter()
            .map(PathBuf::as_path)
            .chain(own.iter().copied());
        let are_same = fs::read_to_string(&self.done).is_ok_and(|flags| flags == self.flags);
        let Some(done) = modified(&self.done).filter(|_| are_same) else {
            return false;
        };
        sources
            .map(newest)
            .all(|source| source.is_some_and(|source| source < done))
    }

    pub(crate) fn begin(&self) {
        let _ = fs::remove_file(&self.done);
        let _ = fs::write(&self.begun, &self.flags);
    }

    pub(crate) fn finish(&self) {
        let _ = fs::rename(&self.begun, &self.done);
    }
}

fn modified(path: &Path) -> Option<SystemTime> {
    fs::metadata(path).ok()?.modified().ok()
}

/// The newest modification in a file or folder, build output left aside.
fn newest(path: &Path) -> Option<SystemTime> {
    if !path.is_dir() {
        return modified(path);
    }
    let mut newest_of_all = modified(path)?;
    for entry in fs::read_dir(path).ok()? {
        let entry = entry.ok()?;
        let name = entry.file_name();
        if name == "build" || name == "target" || name == ".wrangler" {
            continue;
        }
        newest_of_all = newest_of_all.max(newest(&entry.path())?);
    }
    Some(newest_of_all)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn other_flags_are_a_change() {
        let stamp = |flags: &[&str]| Stamp::of(Path::new("nothing"), flags);
        let release = stamp(&["--release"]);
        let _turn = release.turn().unwrap();
        release.begin();
        assert!(!release.is_newer_than(&[]));
        release.finish();
        assert!(release.is_newer_than(&[]));
        assert!(!stamp(&["--release", "--no-opt"]).is_newer_than(&[]));
    }
}
