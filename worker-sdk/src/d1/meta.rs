//! What the platform says about a run.

use std::fmt;
use std::time::Duration;

use wasm_bindgen::JsValue;

use crate::js;
use crate::task::unread;

/// All rows of a statement, and what the platform says about its run.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Results<T> {
    /// The rows.
    pub rows: Vec<T>,
    /// About the run.
    pub meta: Meta,
}

impl<T> IntoIterator for Results<T> {
    type Item = T;
    type IntoIter = std::vec::IntoIter<T>;

    fn into_iter(self) -> Self::IntoIter {
        self.rows.into_iter()
    }
}

/// What the platform says about the run of a statement. What it does not say is zero or `None`.
///
/// See <https://developers.cloudflare.com/d1/worker-api/return-object/>.
#[derive(Clone)]
pub struct Meta(JsValue);

impl Meta {
    pub(super) fn of(result: &JsValue) -> Self {
        Self(js::property(result, "meta"))
    }

    /// The JavaScript object, for properties that this type has no method for.
    #[must_use]
    pub fn as_raw(&self) -> &JsValue {
        &self.0
    }

    /// How many rows the statement inserted, updated or deleted.
    #[must_use]
    pub fn changes(&self) -> u64 {
        self.count("changes")
    }

    /// The row id of the last row that was inserted.
    #[must_use]
    pub fn last_row_id(&self) -> i64 {
        self.number("last_row_id") as i64
    }

    /// Whether the database was changed.
    #[must_use]
    pub fn changed_db(&self) -> bool {
        self.flag("changed_db").unwrap_or_default()
    }

    /// How many rows the database read, also those that are not in the result. They are what reading costs.
    #[must_use]
    pub fn rows_read(&self) -> u64 {
        self.count("rows_read")
    }

    /// How many rows the database wrote, indexes included. They are what writing costs.
    #[must_use]
    pub fn rows_written(&self) -> u64 {
        self.count("rows_written")
    }

    /// The size of the database afterwards, in bytes.
    #[must_use]
    pub fn size_after(&self) -> u64 {
        self.count("size_after")
    }

    /// How long the statement ran in the database.
    #[must_use]
    pub fn duration(&self) -> Duration {
        milliseconds(self.number("duration"))
    }

    /// How long SQL was executed, without anything around it.
    #[must_use]
    pub fn sql_duration(&self) -> Option<Duration> {
        let timings = js::property(&self.0, "timings");
        js::number(&js::property(&timings, "sql_duration_ms")).map(milliseconds)
    }

    /// The software that ran the statement.
    #[must_use]
    pub fn served_by(&self) -> Option<String> {
        self.text("served_by")
    }

    /// The region of the database that ran the statement, such as `WEUR`.
    #[must_use]
    pub fn served_by_region(&self) -> Option<String> {
        self.text("served_by_region")
    }

    /// The location of the database that ran the statement, such as `AMS`.
    #[must_use]
    pub fn served_by_colo(&self) -> Option<String> {
        self.text("served_by_colo")
    }

    /// Whether the primary database ran the statement, and not a replica.
    #[must_use]
    pub fn served_by_primary(&self) -> Option<bool> {
        self.flag("served_by_primary")
    }

    /// How often the platform tried, having met failures that pass.
    #[must_use]
    pub fn total_attempts(&self) -> Option<u32> {
        js::number(&js::property(&self.0, "total_attempts")).map(|count| count as u32)
    }

    fn text(&self, name: &'static str) -> Option<String> {
        js::string_property(&self.0, name)
    }

    fn number(&self, name: &'static str) -> f64 {
        js::number(&js::property(&self.0, name)).unwrap_or_default()
    }

    fn count(&self, name: &'static str) -> u64 {
        self.number(name) as u64
    }

    fn flag(&self, name: &'static str) -> Option<bool> {
        js::property(&self.0, name).as_bool()
    }
}

unread!(Meta);

impl fmt::Debug for Meta {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Meta")
            .field("changes", &self.changes())
            .field("last_row_id", &self.last_row_id())
            .field("rows_read", &self.rows_read())
            .field("rows_written", &self.rows_written())
            .field("duration", &self.duration())
            .finish_non_exhaustive()
    }
}

/// What [`exec`](super::Database::exec) did.
#[derive(Clone, Copy, Debug, PartialEq)]
#[non_exhaustive]
pub struct Executed {
    /// How many statements ran.
    pub count: u32,
    /// How long they ran in the database.
    pub duration: Duration,
}

impl Executed {
    pub(super) fn of(result: &JsValue) -> Self {
        let number = |name| js::number(&js::property(result, name)).unwrap_or_default();
        Self {
            count: number("count") as u32,
            duration: milliseconds(number("duration")),
        }
    }
}

fn milliseconds(ms: f64) -> Duration {
    Duration::try_from_secs_f64(ms / 1_000.0).unwrap_or_default()
}
