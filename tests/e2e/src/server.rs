use std::sync::Arc;
use std::time::Duration;

use serde_json::Value;

use crate::client::{Answer, Client};
use crate::config::Config;
use crate::logs::{LogLine, Logs};
use crate::process::{Addresses, Host};
use crate::{Error, Result};

/// A running runtime with its workers. Dropping it stops them; so does the end of the test process.
#[derive(Debug)]
pub struct Server {
    addresses: Addresses,
    logs: Arc<Logs>,
    cf: Option<Value>,
    _host: Host,
}

impl Server {
    /// Starts the runtime and waits until every worker listens.
    ///
    /// # Errors
    ///
    /// Fails when Node or the npm package `wrangler` is missing, or when the runtime refuses a worker; the
    /// message then holds the runtime's own.
    pub fn start(config: &Config) -> Result<Server> {
        let logs = Arc::new(Logs::default());
        let (host, addresses) = Host::start(config, &logs)?;
        Ok(Server {
            addresses,
            logs,
            cf: config.cf.clone(),
            _host: host,
        })
    }

    /// The host and port at which a worker listens.
    ///
    /// # Panics
    ///
    /// Panics when the configuration has no worker of that name.
    pub fn address(&self, worker: &str) -> &str {
        match self.addresses.workers.get(worker) {
            Some(address) => address,
            None => panic!(
                "no worker named `{worker}`; the configuration has {:?}",
                self.addresses.workers.keys()
            ),
        }
    }

    /// An HTTP client for one worker.
    ///
    /// # Panics
    ///
    /// Panics when the configuration has no worker of that name.
    pub fn client(&self, worker: &str) -> Client {
        Client::new(self.address(worker), self.cf.as_ref())
    }

    /// Sends a worker a `scheduled` event and waits for its end: status 200 if it succeeded, else 500.
    pub fn scheduled(&self, worker: &str, cron: &str, time: u64) -> Answer {
        let cron = cron.replace(' ', "+");
        let path = format!("/cdn-cgi/handler/scheduled?cron={cron}&time={time}");
        Client::new(&self.addresses.entry, None)
            .header("MF-Route-Override", worker)
            .get(&path)
    }

    /// Every message so far.
    pub fn logs(&self) -> Vec<LogLine> {
        self.logs.all()
    }

    /// The first message that contains `part`, waiting up to `patience` for it.
    ///
    /// # Errors
    ///
    /// Fails, with the messages that came instead, when the time is over.
    pub fn wait_for_log(&self, part: &str, patience: Duration) -> Result<LogLine> {
        self.logs.wait_for(part, patience).ok_or_else(|| {
            Error::new(format!(
                "no log line with `{part}` within {patience:?}; there were {:#?}",
                self.logs()
            ))
        })
    }
}
