use std::fmt;
use std::sync::{Arc, Mutex, PoisonError};
use std::thread;
use std::time::Duration;

use serde_json::json;

use crate::builds::Builds;
use crate::host::{Addresses, Host, Listener};
use crate::logs::{LogLine, Logs};
use crate::project::base;
use crate::{Error, Project, Result, Worker};

/// Several workers in one running runtime, each in an isolate of its own and with its own address.
///
/// They reach each other through the service bindings of their configurations, by the names in there, and through
/// those that [`Project::service`] adds.
///
/// When the runtime and all of its [`Worker`]s are dropped, everything is stopped, and so it is at the end of the test
/// process, however that comes about.
///
/// # Examples
///
/// ```no_run
/// use worker_e2e::{Project, Runtime};
///
/// # fn main() -> worker_e2e::Result<()> {
/// let runtime = Runtime::start([Project::here(), Project::at("../users")])?;
/// let shop = runtime.worker("shop")?;
/// assert_eq!(shop.get("/users/1")?.status, 200);
/// # Ok(())
/// # }
/// ```
#[derive(Clone, Debug)]
pub struct Runtime {
    inner: Arc<Inner>,
}

pub(crate) struct Inner {
    pub(crate) addresses: Addresses,
    pub(crate) logs: Arc<Logs>,
    host: Mutex<Option<Host>>,
}

impl Runtime {
    /// Builds the projects, starts all workers, and waits until they listen.
    ///
    /// # Errors
    ///
    /// As [`Project::start`], and when two workers have the same name or one binds a worker that is not among them.
    pub fn start(projects: impl IntoIterator<Item = Project>) -> Result<Runtime> {
        let mut projects: Vec<_> = projects.into_iter().collect();
        if projects.is_empty() {
            return Err(Error::new("no project to start"));
        }
        let logs = Arc::new(Logs::default());
        let builds = Builds::begin(&mut projects)?;
        let host = Host::start(&configuration(&projects)?, &logs)?;
        match host.built() {
            Ok(()) => builds.succeed(),
            Err(failure) => {
                let error = host.explain(&failure);
                builds.fail(failure.file, &error);
                return Err(error);
            }
        }
        let addresses = host.ready().map_err(|failure| host.explain(&failure))?;
        let inner = Inner {
            addresses,
            logs,
            host: Mutex::new(Some(host)),
        };
        Ok(Runtime {
            inner: Arc::new(inner),
        })
    }

    /// One of the workers.
    ///
    /// # Errors
    ///
    /// Fails when there is none of that name.
    pub fn worker(&self, name: &str) -> Result<Worker> {
        let workers = self.workers();
        let names = workers.iter().map(|worker| format!("`{}`", worker.name()));
        let names = names.collect::<Vec<_>>().join(", ");
        let found = workers.into_iter().find(|worker| worker.name() == name);
        found.ok_or_else(|| Error::new(format!("no worker named `{name}`; there are {names}")))
    }

    /// All workers, in the order of their projects.
    pub fn workers(&self) -> Vec<Worker> {
        let addresses = self.inner.addresses.workers.iter();
        let worker = |listener: &Listener| Worker {
            runtime: self.inner.clone(),
            name: listener.name.clone(),
            address: listener.address.clone(),
            access: listener.access.clone(),
        };
        addresses.map(worker).collect()
    }

    /// Every message so far, of all workers, of the runtime, and of the builds.
    ///
    /// With the environment variable `WORKER_E2E_LOGS` set, messages are also printed as they arrive. When a test
    /// panics while it owns the runtime, they are printed at the end.
    pub fn logs(&self) -> Vec<LogLine> {
        self.inner.logs.all()
    }

    /// The first message that contains `part`, of those so far and those that come within `patience`.
    ///
    /// # Errors
    ///
    /// Fails, with the messages that came instead, when the time is over.
    pub fn wait_for_log(&self, part: &str, patience: Duration) -> Result<LogLine> {
        self.inner.wait_for_log(part, patience)
    }

    /// Stops all workers now, instead of when the last of them is dropped. Requests fail from here on.
    pub fn stop(&self) {
        self.inner.stop();
    }
}

impl Inner {
    pub(crate) fn wait_for_log(&self, part: &str, patience: Duration) -> Result<LogLine> {
        self.logs.wait_for(part, patience).ok_or_else(|| {
            let lines: Vec<_> = self.logs.all().iter().map(LogLine::to_string).collect();
            let lines = lines.join("\n");
            Error::new(format!(
                "no log line with `{part}` within {patience:?}; there are these:\n{lines}"
            ))
        })
    }

    pub(crate) fn stop(&self) {
        let mut host = self.host.lock().unwrap_or_else(PoisonError::into_inner);
        drop(host.take());
    }
}

impl Drop for Inner {
    fn drop(&mut self) {
        if thread::panicking() {
            eprintln!("what the workers said:");
            for line in self.logs.all() {
                eprintln!("{line}");
            }
        }
    }
}

impl fmt::Debug for Inner {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let workers = self.addresses.workers.iter();
        let workers = workers.map(|worker| (&worker.name, &worker.address));
        f.debug_list().entries(workers).finish()
    }
}

fn configuration(projects: &[Project]) -> Result<serde_json::Value> {
    let files: Result<Vec<_>> = projects.iter().map(Project::file).collect();
    let first = files?.into_iter().flatten().next();
    // Where the npm packages are looked for, from there upwards.
    let directory = match first.as_ref().and_then(|file| file.parent()) {
        Some(folder) => folder.to_owned(),
        None => base()?,
    };
    let projects: Result<Vec<_>> = projects.iter().map(Project::describe).collect();
    Ok(json!({ "directory": directory, "projects": projects? }))
}
