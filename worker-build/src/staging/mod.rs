//! Replacing a folder in one step, one builder at a time.

mod inside;

use anyhow::{Context, Result};
use std::ffi::OsString;
use std::fs::{self, File, TryLockError};
use std::io;
use std::path::{Path, PathBuf};

/// Held while a build owns its output folder. The system releases it with the process, however that ends.
///
/// Some file systems, of networks above all, lock nothing: a build there trusts that it is the only one.
#[derive(Debug)]
pub(crate) struct Lock {
    _file: File,
}

impl Lock {
    /// Takes the lock that lives in `folder`; calls `waiting` when another build has it.
    pub(crate) fn take(folder: &Path, waiting: impl FnOnce()) -> Result<Self> {
        let file = open(folder).with_context(|| format!("cannot lock `{}`", folder.display()))?;
        Ok(Self::of(file, waiting))
    }

    /// Takes the lock that lives in `folder` beside others who do the same.
    pub(crate) fn share(folder: &Path) -> Result<Self> {
        let file = open(folder).with_context(|| format!("cannot lock `{}`", folder.display()))?;
        let _ = file.lock_shared();
        Ok(Self { _file: file })
    }

    /// Waits until nobody else replaces `target`, whichever folder cargo builds in for them.
    fn beside(target: &Path) -> Result<Self> {
        let around = beside(target)
            .with_context(|| format!("cannot open the place of `{}`", target.display()))?;
        Ok(Self::of(around, || {}))
    }

    fn of(file: File, waiting: impl FnOnce()) -> Self {
        if let Err(TryLockError::WouldBlock) = file.try_lock() {
            waiting();
            let _ = file.lock();
        }
        Self { _file: file }
    }
}

fn open(folder: &Path) -> io::Result<File> {
    fs::create_dir_all(folder)?;
    File::create(folder.join("lock"))
}

/// What is locked to replace `target`: the folder around it, so that no file is left there.
#[cfg(unix)]
fn beside(target: &Path) -> io::Result<File> {
    let around = target.parent().unwrap_or(target);
    fs::create_dir_all(around)?;
    File::open(around)
}

/// A system that locks no folders gets a file.
#[cfg(not(unix))]
fn beside(target: &Path) -> io::Result<File> {
    let file = sibling(target, "lock");
    fs::create_dir_all(file.parent().unwrap_or(target))?;
    File::create(file)
}

/// A folder being filled beside the one that it will replace.
#[derive(Debug)]
pub(crate) struct Staging {
    folder: PathBuf,
    target: PathBuf,
    _lock: Lock,
}

impl Staging {
    /// Starts with nothing, whatever an interrupted build left. Waits for whoever else replaces the same folder.
    pub(crate) fn beside(target: &Path) -> Result<Self> {
        let lock = Lock::beside(target)?;
        let folder = sibling(target, "staging");
        let prepare = || -> io::Result<()> {
            remove(&folder)?;
            remove(&sibling(target, "old"))?;
            fs::create_dir_all(&folder)
        };
        prepare().with_context(|| format!("cannot prepare `{}`", folder.display()))?;
        Ok(Self {
            folder,
            target: target.to_path_buf(),
            _lock: lock,
        })
    }

    /// Writes one file. One that did not change keeps its time, for tools that watch times.
    pub(crate) fn write(&self, name: &str, content: &[u8]) -> io::Result<()> {
        let path = self.folder.join(name);
        if let Some(parent) = path.parent() {
            fs::create_dir_all(parent)?;
        }
        fs::write(&path, content)?;
        let published = self.target.join(name);
        if fs::read(&published).is_ok_and(|found| found == content) {
            let time = fs::metadata(&published)?.modified()?;
            File::options()
                .write(true)
                .open(&path)?
                .set_modified(time)?;
        }
        Ok(())
    }

    /// Puts the folder in place of its target, or its files, where the system leaves the target where it is.
    pub(crate) fn swap(self) -> io::Result<()> {
        if !self.target.exists() {
            return fs::rename(&self.folder, &self.target);
        }
        if exchange(&self.folder, &self.target).is_ok() {
            return remove(&self.folder);
        }
        let old = sibling(&self.target, "old");
        match fs::rename(&self.target, &old) {
            Err(error) if is_fixed(&error) => return inside::replace(&self.folder, &self.target),
            moved => moved?,
        }
        if let Err(error) = fs::rename(&self.folder, &self.target) {
            fs::rename(&old, &self.target)?;
            return Err(error);
        }
        remove(&old)
    }
}

