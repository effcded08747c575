//! What this process has built: each project is built once, because a build that changes nothing takes a second,
//! too, and one that fails will not succeed for the next test. One of another kind takes its place on the disk.

use std::collections::HashMap;
use std::path::PathBuf;
use std::sync::{LazyLock, Mutex, MutexGuard, PoisonError};

use crate::{Error, Project, Result};

/// The configuration, the environment, and whether it is built for a deployment.
type Key = (PathBuf, Option<String>, bool);
type Ends = HashMap<Key, Result<()>>;

static BUILT: LazyLock<Mutex<Ends>> = LazyLock::new(Mutex::default);

/// Builds that are going to happen. Others of this process wait until they have.
pub(crate) struct Builds {
    pending: Vec<Key>,
    all: MutexGuard<'static, Ends>,
}

impl Builds {
    /// Leaves builds out that succeeded before; fails again if one of them failed.
    pub(crate) fn begin(projects: &mut [Project]) -> Result<Builds> {
        let all = BUILT.lock().unwrap_or_else(PoisonError::into_inner);
        let mut pending = Vec::new();
        for project in projects.iter_mut().filter(|project| project.build) {
            let Some(file) = project.file()? else {
                continue;
            };
            let key = (file, project.environment.clone(), project.release);
            match all.get(&key) {
                Some(end) => {
                    end.clone()?;
                    project.build = false;
                }
                None => pending.push(key),
            }
        }
        Ok(Builds { pending, all })
    }

    /// All of them succeeded.
    pub(crate) fn succeed(mut self) {
        for key in self.pending.drain(..) {
            let is_kept = |other: &Key, end: &mut Result<()>| other.0 != key.0 || end.is_err();
            self.all.retain(is_kept);
            self.all.insert(key, Ok(()));
        }
    }

    /// The one with this configuration failed. Of the others one does not know.
    pub(crate) fn fail(mut self, file: Option<PathBuf>, error: &Error) {
        let failed = self
            .pending
            .into_iter()
            .find(|key| Some(&key.0) == file.as_ref());
        self.all.extend(failed.map(|key| (key, Err(error.clone()))));
    }
}
