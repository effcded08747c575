use std::collections::BTreeMap;
use std::path::PathBuf;

use serde::Serialize;
use serde_json::{Value, json};

/// Not later than what the pinned runtime knows.
const COMPATIBILITY_DATE: &str = "2026-04-01";

/// What one [`Server`](crate::Server) runs.
#[derive(Clone, Debug, Default, Serialize)]
pub struct Config {
    pub(crate) workers: Vec<Worker>,
    pub(crate) cf: Option<Value>,
}

impl Config {
    /// A configuration without workers.
    #[must_use]
    pub fn new() -> Config {
        Config::default()
    }

    /// Adds a worker. Workers reach each other through [`Worker::service`].
    #[must_use]
    pub fn worker(mut self, worker: Worker) -> Config {
        self.workers.push(worker);
        self
    }

    /// Sets the `cf` properties of every request that a [`Client`](crate::Client) sends.
    #[must_use]
    pub fn cf(mut self, properties: Value) -> Config {
        self.cf = Some(properties);
        self
    }
}

/// One worker, in an isolate of its own: the same build may be added several times under different names.
#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Worker {
    pub(crate) name: String,
    source: Source,
    compatibility_date: &'static str,
    compatibility_flags: Vec<String>,
    vars: BTreeMap<String, Value>,
    services: BTreeMap<String, Value>,
    outbound: Option<String>,
}

#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "camelCase")]
enum Source {
    Build(PathBuf),
    Script(PathBuf),
    Wrangler {
        file: PathBuf,
        environment: Option<String>,
    },
}

impl Worker {
    /// A worker from the output directory of `worker-build`, whose entry module is `index.js`.
    pub fn built(name: impl Into<String>, directory: impl Into<PathBuf>) -> Worker {
        Worker::new(name, Source::Build(directory.into()))
    }

    /// A worker from one JavaScript module.
    pub fn script(name: impl Into<String>, file: impl Into<PathBuf>) -> Worker {
        Worker::new(name, Source::Script(file.into()))
    }

    /// A worker as its own `wrangler.jsonc` or `wrangler.toml` describes it: entry module, compatibility
    /// settings and bindings. What is added here comes on top.
    pub fn wrangler(
        name: impl Into<String>,
        file: impl Into<PathBuf>,
        environment: Option<&str>,
    ) -> Worker {
        let source = Source::Wrangler {
            file: file.into(),
            environment: environment.map(str::to_owned),
        };
        Worker::new(name, source)
    }

    fn new(name: impl Into<String>, source: Source) -> Worker {
        Worker {
            name: name.into(),
            source,
            compatibility_date: COMPATIBILITY_DATE,
            compatibility_flags: Vec::new(),
            vars: BTreeMap::new(),
            services: BTreeMap::new(),
            outbound: None,
        }
    }

    /// Adds a compatibility flag.
    #[must_use]
    pub fn flag(mut self, flag: impl Into<String>) -> Worker {
        self.compatibility_flags.push(flag.into());
        self
    }

    /// Adds a variable: a string or any JSON value.
    #[must_use]
    pub fn var(mut self, name: impl Into<String>, value: impl Into<Value>) -> Worker {
        self.vars.insert(name.into(), value.into());
        self
    }

    /// Binds another worker of the same configuration as a service.
    #[must_use]
    pub fn service(mut self, binding: impl Into<String>, worker: impl Into<String>) -> Worker {
        self.services
            .insert(binding.into(), Value::String(worker.into()));
        self
    }

    /// Binds another worker as a service, with properties that it finds in its context.
    #[must_use]
    pub fn service_with_props(
        mut self,
        binding: impl Into<String>,
        worker: &str,
        props: Value,
    ) -> Worker {
        let service = json!({"name": worker, "props": props});
        self.services.insert(binding.into(), service);
        self
    }

    /// Makes another worker answer what this one sends to the internet, and what it passes on to its origin.
    #[must_use]
    pub fn outbound(mut self, worker: impl Into<String>) -> Worker {
        self.outbound = Some(worker.into());
        self
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn describes_a_worker_as_the_host_script_reads_it() {
        let worker = Worker::script("peer", "peer.js")
            .flag("enable_request_signal")
            .var("LIMITS", json!({"max": 3}))
            .service("OTHER", "other")
            .service_with_props("SAME", "other", json!({"a": 1}))
            .outbound("origin");
        assert_eq!(
            serde_json::to_value(worker).unwrap(),
            json!({
                "name": "peer",
                "source": {"script": "peer.js"},
                "compatibilityDate": COMPATIBILITY_DATE,
                "compatibilityFlags": ["enable_request_signal"],
                "vars": {"LIMITS": {"max": 3}},
                "services": {"OTHER": "other", "SAME": {"name": "other", "props": {"a": 1}}},
                "outbound": "origin",
            })
        );
    }
}
