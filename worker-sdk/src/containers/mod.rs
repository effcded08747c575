//! Containers: any program, in a Linux image beside a Durable Object, which starts, calls and ends it.
//!
//! A class of objects has containers when the configuration says so; then each object has one,
//! [`State::container`](crate::durable_objects::State::container). It takes seconds to start, and is for what does not
//! fit a worker: other languages, much memory or many processors. The worker calls it by HTTP.
//!
//! Locally there are none without a Docker engine.
//!
//! # Examples
//!
//! ```no_run
//! # use worker_sdk::{Request, Response, Result};
//! # use worker_sdk::durable_objects::State;
//! # async fn run(state: State, request: Request) -> Result<Response> {
//! use std::time::Duration;
//!
//! use worker_sdk::containers::Start;
//!
//! let container = state.container().ok_or("the class has no containers")?;
//! let port = container.tcp_port(8080)?;
//! if !container.is_running() {
//!     container.start(Start::new().env("MODE", "fast").enable_internet(true))?;
//! }
//! for _ in 0..100 {
//!     // It fails until the program listens.
//!     match port.fetch("/health").await {
//!         Ok(_) => break,
//!         Err(_) => worker_sdk::sleep(Duration::from_millis(100)).await,
//!     }
//! }
//! port.fetch(request).await
//! # }
//! ```
//!
//! See <https://developers.cloudflare.com/containers/>.

mod exec;
mod port;
mod start;
mod sys;

use std::collections::BTreeMap;
use std::fmt;
use std::time::Duration;

use wasm_bindgen::JsValue;

use crate::durable_objects::State;
use crate::error::{Error, Result};
use crate::fetch::Fetcher;
use crate::js::tape::{Tag, Writer};
use crate::js::{self, Options};

pub use exec::{Exec, Output, Process, Stdio};
pub use port::Port;
pub use start::{Instance, Snapshot, Start};

impl State {
    /// The container of the object; `None` if its class has none.
    #[must_use]
    pub fn container(&self) -> Option<Container> {
        let raw = js::property(self.as_raw(), "container");
        raw.is_object().then(|| Container::from_raw(raw))
    }
}

/// The container of an object: [`State::container`](crate::durable_objects::State::container). Cheap to clone.
///
/// See <https://developers.cloudflare.com/durable-objects/api/container/>.
#[derive(Clone)]
pub struct Container(JsValue);

impl Container {
    /// Wraps a JavaScript `Container`.
    #[must_use]
    pub fn from_raw(raw: JsValue) -> Self {
        Self(raw)
    }

    /// The JavaScript `Container`.
    #[must_use]
    pub fn as_raw(&self) -> &JsValue {
        &self.0
    }

    /// The JavaScript `Container`.
    #[must_use]
    pub fn into_raw(self) -> JsValue {
        self.0
    }

    /// Whether the container was started, and has not ended. It may not be ready yet.
    #[must_use]
    pub fn is_running(&self) -> bool {
        js::property(&self.0, "running").is_truthy()
    }

    /// The images of the configuration, by name.
    #[must_use]
    pub fn images(&self) -> BTreeMap<String, String> {
        map(&js::property(&self.0, "images"))
    }

    /// Starts the container, without waiting until it is ready. That it cannot start is an error of
    /// [`monitor`](Self::monitor).
    ///
    /// # Errors
    ///
    /// Fails when the container runs already.
    pub fn start(&self, start: Start) -> Result<()> {
        done(
            sys::start(&self.0, &start.into_js()),
            "starting a container",
        )
    }

    /// Waits for the end of the container.
    ///
    /// # Errors
    ///
    /// Fails when the container could not start, when it ended with an exit code other than 0, and with the reason for
    /// which it was [destroyed](Self::destroy).
    pub async fn monitor(&self) -> Result<()> {
        js::settled(sys::monitor(&self.0), "a container").await?;
        Ok(())
    }

    /// Ends the container at once. Whoever [monitors](Self::monitor) it gets `reason` as an error, if there is one.
    ///
    /// # Errors
    ///
    /// Fails when the platform cannot end it.
    pub async fn destroy(&self, reason: Option<&str>) -> Result<()> {
        let reason = reason.map_or(JsValue::UNDEFINED, js::new_error_of);
        js::settled(sys::destroy(&self.0, &reason), "ending a container").await?;
        Ok(())
    }

    /// Sends a signal to the program of the container, such as 15, which asks it to end.
    ///
    /// # Errors
    ///
    /// Fails when the container does not run, and for numbers that no signal has.
    pub fn signal(&self, number: u8) -> Result<()> {
        let answer = sys::signal(&self.0, number.into());
        done(answer, "a signal for a container")
    }

    /// What answers HTTP at a port of the container. Calls fail until the program listens.
    ///
    /// # Errors
    ///
    /// Fails for port 0.
    pub fn tcp_port(&self, port: u16) -> Result<Port> {
        let raw = sys::port(&self.0, port.into());
        match raw.is_undefined() {
            true => Err(Error::last_failure("a port of a container")),
            false => Ok(Port::from_raw(raw)),
        }
    }

    /// Runs a program in the container, without a shell.
    ///
    /// # Examples
    ///
    /// ```no_run
    /// # async fn run(container: worker_sdk::containers::Container) -> worker_sdk::Result<()> {
    /// let output = container.exec(["git", "log", "-1"]).cwd("/srv").await?.output().await?;
    /// worker_sdk::console_log!("{}", output.stdout_text()?);
    /// # Ok(())
    /// # }
    /// ```
    pub fn exec<T: AsRef<str>>(&self, command: impl IntoIterator<Item = T>) -> Exec {
        Exec::new(&self.0, command)
    }

