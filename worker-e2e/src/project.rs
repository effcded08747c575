use std::collections::BTreeMap;
use std::env;
use std::path::{Path, PathBuf};

use serde::Serialize;
use serde_json::{Value, json};

use crate::{Error, Result, Runtime, Worker};

/// For workers without a configuration. Not later than what the oldest supported runtime knows.
const COMPATIBILITY_DATE: &str = "2026-04-01";
/// The files that wrangler looks for, in its order.
const FILES: [&str; 3] = ["wrangler.json", "wrangler.jsonc", "wrangler.toml"];

/// A worker that can be started: where it comes from, and what differs in the test.
///
/// Paths are relative to the folder of the crate whose test runs.
///
/// A project with a configuration is run as `wrangler dev` would: it is built with the `build.command` of the
/// configuration, has its bindings, each with a local simulator, and the secrets of `.dev.vars`. Storage is empty at
/// each start and gone at the end, unless [`persist`](Project::persist) keeps it.
///
/// Nothing happens before [`start`](Project::start) or [`Runtime::start`].
///
/// # Examples
///
/// ```no_run
/// use worker_e2e::{Project, serde_json::json};
///
/// # fn main() -> worker_e2e::Result<()> {
/// let worker = Project::here()
///     .environment("staging")
///     .var("GREETING", "Hi")
///     .var("LIMITS", json!({ "requests": 3 }))
///     .start()?;
/// assert_eq!(worker.get("/Ferris")?.text(), "Hi, Ferris!");
/// # Ok(())
/// # }
/// ```
#[derive(Clone, Debug)]
#[must_use = "a project does nothing until it is started"]
pub struct Project {
    source: Source,
    pub(crate) environment: Option<String>,
    pub(crate) build: bool,
    pub(crate) release: bool,
    changes: Changes,
}

#[derive(Clone, Debug)]
enum Source {
    Configured(PathBuf),
    Built(PathBuf),
    Script(PathBuf),
}

/// What the host script adds to the source.
#[derive(Clone, Debug, Default, Serialize)]
#[serde(rename_all = "camelCase")]
struct Changes {
    name: Option<String>,
    compatibility_date: &'static str,
    compatibility_flags: Vec<String>,
    vars: BTreeMap<String, Value>,
    services: BTreeMap<String, Value>,
    without: Vec<String>,
    migrations: Vec<String>,
    databases: BTreeMap<String, String>,
    trusted: Vec<PathBuf>,
    persist: Option<PathBuf>,
    outbound: Option<String>,
    tails: Vec<String>,
    streaming_tails: Vec<String>,
    port: Option<u16>,
}

impl Project {
    /// The crate whose test runs.
    pub fn here() -> Project {
        Project::at(".")
    }

    /// The project in a folder, or with a configuration file of another name.
    ///
    /// # Examples
    ///
    /// ```no_run
    /// # fn main() -> worker_e2e::Result<()> {
    /// let users = worker_e2e::Project::at("../users").start()?;
    /// # Ok(())
    /// # }
    /// ```
    pub fn at(path: impl Into<PathBuf>) -> Project {
        Project::new(Source::Configured(path.into()))
    }

    /// The output of a build: a folder with the entry module `index.js` and the modules that it imports. There is no
    /// configuration, so all bindings are those that the test adds.
    pub fn built(name: impl Into<String>, folder: impl Into<PathBuf>) -> Project {
        Project::new(Source::Built(folder.into())).name(name)
    }

    /// One JavaScript module, for instance a stand-in for a service that the worker calls.
    ///
    /// # Examples
    ///
    /// ```no_run
    /// use worker_e2e::{Project, Runtime};
    ///
    /// # fn main() -> worker_e2e::Result<()> {
    /// let bank = Project::script("bank", "tests/bank.js");
    /// let shop = Project::here().name("shop").service("BANK", "bank");
    /// let runtime = Runtime::start([shop, bank])?;
    /// # Ok(())
    /// # }
    /// ```
    pub fn script(name: impl Into<String>, file: impl Into<PathBuf>) -> Project {
        Project::new(Source::Script(file.into())).name(name)
    }

    fn new(source: Source) -> Project {
        Project {
            source,
            environment: None,
            build: true,
            release: false,
            changes: Changes {
                compatibility_date: COMPATIBILITY_DATE,
                ..Changes::default()
            },
        }
    }