impl Drop for Staging {
    fn drop(&mut self) {
        let _ = remove(&self.folder);
    }
}

/// Whether a folder cannot be moved: it came with a layer of a container's image, or is mounted.
fn is_fixed(error: &io::Error) -> bool {
    use io::ErrorKind::{CrossesDevices, ResourceBusy};
    matches!(error.kind(), CrossesDevices | ResourceBusy)
}

/// Swaps two folders with no moment in which one of them is missing, where the system can.
#[cfg(any(target_os = "linux", target_os = "macos"))]
fn exchange(a: &Path, b: &Path) -> io::Result<()> {
    use rustix::fs::{CWD, RenameFlags, renameat_with};
    Ok(renameat_with(CWD, a, CWD, b, RenameFlags::EXCHANGE)?)
}

#[cfg(not(any(target_os = "linux", target_os = "macos")))]
fn exchange(_: &Path, _: &Path) -> io::Result<()> {
    Err(io::ErrorKind::Unsupported.into())
}

/// What stands beside `folder`, and so on its file system, with a name that nobody else gives to one.
fn sibling(folder: &Path, kind: &str) -> PathBuf {
    let mut name = OsString::from(format!(".worker-build.{kind}."));
    name.push(folder.file_name().unwrap_or_default());
    folder.with_file_name(name)
}

