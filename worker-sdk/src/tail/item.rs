//! What is known of one event.

use std::fmt;
use std::time::Duration;

use wasm_bindgen::JsValue;

use super::event::EventInfo;
use super::log::{Diagnostic, Exception, Log};
use super::{all, count, json, present, text, time};
use crate::js::{self, words};
use crate::time::Timestamp;

/// One event of another worker. Each property is asked for when it is read.
///
/// See <https://developers.cloudflare.com/workers/runtime-apis/handlers/tail/#traceitems>.
#[derive(Clone)]
pub struct TraceItem(JsValue);

impl TraceItem {
    /// Wraps a JavaScript `TraceItem`.
    #[must_use]
    pub fn from_raw(raw: JsValue) -> Self {
        Self(raw)
    }

    /// The JavaScript `TraceItem`.
    #[must_use]
    pub fn as_raw(&self) -> &JsValue {
        &self.0
    }

    /// What happened; `None` where the platform does not say.
    #[must_use]
    pub fn event(&self) -> Option<EventInfo> {
        EventInfo::read(js::property(&self.0, "event"))
    }

    /// When it began.
    #[must_use]
    pub fn event_timestamp(&self) -> Option<Timestamp> {
        time(&self.0, "eventTimestamp")
    }

    /// What was logged, in order.
    #[must_use]
    pub fn logs(&self) -> Vec<Log> {
        all(&self.0, "logs", Log::from_raw)
    }

    /// What was thrown and not caught, in order.
    #[must_use]
    pub fn exceptions(&self) -> Vec<Exception> {
        all(&self.0, "exceptions", |raw| Exception::read(&raw))
    }

    /// What was published on diagnostics channels, in order.
    #[must_use]
    pub fn diagnostics(&self) -> Vec<Diagnostic> {
        all(&self.0, "diagnosticsChannelEvents", Diagnostic::from_raw)
    }

    /// How it ended.
    #[must_use]
    pub fn outcome(&self) -> Outcome {
        text(&self.0, "outcome").unwrap_or_default().into()
    }

    /// The name of the worker.
    #[must_use]
    pub fn script_name(&self) -> Option<String> {
        text(&self.0, "scriptName")
    }

    /// The class that handled the event, if it was not the default handler.
    #[must_use]
    pub fn entrypoint(&self) -> Option<String> {
        text(&self.0, "entrypoint")
    }

    /// The version of the worker.
    #[must_use]
    pub fn script_version(&self) -> Option<ScriptVersion> {
        present(&self.0, "scriptVersion").map(|raw| ScriptVersion::read(&raw))
    }

    /// The tags of the worker.
    #[must_use]
    pub fn script_tags(&self) -> Vec<String> {
        js::list_to_strings(&js::property(&self.0, "scriptTags"))
    }

    /// The dispatch namespace that the worker is in.
    #[must_use]
    pub fn dispatch_namespace(&self) -> Option<String> {
        text(&self.0, "dispatchNamespace")
    }

    /// The id of the Durable Object that handled the event.
    #[must_use]
    pub fn durable_object_id(&self) -> Option<String> {
        text(&self.0, "durableObjectId")
    }

    /// How the platform runs the worker: `stateless`, `durableObject`, `workflow`.
    #[must_use]
    pub fn execution_model(&self) -> Option<String> {
        text(&self.0, "executionModel")
    }

    /// The preview that the worker runs in.
    #[must_use]
    pub fn preview(&self) -> Option<Preview> {
        present(&self.0, "preview").map(|raw| Preview::read(&raw))
    }

    /// What was attached to the event for its tail workers.
    ///
    /// # Errors
    ///
    /// Fails when it does not have the shape of `T`; the error [is malformed](crate::Error::is_malformed).
    #[cfg(feature = "serde")]
    pub fn tail_attributes<T: serde::de::DeserializeOwned>(&self) -> crate::Result<T> {
        js::codec::from_js_of(
            &js::property(&self.0, "tailAttributes"),
            "the tail attributes",
        )
    }

    /// Whether there was more than the platform keeps.
    #[must_use]
    pub fn is_truncated(&self) -> bool {
        js::property(&self.0, "truncated") == JsValue::TRUE
    }

    /// The processor's time. Zero in the local simulator.
    #[must_use]
    pub fn cpu_time(&self) -> Duration {
        Duration::from_millis(count(&self.0, "cpuTime"))
    }

    /// The time from beginning to end. Zero in the local simulator.
    #[must_use]
    pub fn wall_time(&self) -> Duration {
        Duration::from_millis(count(&self.0, "wallTime"))
    }

    /// The item as JSON, with the platform's names.
    #[must_use]
    pub fn to_json(&self) -> String {
        json(&self.0)
    }
}

impl fmt::Debug for TraceItem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("TraceItem")
            .field("script_name", &self.script_name())
            .field("outcome", &self.outcome())
            .finish_non_exhaustive()
    }
}

words! {
    /// How an event ended.
    Outcome {
        /// The handler came to its end.
        Ok = "ok",
        /// The handler failed.
        Exception = "exception",
        /// The client went away.
        Canceled = "canceled",
        /// The limit of processor time was reached.
        ExceededCpu = "exceededCpu",
        /// The limit of memory was reached.
        ExceededMemory = "exceededMemory",
        /// The client went away while it was sent the body of a response.
        ResponseStreamDisconnected = "responseStreamDisconnected",
        /// It took longer than it may, such as the 15 minutes of a cron trigger.
        ExceededWallTime = "exceededWallTime",
        /// It was aborted.
        Aborted = "aborted",
        /// The platform had too much to do.
        LoadShed = "loadShed",
        /// There is no such worker.
        ScriptNotFound = "scriptNotFound",
        /// The platform has switched the worker off.
        KillSwitch = "killSwitch",
        /// What runs workers was not there.
        DaemonDown = "daemonDown",
        /// The platform failed.
        InternalError = "internalError",
        /// The platform does not know.
        Unknown = "unknown",
    }
}

impl Outcome {
    /// Whether the handler came to its end.
    #[must_use]
    pub fn is_ok(&self) -> bool {
        *self == Self::Ok
    }
}

/// A version of a worker.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct ScriptVersion {
    /// Its id.
    pub id: Option<String>,
    /// The tag that it was given.
    pub tag: Option<String>,
    /// The message that it was given.
    pub message: Option<String>,
}

impl ScriptVersion {
    pub(super) fn read(raw: &JsValue) -> Self {
        Self {
            id: text(raw, "id"),
            tag: text(raw, "tag"),
            message: text(raw, "message"),
        }
    }
}

/// A preview of a worker.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Preview {
    /// Its id.
    pub id: String,
    /// Its name in URLs.
    pub slug: String,
    /// Its name.
    pub name: String,
}

impl Preview {
    pub(super) fn read(raw: &JsValue) -> Self {
        let text = |name| text(raw, name).unwrap_or_default();
        Self {
            id: text("id"),
            slug: text("slug"),
            name: text("name"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Outcome;

    #[test]
    fn words_of_the_platform() {
        for word in [
            "ok",
            "exception",
            "canceled",
            "exceededCpu",
            "exceededMemory",
            "responseStreamDisconnected",
            "exceededWallTime",
            "aborted",
            "loadShed",
            "scriptNotFound",
            "killSwitch",
            "daemonDown",
            "internalError",
            "unknown",
            "invented",
        ] {
            let outcome = Outcome::from(word.to_owned());
            assert_eq!(outcome.as_str(), word);
            assert_eq!(matches!(outcome, Outcome::Other(_)), word == "invented");
        }
    }
}