    /// Gives the worker another name than its configuration. Other workers bind it by this name.
    pub fn name(mut self, name: impl Into<String>) -> Project {
        self.changes.name = Some(name.into());
        self
    }

    /// Chooses a named environment of the configuration.
    pub fn environment(mut self, name: impl Into<String>) -> Project {
        self.environment = Some(name.into());
        self
    }

    /// Adds or replaces a variable or a secret: a string, or any JSON value.
    pub fn var(mut self, name: impl Into<String>, value: impl Into<Value>) -> Project {
        self.changes.vars.insert(name.into(), value.into());
        self
    }

    /// Adds a service binding to another worker of the same [`Runtime`], or replaces a binding by it.
    pub fn service(mut self, binding: impl Into<String>, worker: impl Into<String>) -> Project {
        let services = &mut self.changes.services;
        services.insert(binding.into(), Value::String(worker.into()));
        self
    }

    /// As [`service`](Project::service), with properties that the other worker finds in its context.
    pub fn service_with_props(
        mut self,
        binding: impl Into<String>,
        worker: impl Into<String>,
        props: impl Into<Value>,
    ) -> Project {
        let service = json!({"name": worker.into(), "props": props.into()});
        self.changes.services.insert(binding.into(), service);
        self
    }

    /// Takes a binding, a variable or a secret away.
    pub fn without(mut self, binding: impl Into<String>) -> Project {
        self.changes.without.push(binding.into());
        self
    }

    /// Applies the migrations of a D1 database before the worker is asked anything. They are in the folder that the
    /// configuration names as `migrations_dir`, or in `migrations`. Without this, the database is empty.
    ///
    /// # Examples
    ///
    /// ```no_run
    /// # fn main() -> worker_e2e::Result<()> {
    /// let worker = worker_e2e::Project::here().migrate("DB").start()?;
    /// # Ok(())
    /// # }
    /// ```
    pub fn migrate(mut self, binding: impl Into<String>) -> Project {
        self.changes.migrations.push(binding.into());
        self
    }

    /// Connects a Hyperdrive binding to this database, instead of the `localConnectionString` of the configuration.
    ///
    /// In all workers of a [`Runtime`], bindings of the same name lead to the same database.
    ///
    /// # Examples
    ///
    /// ```no_run
    /// # fn main() -> worker_e2e::Result<()> {
    /// let database = "postgresql://user:password@localhost:5432/orders";
    /// let worker = worker_e2e::Project::here().hyperdrive("ORDERS", database).start()?;
    /// # Ok(())
    /// # }
    /// ```
    pub fn hyperdrive(mut self, binding: impl Into<String>, url: impl Into<String>) -> Project {
        let databases = &mut self.changes.databases;
        databases.insert(binding.into(), url.into());
        self
    }

    /// Lets all workers of the [`Runtime`] trust servers with the certificates in this file, in the form of PEM, for
    /// instance one that the test has made for itself.
    pub fn trust(mut self, file: impl Into<PathBuf>) -> Project {
        self.changes.trusted.push(file.into());
        self
    }

    /// Keeps what the simulators store in this folder, for the next start: KV, R2, D1, Durable Objects, workflows. It is that
    /// of all workers of the [`Runtime`], and is made when it is not there.
    ///
    /// A worker finds what it stored before under the same name only, so give one that has none a [`name`](Project::name).
    ///
    /// # Examples
    ///
    /// ```no_run
    /// use worker_e2e::Project;
    ///
    /// # fn main() -> worker_e2e::Result<()> {
    /// # let folder = "target/storage";
    /// let worker = Project::here().persist(folder).start()?;
    /// worker.post("/counter", "text/plain", "1")?;
    /// worker.stop();
    /// let worker = Project::here().persist(folder).start()?;
    /// assert_eq!(worker.get("/counter")?.text(), "1");
    /// # Ok(())
    /// # }
    /// ```
    pub fn persist(mut self, folder: impl Into<PathBuf>) -> Project {
        self.changes.persist = Some(folder.into());
        self
    }

    /// Makes another worker of the same [`Runtime`] answer what this one sends to the internet, and what it passes on
    /// to its origin.
    pub fn outbound(mut self, worker: impl Into<String>) -> Project {
        self.changes.outbound = Some(worker.into());
        self
    }

