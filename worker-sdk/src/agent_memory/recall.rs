//! Asking memories.

use wasm_bindgen::JsValue;

use super::dated;
use crate::error::Result;
use crate::js::object::object;
use crate::js::{self, Checked, Place, awaited, choices, codec};
use crate::time::Timestamp;

choices! {
    /// How much is thought about before it is answered.
    ThinkingLevel {
        /// Little, which is fast.
        Low = "low",
        /// More.
        Medium = "medium",
        /// Most.
        High = "high",
    }
    /// How long an answer is.
    ResponseLength {
        /// Short.
        Short = "short",
        /// Neither short nor long.
        Medium = "medium",
        /// Long.
        Long = "long",
    }
}

/// What was remembered.
#[derive(Clone, Debug, Default, PartialEq)]
#[non_exhaustive]
pub struct Recalled {
    /// The answer; empty where nothing is known.
    pub answer: String,
    /// How many memories it is made of.
    pub count: u64,
    /// The memories.
    pub candidates: Vec<Candidate>,
}

/// A memory that fits a question.
#[derive(Clone, Debug, Default, PartialEq)]
#[non_exhaustive]
pub struct Candidate {
    /// Its id.
    pub id: String,
    /// It, in few words.
    pub summary: String,
    /// The conversation that it is of.
    pub session_id: Option<String>,
    /// How well it fits.
    pub score: f64,
}

object!(Recalled, "what was remembered", {
    "answer" => answer, "count" => count, "candidates" => candidates,
} needs "answer");
object!(Candidate, "a memory", {
    "id" => id, "summary" => summary, "sessionId" => session_id, "score" => score,
});

/// Asks memories: [`Profile::recall`](super::Profile::recall). Nothing is sent before it is awaited.
///
/// # Errors
///
/// Fails when the [reference date](Self::reference_date) is a time that no calendar has: then nothing was sent; when the
/// question is longer than 1 KiB, and when the platform fails.
///
/// # Examples
///
/// ```no_run
/// use worker_sdk::agent_memory::{Namespace, ResponseLength};
/// # async fn run(memory: Namespace) -> worker_sdk::Result<()> {
///
/// let question = memory.profile("ada").recall("Where does Ada live?");
/// let recalled = question.response_length(ResponseLength::Short).await?;
/// worker_sdk::console_log!("{}", recalled.answer);
/// # Ok(())
/// # }
/// ```
#[must_use = "nothing is asked until it is awaited"]
pub struct Recall(Checked, Place, JsValue);

impl Recall {
    pub(super) fn new(profile: Place, query: &str) -> Self {
        Self(Checked::new(), profile, js::text(query))
    }

    js::members! {
        /// How much is thought about; little without this.
        thinking_level: one_of(ThinkingLevel) = "thinkingLevel";
        /// How long the answer is; neither short nor long without this.
        response_length: one_of(ResponseLength) = "responseLength";
    }

    /// The time that words such as "yesterday" are about.
    pub fn reference_date(mut self, date: Timestamp) -> Self {
        self.0 = dated(self.0, "referenceDate", date);
        self
    }

    async fn send(self) -> Result<Recalled> {
        let promise = self.1.start("recall", [self.2, self.0.into_js()?]);
        let recalled = self.1.settled(promise, "asking memories").await?;
        codec::from_js_of(&recalled, "what was remembered")
    }
}

awaited!(Recall => Recalled);
