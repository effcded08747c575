//! A process of the runtime that serves workers.

use std::collections::HashMap;
use std::fmt::Write as _;
use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::Duration;

use anyhow::{Context as _, Result, bail};

use crate::implementation::Implementation;
use crate::paths;
use crate::scenario::{Scenario, Worker};
use serde_json::json;

/// The module that calls a worker in a loop.
pub(crate) const LOOP: &str = "bench-entry.js";

/// The worker behind a proxy.
const UPSTREAM: &str = r#"    (name = "upstream", worker = (
      compatibilityDate = "2026-04-01",
      modules = [(name = "index.js", esModule =
        "export default { fetch: (request) => new Response(`upstream of ${request.headers.get('x-forwarded-by')}`) };")],
    )),
"#;

pub(crate) const COMPATIBILITY_DATE: &str = "2026-04-01";

pub(crate) struct Workerd {
    child: Child,
    /// The process whose time counts.
    runtime: u32,
    ports: HashMap<String, u16>,
}

/// How a worker is entered.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Entry {
    /// As deployed.
    Direct,
    /// Through `bench-entry.js`, which calls it in a loop.
    Loop,
}

/// A worker that is served.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) struct Service {
    pub(crate) implementation: Implementation,
    pub(crate) worker: Worker,
    pub(crate) entry: Entry,
}

impl Service {
    /// What answers the requests of a scenario.
    pub(crate) fn of(
        scenario: Scenario,
        implementation: Implementation,
        entry: Entry,
    ) -> Result<Self> {
        let worker = scenario.worker().context("a scenario without a worker")?;
        Ok(Self {
            implementation,
            worker,
            entry,
        })
    }

    /// Of it and of its socket.
    fn name(self) -> String {
        let way = match self.entry {
            Entry::Direct => "",
            Entry::Loop => "-loop",
        };
        format!("{}-{}{way}", self.implementation, self.worker.name())
    }

    /// For `host.mjs`.
    fn to_json(self) -> serde_json::Value {
        let entry = match self.entry {
            Entry::Direct => "index.js",
            Entry::Loop => LOOP,
        };
        let objects = self.worker == Worker::Objects;
        json!({
            "name": self.name(),
            "entry": entry,
            "folder": paths::modules(self.implementation, self.worker),
            "objects": objects,
            "calls": objects && self.implementation.has_calls(),
        })
    }
}

/// Each implementation of the workers in `list`.
fn services(implementations: &[Implementation], list: &[(Worker, Entry)]) -> Vec<Service> {
    let of = |&implementation| {
        list.iter().map(move |&(worker, entry)| Service {
            implementation,
            worker,
            entry,
        })
    };
    implementations.iter().flat_map(of).collect()
}

impl Workerd {
    /// Serves the workers with bindings through both entries, with Miniflare's simulators.
    pub(crate) fn with_simulators(
        implementations: &[Implementation],
        flags: &[String],
    ) -> Result<Self> {
        let list = [
            (Worker::Storage, Entry::Direct),
            (Worker::Storage, Entry::Loop),
            (Worker::Objects, Entry::Direct),
        ];
        let services = services(implementations, &list);
        let workers: Vec<_> = services.iter().map(|service| service.to_json()).collect();
        let arguments = json!({"workers": workers, "date": COMPATIBILITY_DATE, "flags": flags});
        let child = Command::new("node")
            .arg(paths::benches().join("host.mjs"))
            .arg(arguments.to_string())
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .context("`node` did not start")?;
        let mut started = Self::of(child);
        started.listen(services.len())?;
        Ok(started)
    }

    /// Serves the workers without bindings through both entries.
    pub(crate) fn start(implementations: &[Implementation], flags: &[String]) -> Result<Self> {
        let workers = [Worker::Hello, Worker::Suite, Worker::Axum];
        let entries = |worker| [(worker, Entry::Direct), (worker, Entry::Loop)];
        let list: Vec<_> = workers.into_iter().flat_map(entries).collect();
        let services = services(implementations, &list);
        let config = write_config("all", &services, flags)?;
        Self::spawn(&config, services.len())
    }

    /// Serves only what a configuration of [`write_config`] lists, and waits until `sockets` are open.
    pub(crate) fn spawn(config: &Path, sockets: usize) -> Result<Self> {
        let program = paths::workerd()?;
        let child = Command::new(&program)
            .args(["serve", "--control-fd=1"])
            .arg(config)
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .spawn()
            .with_context(|| format!("`{}` did not start", program.display()))?;
        let mut started = Self::of(child);
        started.runtime = started.child.id();
        started.listen(sockets)?;
        Ok(started)
    }

    fn of(child: Child) -> Self {
        Self {
            child,
            runtime: 0,
            ports: HashMap::new(),
        }
    }