    /// Makes another worker of the same [`Runtime`] a tail worker of this one: its `tail` handler is told of each event.
    ///
    /// Those that the configuration names as `tail_consumers` are told too, as far as they run.
    ///
    /// # Examples
    ///
    /// ```no_run
    /// use worker_e2e::{Project, Runtime};
    ///
    /// # fn main() -> worker_e2e::Result<()> {
    /// let shop = Project::at("../shop").name("shop").tail("observer");
    /// let runtime = Runtime::start([shop, Project::here().name("observer")])?;
    /// # Ok(())
    /// # }
    /// ```
    pub fn tail(mut self, worker: impl Into<String>) -> Project {
        self.changes.tails.push(worker.into());
        self
    }

    /// As [`tail`](Project::tail), while it happens: its `tailStream` handler is told. Both workers need the
    /// [flags](Project::flag) `experimental` and `streaming_tail_worker`.
    pub fn streaming_tail(mut self, worker: impl Into<String>) -> Project {
        self.changes.streaming_tails.push(worker.into());
        self
    }

    /// Adds a compatibility flag.
    pub fn flag(mut self, flag: impl Into<String>) -> Project {
        self.changes.compatibility_flags.push(flag.into());
        self
    }

    /// Listens on this port of the local host instead of a free one.
    pub fn port(mut self, port: u16) -> Project {
        self.changes.port = Some(port);
        self
    }

    /// Builds as for a deployment: optimised, without checks for overflow. A build without this is a quick one.
    pub fn release(mut self) -> Project {
        self.release = true;
        self
    }

    /// Runs what was built before, for instance by an earlier step of CI.
    pub fn skip_build(mut self) -> Project {
        self.build = false;
        self
    }

    /// Builds the worker, starts it, and waits until it listens.
    ///
    /// A project is built once in a test process, however many tests start it. The first build of a crate compiles its
    /// dependencies and takes as long as that takes; there is no limit. A worker costs about half a second to
    /// start: tests that do not change its state share one in a `static`.
    ///
    /// # Errors
    ///
    /// Fails when Node.js or the npm package `wrangler` is missing, when the configuration cannot be read, when the
    /// build fails (with its output), when the runtime refuses the worker or the worker throws while it is loaded
    /// (with what the runtime said), and when the port is in use.
    ///
    /// # Examples
    ///
    /// ```no_run
    /// use std::sync::LazyLock;
    /// use worker_e2e::{Project, Worker};
    ///
    /// static WORKER: LazyLock<Worker> = LazyLock::new(|| Project::here().start().unwrap());
    /// ```
    pub fn start(self) -> Result<Worker> {
        let workers = Runtime::start([self])?.workers();
        let first = workers.into_iter().next();
        first.ok_or_else(|| Error::new("the runtime has no address for the worker"))
    }

    /// What the host script reads.
    pub(crate) fn describe(&self) -> Result<Value> {
        let source = match &self.source {
            Source::Configured(_) => json!({"project": {
                "file": self.file()?,
                "environment": self.environment,
                "build": self.build,
                "release": self.release,
            }}),
            Source::Built(folder) => json!({"built": absolute(folder)?}),
            Source::Script(file) => json!({"script": absolute(file)?}),
        };
        let mut worker = serde_json::to_value(&self.changes)
            .map_err(|e| Error::because("could not write the project as JSON", e))?;
        let trusted = self.changes.trusted.iter().map(|file| absolute(file));
        let trusted = trusted.collect::<Result<Vec<_>>>()?;
        let persist = self.changes.persist.as_deref().map(absolute).transpose()?;
        if let Some(worker) = worker.as_object_mut() {
            worker.insert("source".to_owned(), source);
            worker.insert("persist".to_owned(), json!(persist));
            worker.insert("trusted".to_owned(), json!(trusted));
        }
        Ok(worker)
    }

    /// The configuration file, if the project has one.
    pub(crate) fn file(&self) -> Result<Option<PathBuf>> {
        match (&self.source, &self.environment) {
            (Source::Configured(path), _) => configuration(&absolute(path)?).map(Some),
            (_, None) => Ok(None),
            (Source::Built(path) | Source::Script(path), Some(environment)) => {
                Err(Error::new(format!(
                    "no environment `{environment}` for `{}`, which has no configuration; use `Project::at`",
                    path.display()
                )))
            }
        }
    }
}

