//! Jobs, which index the source of an instance.

use std::fmt;

use wasm_bindgen::JsValue;

use super::list::List;
use crate::error::Result;
use crate::js::object::{Text, Time, object};
use crate::js::{Options, Place, codec, words};
use crate::time::Timestamp;

words! {
    /// Who began a job.
    JobSource {
        /// Somebody did.
        User = "user",
        /// The schedule of the instance did.
        Schedule = "schedule",
    }
}

/// What is known of a job: [`Job::info`].
#[derive(Clone, Debug, Default, PartialEq)]
#[non_exhaustive]
pub struct JobInfo {
    /// Its id, by which jobs [get](Jobs::get) it.
    pub id: String,
    /// Who began it.
    pub source: Option<JobSource>,
    /// What it is for, in the words of whoever made it.
    pub description: Option<String>,
    /// When it was heard of last.
    pub last_seen_at: Option<Timestamp>,
    /// When it began.
    pub started_at: Option<Timestamp>,
    /// When it ended.
    pub ended_at: Option<Timestamp>,
    /// Why it ended.
    pub end_reason: Option<String>,
}

/// Something that a job has logged.
#[derive(Clone, Debug, Default, PartialEq)]
#[non_exhaustive]
pub struct JobLog {
    /// Its number.
    pub id: u64,
    /// What is said.
    pub message: String,
    /// What kind of message it is, in a number of the platform.
    pub message_type: i64,
    /// When it was, in a number of the platform.
    pub created_at: f64,
}

object!(JobInfo, "a job", {
    "id" => id, "source" => source, "description" => description, "last_seen_at" => last_seen_at as Time,
    "started_at" => started_at as Time, "ended_at" => ended_at as Time, "end_reason" => end_reason,
} needs "id");
object!(JobLog, "a log of a job", {
    "id" => id, "message" => message as Text, "message_type" => message_type, "created_at" => created_at,
});

impl JobInfo {
    fn of(answer: &JsValue) -> Result<Self> {
        codec::from_js_of(answer, "a job of AI Search")
    }
}

/// The jobs of an instance: [`Instance::jobs`](super::Instance::jobs).
///
/// # Examples
///
/// ```no_run
/// # async fn run(docs: worker_sdk::ai_search::Instance) -> worker_sdk::Result<()> {
/// let job = docs.jobs().create("the documents have changed").await?;
/// for log in docs.jobs().get(job.id).logs().await?.result {
///     worker_sdk::console_log!("{}", log.message);
/// }
/// # Ok(())
/// # }
/// ```
///
/// See <https://developers.cloudflare.com/ai-search/configuration/indexing/syncing/>.
#[derive(Clone)]
pub struct Jobs(Place);

impl Jobs {
    pub(super) fn at(place: Place) -> Self {
        Self(place)
    }

    /// Lists jobs. Nothing is sent before it is awaited.
    pub fn list(&self) -> List<JobInfo> {
        List::new(&self.0, "list", "listing jobs of AI Search")
    }

    /// Begins to index the source, for the reason that the description says, if there is one.
    ///
    /// # Errors
    ///
    /// Fails when the platform does not begin a job, such as for an instance without a source, or when another one runs.
    pub async fn create<'a>(&self, description: impl Into<Option<&'a str>>) -> Result<JobInfo> {
        let options = Options::new().text("description", description).into_js();
        JobInfo::of(
            &self
                .0
                .call("making a job of AI Search", "create", [options])
                .await?,
        )
    }

    /// The job of this id. Nothing is sent yet, so it need not be there.
    pub fn get(&self, id: impl Into<String>) -> Job {
        Job(self.0.found("get", "job", id))
    }
}

/// A job: [`Jobs::get`].
#[derive(Clone)]
pub struct Job(Place);

impl Job {
    /// Its id.
    #[must_use]
    pub fn id(&self) -> &str {
        self.0.id().unwrap_or_default()
    }

    /// What is known of it.
    ///
    /// # Errors
    ///
    /// Fails when there is no such job, and when the platform fails.
    pub async fn info(&self) -> Result<JobInfo> {
        JobInfo::of(
            &self
                .0
                .call("asking for a job of AI Search", "info", [])
                .await?,
        )
    }

    /// What it has logged. Nothing is sent before it is awaited.
    pub fn logs(&self) -> List<JobLog> {
        List::new(&self.0, "logs", "reading logs of AI Search")
    }

    /// Ends it; what is known of it then.
    ///
    /// # Errors
    ///
    /// Fails when there is no such job, and when the platform fails.
    pub async fn cancel(&self) -> Result<JobInfo> {
        JobInfo::of(
            &self
                .0
                .call("ending a job of AI Search", "cancel", [])
                .await?,
        )
    }
}

impl fmt::Debug for Jobs {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Jobs { .. }")
    }
}

impl fmt::Debug for Job {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Job({:?})", self.id())
    }
}
