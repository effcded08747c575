//! Events to send.

use std::fmt::Write;
use std::time::Duration;

use super::error::LineBreak;
use crate::error::{Error, Result};

/// An event to send.
///
/// # Examples
///
/// ```
/// use worker_sdk::event_source::Event;
///
/// let event = Event::new("two\nlines").name("greeting")?.id("7")?;
/// assert_eq!(event.to_string(), "event: greeting\nid: 7\ndata: two\ndata: lines\n\n");
/// # Ok::<(), worker_sdk::Error>(())
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[must_use = "an event does nothing until it is sent"]
pub struct Event {
    fields: String,
    data: Option<String>,
}

impl Event {
    /// An event with this text, of any number of lines.
    pub fn new(data: impl Into<String>) -> Self {
        Self {
            fields: String::new(),
            data: Some(data.into()),
        }
    }

    /// An event with a value as JSON.
    ///
    /// # Errors
    ///
    /// Fails when the value cannot be JSON.
    #[cfg(feature = "json")]
    pub fn json<T: serde::Serialize + ?Sized>(value: &T) -> Result<Self> {
        Ok(Self::new(crate::json::to_string(value)?))
    }

    /// No event, but text that only people see who look at the stream.
    pub fn comment(text: impl AsRef<str>) -> Self {
        let mut event = Self::default();
        for line in lines(text.as_ref()) {
            event.field("", line);
        }
        event
    }

    /// No event: only how long the client shall wait before it connects again.
    pub fn retry_after(delay: Duration) -> Self {
        Self::default().retry(delay)
    }

    /// Sets the event's name; without one it is `message`.
    ///
    /// # Errors
    ///
    /// Fails when the name has a line break.
    pub fn name(self, name: impl AsRef<str>) -> Result<Self> {
        self.line("event", "name", name.as_ref())
    }

    /// Sets what the client sends as `last-event-id` when it connects again.
    ///
    /// # Errors
    ///
    /// Fails when the id has a line break or a zero byte.
    pub fn id(self, id: impl AsRef<str>) -> Result<Self> {
        self.line("id", "id", id.as_ref())
    }

    /// Sets how long the client shall wait before it connects again, in whole milliseconds.
    pub fn retry(mut self, delay: Duration) -> Self {
        self.field("retry", &delay.as_millis().to_string());
        self
    }

    fn line(mut self, field: &str, what: &'static str, value: &str) -> Result<Self> {
        if value.contains(['\r', '\n', '\0']) {
            return Err(Error::of(LineBreak { what }));
        }
        self.field(field, value);
        Ok(self)
    }

    fn field(&mut self, name: &str, value: &str) {
        self.fields.push_str(name);
        self.fields.push_str(": ");
        self.fields.push_str(value);
        self.fields.push('\n');
    }
}

/// The event as it is sent.
impl std::fmt::Display for Event {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.fields)?;
        for line in self.data.iter().flat_map(|data| lines(data)) {
            writeln!(f, "data: {line}")?;
        }
        f.write_char('\n')
    }
}

impl From<Event> for Vec<u8> {
    fn from(event: Event) -> Self {
        event.to_string().into_bytes()
    }
}

/// Each of the three line breaks that the format knows ends a line.
fn lines(text: &str) -> impl Iterator<Item = &str> {
    let mut rest = Some(text);
    std::iter::from_fn(move || {
        let text = rest?;
        let Some((line, after)) = text.split_once(['\r', '\n']) else {
            rest = None;
            return Some(text);
        };
        let is_pair = text
            .get(line.len()..)
            .is_some_and(|end| end.starts_with("\r\n"));
        rest = after.get(usize::from(is_pair)..);
        Some(line)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_sent() -> Result<()> {
        let second = Duration::from_secs(1);
        let cases = [
            (Event::new("x"), "data: x\n\n"),
            (Event::new(""), "data: \n\n"),
            (
                Event::new("a\nb\r\nc\rd\n"),
                "data: a\ndata: b\ndata: c\ndata: d\ndata: \n\n",
            ),
            (
                Event::new(" x").name("n")?.id("")?,
                "event: n\nid: \ndata:  x\n\n",
            ),
            (Event::comment("a\nb"), ": a\n: b\n\n"),
            (Event::retry_after(second), "retry: 1000\n\n"),
        ];
        for (event, expected) in cases {
            assert_eq!(event.to_string(), expected);
        }
        Ok(())
    }

    #[test]
    fn nobody_can_add_a_field() {
        for text in ["a\ndata: b", "a\rb", "a\0"] {
            for (event, what) in [
                (Event::new("").name(text), "name"),
                (Event::new("").id(text), "id"),
            ] {
                let error = event.unwrap_err();
                assert!(error.is_malformed());
                assert_eq!(
                    error.to_string(),
                    format!(
                        "the {what} of an event has a line break or a zero byte; put such text into its data"
                    )
                );
            }
        }
    }
}