/// The folder of the crate whose test runs. Cargo tells it; a test that is run by hand is in its own folder.
pub(crate) fn base() -> Result<PathBuf> {
    if let Some(folder) = env::var_os("CARGO_MANIFEST_DIR") {
        return Ok(folder.into());
    }
    env::current_dir().map_err(|e| Error::because("could not find the current folder", e))
}

fn absolute(path: &Path) -> Result<PathBuf> {
    let joined = base()?.join(path);
    let parts = std::path::absolute(&joined)
        .map_err(|e| Error::because(format_args!("`{}` is not a path", joined.display()), e))?;
    // Without the dots that `here` and `../other` bring, which would be in every message.
    let mut plain = PathBuf::new();
    for part in parts.components() {
        match part {
            std::path::Component::CurDir => {}
            std::path::Component::ParentDir => drop(plain.pop()),
            part => plain.push(part),
        }
    }
    Ok(plain)
}

fn configuration(path: &Path) -> Result<PathBuf> {
    if path.is_file() {
        return Ok(path.to_owned());
    }
    let mut files = FILES.iter().map(|name| path.join(name));
    files.find(|file| file.is_file()).ok_or_else(|| {
        Error::new(format!(
            "no configuration in `{}`; it needs one of {}",
            path.display(),
            FILES.map(|name| format!("`{name}`")).join(", ")
        ))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn here() -> PathBuf {
        PathBuf::from(env!("CARGO_MANIFEST_DIR"))
    }

    #[test]
    fn describes_a_worker_as_the_host_script_reads_it() {
        let project = Project::script("peer", "tests/peer.js")
            .flag("enable_request_signal")
            .var("LIMITS", json!({"max": 3}))
            .service("OTHER", "other")
            .service_with_props("SAME", "other", json!({"a": 1}))
            .without("CACHE")
            .migrate("DB")
            .hyperdrive("ORDERS", "postgresql://a:b@localhost/c")
            .trust("tests/ca.pem")
            .persist("target/../storage")
            .port(8787)
            .outbound("origin")
            .tail("observer")
            .streaming_tail("watcher");
        assert_eq!(
            project.describe().unwrap(),
            json!({
                "name": "peer",
                "source": {"script": here().join("tests/peer.js")},
                "compatibilityDate": COMPATIBILITY_DATE,
                "compatibilityFlags": ["enable_request_signal"],
                "vars": {"LIMITS": {"max": 3}},
                "services": {"OTHER": "other", "SAME": {"name": "other", "props": {"a": 1}}},
                "without": ["CACHE"],
                "migrations": ["DB"],
                "databases": {"ORDERS": "postgresql://a:b@localhost/c"},
                "trusted": [here().join("tests/ca.pem")],
                "persist": here().join("storage"),
                "outbound": "origin",
                "tails": ["observer"],
                "streamingTails": ["watcher"],
                "port": 8787,
            })
        );
    }

    #[test]
    fn a_project_is_found_by_its_configuration() {
        let file = here().join("tests/projects/greeter/wrangler.jsonc");
        for path in [
            "tests/projects/greeter",
            "tests/projects/../projects/greeter/wrangler.jsonc",
        ] {
            let project = Project::at(path).environment("staging").release();
            assert_eq!(
                project.describe().unwrap()["source"],
                json!({"project": {"file": file, "environment": "staging", "build": true, "release": true}})
            );
        }
    }

    #[test]
    fn a_folder_without_a_configuration_is_refused() {
        let error = Project::here().describe().unwrap_err();
        assert_eq!(
            error.to_string(),
            format!(
                "no configuration in `{}`; it needs one of `wrangler.json`, `wrangler.jsonc`, `wrangler.toml`",
                here().display()
            )
        );
    }

    #[test]
    fn what_has_no_configuration_has_no_environment() {
        let project = Project::script("peer", "peer.js").environment("staging");
        assert_eq!(
            project.file().unwrap_err().to_string(),
            "no environment `staging` for `peer.js`, which has no configuration; use `Project::at`"
        );
    }
}
