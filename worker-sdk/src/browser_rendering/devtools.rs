//! The DevTools protocol: commands with numbers, answers with the same ones, and events between them.

use std::collections::VecDeque;
use std::fmt;

use serde::Serialize;
use serde::de::DeserializeOwned;
use serde::ser::{SerializeMap, Serializer};
use serde_json::{Value, json};

use super::error::Failed;
use crate::error::{Error, Result};
use crate::js::object::object;
use crate::websockets::WebSocket;

/// How many events are kept that nobody has asked for.
const MAX_EVENTS: usize = 1000;

/// A connection with a browser or a page, for any command of
/// [the DevTools protocol](https://chromedevtools.github.io/devtools-protocol/).
///
/// Events that come while an answer is waited for are kept for [`try_next`](DevTools::try_next); of more than 1000, the oldest are
/// dropped. Nothing is read between calls, and a connection on which 16 MiB wait to be read is closed, so ask only for events
/// that you need.
///
/// # Examples
///
/// A picture of the whole page, with a width of its own:
///
/// ```no_run
/// use serde_json::{Value, json};
/// # async fn run(page: &mut worker_sdk::browser_rendering::Page) -> worker_sdk::Result<()> {
///
/// let devtools = page.devtools();
/// let screen = json!({"width": 1200, "height": 800, "deviceScaleFactor": 1, "mobile": false});
/// let _: Value = devtools.call("Emulation.setDeviceMetricsOverride", &screen).await?;
/// let whole = json!({"format": "jpeg", "quality": 80, "captureBeyondViewport": true});
/// let picture: Value = devtools.call("Page.captureScreenshot", &whole).await?;
/// let base64 = picture["data"].as_str();
/// # Ok(())
/// # }
/// ```
pub struct DevTools {
    socket: WebSocket,
    last: u64,
    events: VecDeque<Event>,
    dismisses_dialogs: bool,
}

/// Something that happened in the browser.
#[derive(Clone, Debug, Default, PartialEq)]
#[non_exhaustive]
pub struct Event {
    /// What, such as `Page.loadEventFired`.
    pub method: String,
    /// The details.
    pub params: Value,
    /// In which session of the protocol, if it was not this connection itself.
    pub session_id: Option<String>,
}

/// An answer, or an event, which has no number.
#[derive(Default)]
struct Incoming {
    id: Option<u64>,
    result: Value,
    error: Option<Refusal>,
    method: String,
    params: Value,
    session_id: Option<String>,
}

#[derive(Default)]
struct Refusal {
    message: String,
}

object!(Incoming, "a message of the DevTools protocol", {
    "id" => id, "result" => result, "error" => error, "method" => method, "params" => params, "sessionId" => session_id,
});
object!(Refusal, "an error of the DevTools protocol", { "message" => message });

struct Command<'a, P> {
    id: u64,
    method: &'a str,
    params: &'a P,
    session_id: Option<&'a str>,
}

impl<P: Serialize> Serialize for Command<'_, P> {
    fn serialize<S: Serializer>(&self, serializer: S) -> std::result::Result<S::Ok, S::Error> {
        let mut command = serializer.serialize_map(None)?;
        command.serialize_entry("id", &self.id)?;
        command.serialize_entry("method", self.method)?;
        command.serialize_entry("params", self.params)?;
        if let Some(session_id) = self.session_id {
            command.serialize_entry("sessionId", session_id)?;
        }
        command.end()
    }
}

impl DevTools {
    pub(super) fn new(socket: WebSocket) -> Self {
        Self {
            socket,
            last: 0,
            events: VecDeque::new(),
            dismisses_dialogs: false,
        }
    }

    /// Sends a command and waits for its answer. The parameters are a struct or a map.
    ///
    /// # Errors
    ///
    /// Fails when the browser refuses the command, when its answer is not an `R`, and when the connection ends.
    pub async fn call<R: DeserializeOwned>(
        &mut self,
        method: &str,
        params: &impl Serialize,
    ) -> Result<R> {
        self.command(None, method, params).await
    }

    /// As [`call`](Self::call), in a session of the protocol, as `Target.attachToTarget` with `flatten` gives them.
    ///
    /// # Errors
    ///
    /// As [`call`](Self::call).
    pub async fn call_in<R: DeserializeOwned>(
        &mut self,
        session_id: &str,
        method: &str,
        params: &impl Serialize,
    ) -> Result<R> {
        self.command(Some(session_id), method, params).await
    }

