use std::time::{Duration, UNIX_EPOCH};

use serde_json::Value;
use worker_e2e::{LogLine, Project, Result, Runtime, Worker};

use crate::client::Client;

/// What one [`Server`] runs.
#[derive(Clone, Debug, Default)]
pub struct Config {
    projects: Vec<Project>,
    cf: Option<Value>,
}

impl Config {
    /// A configuration without workers.
    #[must_use]
    pub fn new() -> Config {
        Config::default()
    }

    /// Adds a worker, in an isolate of its own: the same build may be added several times under different names.
    #[must_use]
    pub fn worker(mut self, project: Project) -> Config {
        self.projects.push(project);
        self
    }

    /// Sets the `cf` properties of every request that a [`Client`] sends.
    #[must_use]
    pub fn cf(mut self, properties: Value) -> Config {
        self.cf = Some(properties);
        self
    }
}

/// A running runtime with its workers. Dropping it stops them; so does the end of the test process.
#[derive(Debug)]
pub struct Server {
    runtime: Runtime,
    workers: Vec<Worker>,
    cf: Option<Value>,
}

impl Server {
    /// Starts the runtime and waits until every worker listens.
    ///
    /// # Errors
    ///
    /// Fails when Node or the npm package `wrangler` is missing, or when the runtime refuses a worker; the
    /// message then holds the runtime's own.
    pub fn start(config: &Config) -> Result<Server> {
        let runtime = Runtime::start(config.projects.clone())?;
        Ok(Server {
            workers: runtime.workers(),
            runtime,
            cf: config.cf.clone(),
        })
    }

    /// The host and port at which a worker listens.
    ///
    /// # Panics
    ///
    /// Panics when the configuration has no worker of that name.
    pub fn address(&self, worker: &str) -> &str {
        self.worker(worker).address()
    }

    /// An HTTP client for one worker.
    ///
    /// # Panics
    ///
    /// Panics when the configuration has no worker of that name.
    pub fn client(&self, worker: &str) -> Client {
        Client::new(self.address(worker), self.cf.as_ref())
    }

    /// Sends a worker a `scheduled` event, due at this many milliseconds since 1970, and waits for its end: status
    /// 200 if it succeeded, else 500.
    ///
    /// # Panics
    ///
    /// Panics when the configuration has no worker of that name, or there is no answer.
    #[track_caller]
    pub fn scheduled(&self, worker: &str, cron: &str, time: u64) -> worker_e2e::Answer {
        let time = UNIX_EPOCH + Duration::from_millis(time);
        let answer = self.worker(worker).scheduled(cron, time);
        answer.unwrap_or_else(|error| panic!("no answer: {error}"))
    }

    /// Sends a worker a mail and waits for its end: status 200 if it succeeded, 400 if it was rejected, else 500.
    ///
    /// # Panics
    ///
    /// Panics when the configuration has no worker of that name, or there is no answer.
    #[track_caller]
    pub fn email(&self, worker: &str, from: &str, to: &str, raw: &str) -> worker_e2e::Answer {
        let answer = self.worker(worker).email(from, to, raw);
        answer.unwrap_or_else(|error| panic!("no answer: {error}"))
    }

    /// Every message so far.
    pub fn logs(&self) -> Vec<LogLine> {
        self.runtime.logs()
    }

    /// The first message that contains `part`, waiting up to `patience` for it.
    ///
    /// # Errors
    ///
    /// Fails, with the messages that came instead, when the time is over.
    pub fn wait_for_log(&self, part: &str, patience: Duration) -> Result<LogLine> {
        self.runtime.wait_for_log(part, patience)
    }

    /// A worker, as users' tests have it: with its WebSockets, streams, and clients that keep cookies.
    ///
    /// # Panics
    ///
    /// Panics when the configuration has no worker of that name.
    pub fn worker(&self, name: &str) -> &Worker {
        let found = self.workers.iter().find(|worker| worker.name() == name);
        found.unwrap_or_else(|| panic!("no worker named `{name}` in {:?}", self.workers))
    }
}
