//! The beginning of what is told while it happens.

use std::fmt;

use wasm_bindgen::JsValue;

use super::event::EventInfo;
use super::item::{Preview, ScriptVersion};
use super::kind::{attributes, info};
use super::{json, present, text};
use crate::js;

/// What begins.
#[derive(Clone)]
pub struct Onset(pub(super) JsValue);

impl Onset {
    /// The JavaScript `TailStream.Onset`.
    #[must_use]
    pub fn as_raw(&self) -> &JsValue {
        &self.0
    }

    /// What the event is. The method of a call follows as an [attribute](super::EventKind::Attributes), `jsrpc.method`.
    #[must_use]
    pub fn event(&self) -> Option<EventInfo> {
        info(&self.0)
    }

    /// The span of the whole event.
    #[must_use]
    pub fn span_id(&self) -> String {
        text(&self.0, "spanId").unwrap_or_default()
    }

    /// The name of the worker.
    #[must_use]
    pub fn script_name(&self) -> Option<String> {
        text(&self.0, "scriptName")
    }

    /// The class that handles the event, if it is not the default handler.
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

    /// The id of the Durable Object that handles the event.
    ///
    /// # Examples
    ///
    /// ```no_run
    /// # fn run(onset: worker_sdk::tail::Onset) {
    /// if let Some(id) = onset.durable_object_id() {
    ///     worker_sdk::console_log!("{} {id} has work", onset.entrypoint().unwrap_or_default());
    /// }
    /// # }
    /// ```
    #[must_use]
    pub fn durable_object_id(&self) -> Option<String> {
        text(&self.0, "durableObjectId")
    }

    /// The preview that the worker runs in.
    ///
    /// # Examples
    ///
    /// ```no_run
    /// # fn run(onset: worker_sdk::tail::Onset) {
    /// let place = onset.preview().map_or("production".to_owned(), |preview| preview.slug);
    /// # let _ = place;
    /// # }
    /// ```
    #[must_use]
    pub fn preview(&self) -> Option<Preview> {
        present(&self.0, "preview").map(|raw| Preview::read(&raw))
    }

    /// How the platform runs the worker: `stateless`, `durableObject`, `workflow`.
    #[must_use]
    pub fn execution_model(&self) -> Option<String> {
        text(&self.0, "executionModel")
    }

    /// Names and values about the event, as text.
    #[must_use]
    pub fn attributes(&self) -> Vec<(String, String)> {
        attributes(&self.0, "attributes")
    }
}

impl fmt::Debug for Onset {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&json(&self.0))
    }
}