    /// Reads what the process says until it listens everywhere and the runtime is known.
    fn listen(&mut self, sockets: usize) -> Result<()> {
        let events = self.child.stdout.take().context("workerd has no output")?;
        for line in BufReader::new(events).lines() {
            let event: serde_json::Value = serde_json::from_str(&line?)?;
            let port = event["port"]
                .as_u64()
                .and_then(|port| u16::try_from(port).ok());
            if let (Some(socket), Some(port)) = (event["socket"].as_str(), port) {
                self.ports.insert(socket.to_owned(), port);
            }
            if let Some(runtime) = event["runtime"].as_u64() {
                self.runtime = u32::try_from(runtime)?;
            }
            if self.ports.len() == sockets && self.runtime != 0 {
                return Ok(());
            }
        }
        bail!("workerd ended before it listened; its messages are above")
    }

    pub(crate) fn port(&self, service: Service) -> Result<u16> {
        let socket = service.name();
        self.ports
            .get(&socket)
            .copied()
            .with_context(|| format!("no socket `{socket}`"))
    }

    /// The processor time that the process has used.
    pub(crate) fn cpu(&self) -> Result<Duration> {
        process_time(self.runtime)
    }
}

impl Drop for Workerd {
    fn drop(&mut self) {
        // It may have ended already. Miniflare ends its runtime when its input does.
        if self.child.stdin.take().is_none() {
            let _ = self.child.kill();
        }
        let _ = self.child.wait();
    }
}

fn process_time(process: u32) -> Result<Duration> {
    let process = libc::pid_t::try_from(process)?;
    let mut clock = 0;
    let mut time = libc::timespec {
        tv_sec: 0,
        tv_nsec: 0,
    };
    // SAFETY: both calls write to the one variable that they are given, and only that.
    let failed = unsafe {
        libc::clock_getcpuclockid(process, &raw mut clock) != 0
            || libc::clock_gettime(clock, &raw mut time) != 0
    };
    if failed {
        bail!("cannot read the processor time of workerd");
    }
    Ok(Duration::new(
        u64::try_from(time.tv_sec)?,
        u32::try_from(time.tv_nsec)?,
    ))
}

/// Writes a configuration of the runtime and returns its path.
pub(crate) fn write_config(name: &str, services: &[Service], flags: &[String]) -> Result<PathBuf> {
    let mut text = String::from("using Workerd = import \"/workerd/workerd.capnp\";\n");
    text.push_str("const config :Workerd.Config = (\n  services = [\n");
    for service in services {
        write_service(&mut text, *service, flags)?;
    }
    text.push_str(UPSTREAM);
    text.push_str("  ],\n  sockets = [\n");
    for service in services {
        let socket = service.name();
        writeln!(
            text,
            "    (name = \"{socket}\", address = \"127.0.0.1:0\", http = (), service = \"{socket}\"),"
        )?;
    }
    text.push_str("  ],\n);\n");
    let file = paths::benches().join(format!("target/run/{name}.capnp"));
    std::fs::write(&file, text).with_context(|| format!("could not write `{}`", file.display()))?;
    Ok(file)
}

fn write_service(text: &mut String, service: Service, flags: &[String]) -> Result<()> {
    let Service {
        implementation,
        worker,
        entry,
    } = service;
    let flags: Vec<_> = flags.iter().map(|flag| format!("\"{flag}\"")).collect();
    writeln!(text, "    (name = \"{}\", worker = (", service.name())?;
    writeln!(text, "      compatibilityDate = \"{COMPATIBILITY_DATE}\",")?;
    writeln!(text, "      compatibilityFlags = [{}],", flags.join(", "))?;
    let upstream = r#"bindings = [(name = "UPSTREAM", service = "upstream")],"#;
    writeln!(text, "      {upstream}")?;
    writeln!(text, "      modules = [")?;
    let root = paths::modules(implementation, worker);
    let mut files = modules(&root)?;
    if entry == Entry::Loop {
        files.insert(0, LOOP.to_owned());
    }
    for file in files {
        let kind = if file.ends_with(".wasm") {
            "wasm"
        } else {
            "esModule"
        };
        let at = format!("{implementation}/{}/{file}", worker.name());
        writeln!(
            text,
            "        (name = \"{file}\", {kind} = embed \"{at}\"),"
        )?;
    }
    text.push_str("      ],\n    )),\n");
    Ok(())
}

/// The modules of a worker by their path below `root`, its entry first, without the one with the loop.
pub(crate) fn modules(root: &Path) -> Result<Vec<String>> {
    let mut files = Vec::new();
    list(root, "", &mut files)?;
    files.retain(|file| file != LOOP);
    files.sort_by_key(|file| (file != "index.js", file.clone()));
    Ok(files)
}

/// The JavaScript and wasm files below a folder, by their path in it.
fn list(folder: &Path, prefix: &str, files: &mut Vec<String>) -> Result<()> {
    let entries =
        std::fs::read_dir(folder).with_context(|| format!("nothing at `{}`", folder.display()))?;
    for entry in entries {
        let entry = entry?;
        let name = format!("{prefix}{}", entry.file_name().to_string_lossy());
        if entry.file_type()?.is_dir() {
            list(&entry.path(), &format!("{name}/"), files)?;
        } else if [".js", ".mjs", ".wasm"]
            .iter()
            .any(|end| name.ends_with(end))
        {
            files.push(name);
        }
    }
    Ok(())
}