/// Removes a folder, if it is there.
pub(crate) fn remove(folder: &Path) -> io::Result<()> {
    match fs::remove_dir_all(folder) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(()),
        result => result,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::sync::atomic::{AtomicBool, Ordering};

    #[test]
    fn a_folder_is_replaced_and_nothing_stays_beside_it() {
        let root = tempfile::tempdir().unwrap();
        let target = root.path().join("build");
        for content in ["one", "two"] {
            let staging = Staging::beside(&target).unwrap();
            staging.write("a/index.js", content.as_bytes()).unwrap();
            staging.swap().unwrap();
            assert_eq!(
                fs::read_to_string(target.join("a/index.js")).unwrap(),
                content
            );
        }
        assert_eq!(root.path().read_dir().unwrap().count(), 1);
    }

    /// A file that is opened as a mere path cannot be locked, as no file can on some file systems.
    #[cfg(target_os = "linux")]
    #[test]
    fn where_nothing_can_be_locked_a_build_goes_on() {
        use std::os::unix::fs::OpenOptionsExt;
        const O_PATH: i32 = 0o10_000_000;
        let root = tempfile::tempdir().unwrap();
        let options = fs::OpenOptions::new();
        let path = || {
            options
                .clone()
                .read(true)
                .custom_flags(O_PATH)
                .open(root.path())
        };
        assert!(matches!(
            path().unwrap().try_lock(),
            Err(TryLockError::Error(_))
        ));
        Lock::of(path().unwrap(), || panic!("nobody else builds"));
    }

    #[cfg(any(target_os = "linux", target_os = "macos"))]
    #[test]
    fn a_reader_always_finds_a_whole_folder() {
        let root = tempfile::tempdir().unwrap();
        let target = root.path().join("build");
        let publish = |content: &str| {
            let staging = Staging::beside(&target).unwrap();
            staging.write("index.js", content.as_bytes()).unwrap();
            staging.swap().unwrap();
        };
        publish("0");
        let done = AtomicBool::new(false);
        std::thread::scope(|scope| {
            let reader = scope.spawn(|| {
                while !done.load(Ordering::SeqCst) {
                    assert!(target.exists());
                    // The first look may have been into the old folder at the moment it went.
                    let read = || fs::read_to_string(target.join("index.js"));
                    assert!(!read().or_else(|_| read()).unwrap().is_empty());
                }
            });
            (1..300).for_each(|build| publish(&build.to_string()));
            done.store(true, Ordering::SeqCst);
            reader.join().unwrap();
        });
    }

    /// Linux answers for a path that ends with a dot as it does for a mounted folder.
    #[cfg(target_os = "linux")]
    #[test]
    fn the_files_of_a_folder_that_cannot_be_moved_are_replaced() {
        let root = tempfile::tempdir().unwrap();
        let build = root.path().join("build");
        let target = build.join(".");
        let files = [
            ("a", "snippets/old/b.js", "one"),
            ("a/index.js", "index.js", "two"),
        ];
        fs::create_dir(&build).unwrap();
        for (first, second, content) in files {
            let staging = Staging::beside(&target).unwrap();
            for name in [first, second, "same"] {
                let content = if name == "same" { name } else { content };
                staging.write(name, content.as_bytes()).unwrap();
            }
            let same = || fs::metadata(build.join("same")).and_then(|file| file.modified());
            let before = same().ok();
            staging.swap().unwrap();
            assert!(before.is_none_or(|before| same().unwrap() == before));
            for name in [first, second] {
                assert_eq!(fs::read_to_string(build.join(name)).unwrap(), content);
            }
        }
        let names = |folder: &Path| -> Vec<_> {
            let entries = folder.read_dir().unwrap().flatten();
            let mut names: Vec<_> = entries.map(|entry| entry.file_name()).collect();
            names.sort();
            names
        };
        assert_eq!(names(root.path()), ["build"]);
        assert_eq!(names(&build), ["a", "index.js", "same"]);
    }

    #[test]
    fn those_who_replace_one_folder_wait_for_each_other() {
        let root = tempfile::tempdir().unwrap();
        let target = root.path().join("build");
        let publish = |content: String| {
            let staging = Staging::beside(&target).unwrap();
            staging.write("index.js", content.as_bytes()).unwrap();
            staging.swap().unwrap();
        };
        std::thread::scope(|scope| {
            for publisher in 0..4 {
                scope.spawn(move || {
                    (0..50).for_each(|build| publish(format!("{publisher} {build}")));
                });
            }
        });
        assert_eq!(root.path().read_dir().unwrap().count(), 1);
    }

    #[test]
    fn an_abandoned_staging_folder_goes_and_the_target_stays() {
        let root = tempfile::tempdir().unwrap();
        let target = root.path().join("build");
        fs::create_dir(&target).unwrap();
        drop(Staging::beside(&target).unwrap());
        let staging = Staging::beside(&target).unwrap();
        assert!(staging.folder.exists());
        drop(staging);
        assert_eq!(root.path().read_dir().unwrap().count(), 1);
        assert!(target.exists());
    }

    /// What a build that was killed left goes; what has such a name of the user's own stays.
    #[test]
    fn only_our_own_leftovers_go() {
        let root = tempfile::tempdir().unwrap();
        let target = root.path().join("build");
        let [theirs, ours] = [
            ["build.old", "build.staging"],
            [".worker-build.old.build", ".worker-build.staging.build"],
        ];
        for name in theirs.iter().chain(&ours) {
            fs::create_dir(root.path().join(name)).unwrap();
            fs::write(root.path().join(name).join("left.js"), "kept").unwrap();
        }
        for content in ["one", "two"] {
            let staging = Staging::beside(&target).unwrap();
            staging.write("index.js", content.as_bytes()).unwrap();
            staging.swap().unwrap();
            assert!(!target.join("left.js").exists());
        }
        for name in theirs {
            let text = fs::read_to_string(root.path().join(name).join("left.js"));
            assert_eq!(text.unwrap(), "kept", "{name}");
        }
        for name in ours {
            assert!(!root.path().join(name).exists(), "{name}");
        }
    }

    #[test]
    fn a_file_that_did_not_change_keeps_its_time() {
        let root = tempfile::tempdir().unwrap();
        let target = root.path().join("build");
        fs::create_dir(&target).unwrap();
        let long_ago =
            std::time::SystemTime::UNIX_EPOCH + std::time::Duration::from_secs(1_000_000);
        for name in ["same", "other"] {
            fs::write(target.join(name), name).unwrap();
            let file = File::options().write(true).open(target.join(name)).unwrap();
            file.set_modified(long_ago).unwrap();
        }
        let staging = Staging::beside(&target).unwrap();
        staging.write("same", b"same").unwrap();
        staging.write("other", b"changed").unwrap();
        staging.swap().unwrap();
        let time = |name: &str| fs::metadata(target.join(name)).unwrap().modified().unwrap();
        assert_eq!(time("same"), long_ago);
        assert_ne!(time("other"), long_ago);
    }

    #[test]
    fn the_lock_lets_one_in_and_says_when_another_waits() {
        let root = tempfile::tempdir().unwrap();
        let lock = Lock::take(root.path(), || panic!("nobody has it")).unwrap();
        let waited = AtomicBool::new(false);
        std::thread::scope(|scope| {
            let second = scope.spawn(|| {
                Lock::take(root.path(), || waited.store(true, Ordering::SeqCst)).unwrap()
            });
            while !waited.load(Ordering::SeqCst) {
                std::thread::yield_now();
            }
            assert!(!second.is_finished());
            drop(lock);
        });
    }
}
