//! The format of server-sent events.

use std::mem;

use serde::de::DeserializeOwned;

use crate::{Error, Result};

/// One server-sent event: [`Stream::event`](crate::Stream::event).
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Event {
    /// What kind of event it is; `message` if the worker did not say.
    pub event: String,
    /// The data; its lines are joined by `\n`.
    pub data: String,
    /// The id, if the worker sent one with this event.
    pub id: Option<String>,
}

impl Event {
    /// The data as JSON.
    ///
    /// # Errors
    ///
    /// Fails, with the data, when it is not JSON or not of this shape.
    ///
    /// # Examples
    ///
    /// ```no_run
    /// use worker_e2e::serde_json::Value;
    ///
    /// # fn main() -> worker_e2e::Result<()> {
    /// # let worker = worker_e2e::Worker::start()?;
    /// let event = worker.stream("/orders")?.event()?.expect("an order");
    /// assert_eq!(event.json::<Value>()?["total"], 42);
    /// # Ok(())
    /// # }
    /// ```
    pub fn json<T: DeserializeOwned>(&self) -> Result<T> {
        serde_json::from_str(&self.data).map_err(|error| {
            let what = format!("the data of the event is not the expected JSON: {error}");
            Error::new(format!("{what}; it is {}", self.data))
        })
    }
}

/// An event that has not ended.
#[derive(Debug, Default)]
pub(super) struct Draft {
    has_begun: bool,
    event: String,
    data: Option<String>,
    id: Option<String>,
    text: String,
}

impl Draft {
    /// The lines so far.
    pub(super) fn text(&self) -> &str {
        &self.text
    }

    /// Adds a line; an empty one ends the event, which counts if it has data.
    pub(super) fn add(&mut self, line: &str) -> Option<Event> {
        let line = if mem::replace(&mut self.has_begun, true) {
            line
        } else {
            line.strip_prefix('\u{feff}').unwrap_or(line)
        };
        if line.is_empty() {
            return self.end();
        }
        let (name, value) = line.split_once(':').unwrap_or((line, ""));
        let value = value.strip_prefix(' ').unwrap_or(value);
        match name {
            "event" => self.event = value.to_owned(),
            "data" => self.add_data(value),
            "id" if !value.contains('\0') => self.id = Some(value.to_owned()),
            _ => return None,
        }
        self.text += line;
        self.text.push('\n');
        None
    }

    fn add_data(&mut self, line: &str) {
        match &mut self.data {
            Some(data) => {
                data.push('\n');
                data.push_str(line);
            }
            None => self.data = Some(line.to_owned()),
        }
    }

    fn end(&mut self) -> Option<Event> {
        let has_begun = self.has_begun;
        let draft = mem::take(self);
        self.has_begun = has_begun;
        let is_named = !draft.event.is_empty();
        Some(Event {
            data: draft.data?,
            event: if is_named {
                draft.event
            } else {
                "message".to_owned()
            },
            id: draft.id,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn events(text: &str) -> Vec<(String, String, Option<String>)> {
        let mut draft = Draft::default();
        let events = text.lines().filter_map(|line| draft.add(line));
        events.map(|it| (it.event, it.data, it.id)).collect()
    }

    fn event(event: &str, data: &str, id: Option<&str>) -> (String, String, Option<String>) {
        (event.to_owned(), data.to_owned(), id.map(str::to_owned))
    }

    #[test]
    fn fields_of_events() {
        let text = "\u{feff}data: 1\nid: a\n\nevent: end\ndata:2\ndata:  3\ndata\n\ndata: no end\n";
        let expected = [
            event("message", "1", Some("a")),
            event("end", "2\n 3\n", None),
        ];
        assert_eq!(events(text), expected);
    }

    #[test]
    fn what_is_no_event() {
        let text = ": a comment\n\nevent: nothing\nid: x\n\nretry: 5\nother: 1\nid: \0\ndata:\n\n";
        assert_eq!(events(text), [event("message", "", None)]);
    }
}