    /// How long the container goes on when its object is not in memory; without this it ends with that.
    ///
    /// # Errors
    ///
    /// Fails when the container does not run.
    pub async fn set_inactivity_timeout(&self, time: Duration) -> Result<()> {
        let promise = sys::set_inactivity_timeout(&self.0, millis(time));
        js::settled(promise, "the inactivity timeout of a container").await?;
        Ok(())
    }

    /// What runs: its image and labels; `None` if nothing does.
    ///
    /// # Errors
    ///
    /// Fails when the platform does not say.
    pub async fn inspect(&self) -> Result<Option<Info>> {
        let info = js::settled(sys::inspect(&self.0), "inspecting a container").await?;
        Ok(info.is_object().then(|| Info {
            image: js::string_property(&info, "image").unwrap_or_default(),
            labels: map(&js::property(&info, "labels")),
        }))
    }

    /// Keeps what the disk of the container has, to [start](Start::snapshot) others with.
    ///
    /// # Errors
    ///
    /// Fails when the container does not run.
    pub async fn snapshot(&self, name: Option<&str>) -> Result<Snapshot> {
        let options = Options::new().text("name", name).into_js();
        kept(sys::snapshot(&self.0, &options)).await
    }

    /// Keeps what the directory `dir` of the container has, to start others [with it](Start::directory_snapshot). The directory
    /// is one that the container was [started with](Start::directory), or inside of one.
    ///
    /// # Errors
    ///
    /// Fails when the container does not run, when there can be no snapshots of the directory, and where the platform is older
    /// than this method.
    ///
    /// # Examples
    ///
    /// ```no_run
    /// # use worker_sdk::containers::{Container, Start};
    /// # async fn run(container: Container, other: Container) -> worker_sdk::Result<()> {
    /// container.start(Start::new().directory("/work"))?;
    /// // … and when the program has done its work:
    /// let kept = container.snapshot_directory("/work", Some("the morning")).await?;
    /// other.start(Start::new().directory_snapshot(&kept, None))?;
    /// # Ok(())
    /// # }
    /// ```
    pub async fn snapshot_directory(&self, dir: &str, name: Option<&str>) -> Result<Snapshot> {
        let options = Options::new().text("dir", dir).text("name", name);
        kept(sys::snapshot_directory(&self.0, &options.into_js())).await
    }

    /// Hands the HTTP requests that the container sends to `address` to `service`, such as another worker.
    ///
    /// `address` is a host name, an IP address or a range of them, with or without a port.
    ///
    /// # Errors
    ///
    /// Fails when the platform refuses the address.
    pub async fn intercept_outbound_http(&self, address: &str, service: &Fetcher) -> Result<()> {
        let promise = sys::intercept_http(&self.0, &js::text(address), service.as_raw());
        intercepted(promise).await
    }

    /// Hands all HTTP requests that the container sends to `service`.
    ///
    /// # Errors
    ///
    /// Fails when the platform refuses it.
    pub async fn intercept_all_outbound_http(&self, service: &Fetcher) -> Result<()> {
        let promise = sys::intercept_http(&self.0, &JsValue::UNDEFINED, service.as_raw());
        intercepted(promise).await
    }

    /// As [`intercept_outbound_http`](Self::intercept_outbound_http), for HTTPS. The container has to trust the platform's
    /// certificate.
    ///
    /// # Errors
    ///
    /// Fails when the platform refuses the address.
    pub async fn intercept_outbound_https(&self, address: &str, service: &Fetcher) -> Result<()> {
        let promise = sys::intercept_https(&self.0, &js::text(address), service.as_raw());
        intercepted(promise).await
    }

    /// Hands the TCP connections that the container opens to `address` to `service`, whose
    /// [`connect`](macro@crate::event) takes them: whatever they speak, databases too. `address` is an IP address or a range
    /// of them, with or without a port.
    ///
    /// # Errors
    ///
    /// Fails when the platform refuses the address, and where it is older than this method.
    pub async fn intercept_outbound_tcp(&self, address: &str, service: &Fetcher) -> Result<()> {
        let promise = sys::intercept_tcp(&self.0, &js::text(address), service.as_raw());
        intercepted(promise).await
    }
}

/// What runs in a container.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Info {
    /// The image.
    pub image: String,
    /// The labels that it was started with.
    pub labels: BTreeMap<String, String>,
}

impl fmt::Debug for Container {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Container")
            .field("is_running", &self.is_running())
            .finish()
    }
}

async fn kept(promise: JsValue) -> Result<Snapshot> {
    let snapshot = js::settled(promise, "a snapshot").await?;
    Snapshot::from_js(&snapshot).ok_or_else(|| Error::malformed("the platform gave no snapshot"))
}

async fn intercepted(promise: JsValue) -> Result<()> {
    js::settled(promise, "intercepting requests of a container").await?;
    Ok(())
}

fn done(answer: i32, doing: &'static str) -> Result<()> {
    match answer {
        0 => Err(Error::last_failure(doing)),
        _ => Ok(()),
    }
}

fn millis(time: Duration) -> f64 {
    time.as_millis() as f64
}

/// A plain object of texts.
fn texts(entries: &[(String, String)]) -> JsValue {
    let mut writer = Writer::default();
    let object = writer.open(Tag::Object);
    for (name, value) in entries {
        writer.text(name);
        writer.text(value);
    }
    writer.close(object, entries.len());
    writer.into_js()
}

fn map(object: &JsValue) -> BTreeMap<String, String> {
    let mut texts = js::list_to_strings(&sys::entries(object)).into_iter();
    std::iter::from_fn(|| Some((texts.next()?, texts.next()?))).collect()
}
