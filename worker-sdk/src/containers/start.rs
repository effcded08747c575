//! How a container starts.

use std::time::Duration;

use wasm_bindgen::JsValue;

use super::texts;
use crate::js::{self, Options};

/// How a container starts: [`Container::start`](super::Container::start).
///
/// # Examples
///
/// ```
/// use worker_sdk::containers::{Instance, Start};
///
/// let start = Start::new()
///     .entrypoint(["node", "server.js"])
///     .env("MODE", "fast")
///     .enable_internet(true)
///     .instance(Instance::Type("basic".into()));
/// # let _ = start;
/// ```
#[derive(Clone, Debug, Default)]
#[must_use = "nothing is started until it is given to `Container::start`"]
pub struct Start {
    entrypoint: Vec<String>,
    enable_internet: bool,
    env: Vec<(String, String)>,
    labels: Vec<(String, String)>,
    instance: Option<Instance>,
    source: Option<Source>,
    directories: Vec<(Option<Snapshot>, Option<String>)>,
    hard_timeout: Option<Duration>,
}

/// What a container is made of, unless of its configured image.
#[derive(Clone, Debug)]
enum Source {
    Image(String),
    Snapshot(String),
}

/// How large a container is.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub enum Instance {
    /// A named size, such as `lite`, `basic` or `standard-1`.
    Type(String),
    /// These resources.
    Resources {
        /// Virtual processors.
        vcpu: f64,
        /// Memory, in MiB.
        memory_mib: u32,
        /// Disk, in MB.
        disk_mb: u32,
    },
}

/// What was kept of a container, to start others with.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Snapshot {
    /// What the platform calls it.
    pub id: String,
    /// Its size in bytes.
    pub size: u64,
    /// What the worker calls it.
    pub name: Option<String>,
    /// The directory that it is of; `None` if it is of the whole container.
    pub dir: Option<String>,
}

impl Snapshot {
    pub(super) fn from_js(value: &JsValue) -> Option<Self> {
        let text = |name| js::string_property(value, name);
        Some(Self {
            id: text("id")?,
            size: js::number(&js::property(value, "size")).unwrap_or_default() as u64,
            name: text("name"),
            dir: text("dir"),
        })
    }

    fn to_js(&self) -> JsValue {
        Options::new()
            .text("id", self.id.as_str())
            .number("size", self.size as f64)
            .text("name", self.name.as_deref())
            .text("dir", self.dir.as_deref())
            .into_js()
    }
}

impl Start {
    /// As the configuration has it, and without a way to the internet.
    pub fn new() -> Self {
        Self::default()
    }

    /// The program and its arguments, instead of those of the image.
    pub fn entrypoint<T: Into<String>>(mut self, command: impl IntoIterator<Item = T>) -> Self {
        self.entrypoint = command.into_iter().map(Into::into).collect();
        self
    }

    /// Whether the container may reach the internet; without this it may not.
    pub fn enable_internet(mut self, enable: bool) -> Self {
        self.enable_internet = enable;
        self
    }

    /// Sets a variable of the environment.
    pub fn env(mut self, name: impl Into<String>, value: impl Into<String>) -> Self {
        self.env.push((name.into(), value.into()));
        self
    }

    /// Sets a label, by which the container is found in logs and metrics.
    pub fn label(mut self, name: impl Into<String>, value: impl Into<String>) -> Self {
        self.labels.push((name.into(), value.into()));
        self
    }

    /// How large the container is.
    pub fn instance(mut self, instance: Instance) -> Self {
        self.instance = Some(instance);
        self
    }

    /// The image, one of [`Container::images`](super::Container::images). Takes the place of a snapshot.
    pub fn image(mut self, image: impl Into<String>) -> Self {
        self.source = Some(Source::Image(image.into()));
        self
    }

    /// Starts from what [`Container::snapshot`](super::Container::snapshot) has kept. Takes the place of an image.
    pub fn snapshot(mut self, snapshot: &Snapshot) -> Self {
        self.source = Some(Source::Snapshot(snapshot.id.clone()));
        self
    }

    /// Puts a directory that was kept in its place, or at `mount_point`.
    pub fn directory_snapshot(mut self, snapshot: &Snapshot, mount_point: Option<&str>) -> Self {
        let mount_point = mount_point.map(str::to_owned);
        self.directories.push((Some(snapshot.clone()), mount_point));
        self
    }

    /// Puts an empty directory, of which snapshots can be made, at `mount_point`.
    pub fn directory(mut self, mount_point: impl Into<String>) -> Self {
        self.directories.push((None, Some(mount_point.into())));
        self
    }

    /// Ends the container after this time, whatever it does.
    pub fn hard_timeout(mut self, time: Duration) -> Self {
        self.hard_timeout = Some(time);
        self
    }

    pub(super) fn into_js(self) -> JsValue {
        let list = |all: Vec<String>| js::list(all.iter().map(|text| js::text(text)));
        let some = |is_empty: bool, value: JsValue| (!is_empty).then_some(value);
        let directories = self.directories.iter().map(|(snapshot, mount_point)| {
            Options::new()
                .value("snapshot", snapshot.as_ref().map(Snapshot::to_js))
                .text("mountPoint", mount_point.as_deref())
                .into_js()
        });
        let directories = js::list(directories);
        let (has_no_entrypoint, has_no_directory) =
            (self.entrypoint.is_empty(), self.directories.is_empty());
        let options = Options::new()
            .flag("enableInternet", self.enable_internet)
            .value("entrypoint", some(has_no_entrypoint, list(self.entrypoint)))
            .value("env", some(self.env.is_empty(), texts(&self.env)))
            .value("labels", some(self.labels.is_empty(), texts(&self.labels)))
            .value("instance", self.instance.map(Instance::into_js))
            .value("directorySnapshots", some(has_no_directory, directories))
            .number("hardTimeout", self.hard_timeout.map(super::millis));
        match self.source {
            Some(Source::Image(image)) => options.text("image", image.as_str()),
            Some(Source::Snapshot(id)) => {
                options.options("containerSnapshot", Options::new().text("id", id.as_str()))
            }
            None => options,
        }
        .into_js()
    }
}

impl Instance {
    fn into_js(self) -> JsValue {
        match self {
            Self::Type(name) => js::text(&name),
            Self::Resources {
                vcpu,
                memory_mib,
                disk_mb,
            } => Options::new()
                .number("vcpu", vcpu)
                .number("memoryMib", f64::from(memory_mib))
                .number("diskMb", f64::from(disk_mb))
                .into_js(),
        }
    }
}