    /// The next event; `None` when the connection has ended.
    ///
    /// # Errors
    ///
    /// Fails when the connection breaks, and for what is not of the protocol.
    pub async fn try_next(&mut self) -> Result<Option<Event>> {
        if let Some(event) = self.events.pop_front() {
            return Ok(Some(event));
        }
        while let Some(incoming) = self.receive().await? {
            // The answer of a call that somebody has given up.
            if incoming.id.is_none() {
                return Ok(Some(incoming.into_event()));
            }
        }
        Ok(None)
    }

    /// Waits for an event of this name. The others stay for [`try_next`](Self::try_next).
    ///
    /// # Errors
    ///
    /// As [`try_next`](Self::try_next); when the page crashes, and when the connection ends before.
    pub async fn wait_for(&mut self, method: &str) -> Result<Event> {
        self.wait_until(method, |event| event.method == method)
            .await
    }

    /// Waits for an event that is so.
    pub(super) async fn wait_until(
        &mut self,
        waiting: &str,
        mut is_it: impl FnMut(&Event) -> bool,
    ) -> Result<Event> {
        if let Some(at) = self.events.iter().position(&mut is_it)
            && let Some(event) = self.events.remove(at)
        {
            return Ok(event);
        }
        while let Some(incoming) = self.receive().await? {
            if incoming.id.is_some() {
                continue;
            }
            let event = incoming.into_event();
            if is_it(&event) {
                return Ok(event);
            }
            self.keep(event, waiting)?;
        }
        Err(closed(waiting))
    }

    /// Forgets the events that nobody has asked for.
    pub fn clear_events(&mut self) {
        self.events.clear();
    }

    /// Answers questions of the page, such as that of `alert`, with no. Otherwise all stands still until somebody does.
    pub(super) fn dismiss_dialogs(&mut self) {
        self.dismisses_dialogs = true;
    }

    /// Keeps an event that somebody may ask for.
    fn keep(&mut self, event: Event, waiting: &str) -> Result<()> {
        match event.method.as_str() {
            "Inspector.targetCrashed" if event.session_id.is_none() => {
                let waiting = waiting.to_owned();
                return Err(Error::of(Failed::Crashed { waiting }));
            }
            "Page.javascriptDialogOpening" if self.dismisses_dialogs => {
                self.send(
                    None,
                    "Page.handleJavaScriptDialog",
                    &json!({ "accept": false }),
                )?;
            }
            _ => {}
        }
        if self.events.len() == MAX_EVENTS {
            self.events.pop_front();
        }
        self.events.push_back(event);
        Ok(())
    }

    async fn command<R: DeserializeOwned>(
        &mut self,
        session_id: Option<&str>,
        method: &str,
        params: &impl Serialize,
    ) -> Result<R> {
        let id = self.send(session_id, method, params)?;
        let result = self.answer(id, method).await?;
        serde_json::from_value(result).map_err(Error::from)
    }

    fn send(
        &mut self,
        session_id: Option<&str>,
        method: &str,
        params: &impl Serialize,
    ) -> Result<u64> {
        self.last += 1;
        let command = Command {
            id: self.last,
            method,
            params,
            session_id,
        };
        self.socket.send(serde_json::to_string(&command)?)?;
        Ok(self.last)
    }

    async fn answer(&mut self, id: u64, method: &str) -> Result<Value> {
        while let Some(incoming) = self.receive().await? {
            match incoming.id {
                Some(other) if other != id => {}
                None if incoming.error.is_none() => self.keep(incoming.into_event(), method)?,
                _ => return incoming.into_result(method),
            }
        }
        Err(closed(method))
    }

    async fn receive(&mut self) -> Result<Option<Incoming>> {
        let message = self.socket.receive().await?;
        message.map(|message| message.json()).transpose()
    }
}

impl Incoming {
    /// What a command came to.
    fn into_result(self, method: &str) -> Result<Value> {
        let Some(Refusal { message }) = self.error else {
            return Ok(self.result);
        };
        let method = method.to_owned();
        Err(Error::of(Failed::Command { method, message }))
    }

    fn into_event(self) -> Event {
        Event {
            method: self.method,
            params: self.params,
            session_id: self.session_id,
        }
    }
}

fn closed(waiting: &str) -> Error {
    let waiting = waiting.to_owned();
    Error::of(Failed::Closed { waiting })
}

impl fmt::Debug for DevTools {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("DevTools { .. }")
    }
}
