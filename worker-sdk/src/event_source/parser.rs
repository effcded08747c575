//! The format, as the standard parses it.

use std::time::Duration;

use super::error::{LongId, TooLarge};
use crate::error::{Error, Result};

/// Every message has its id, and a client that connects again sends it in a header.
const MAX_ID: usize = 4096;

const BYTE_ORDER_MARK: &[u8] = "\u{feff}".as_bytes();

/// An event that arrived.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Message {
    /// Its name; `message` when the server gave none.
    pub event: String,
    /// Its text.
    pub data: String,
    /// The last id that the server gave, by this event or an earlier one.
    pub id: String,
}

#[cfg(feature = "json")]
impl Message {
    /// The text as a value of type `T`.
    ///
    /// # Errors
    ///
    /// Fails when the text is not the expected JSON; the error [is malformed](Error::is_malformed).
    pub fn json<T: serde::de::DeserializeOwned>(&self) -> Result<T> {
        crate::http::parse_json(self.data.as_bytes().to_vec())
    }
}

/// Takes bytes in pieces of any size.
pub(super) struct Parser {
    line: Vec<u8>,
    begun: bool,
    /// The last byte was a carriage return, which a line feed may belong to.
    after_return: bool,
    event: String,
    data: String,
    id: String,
    pub(super) last_id: String,
    pub(super) retry: Option<Duration>,
    pub(super) max_size: usize,
    /// What arrived, and how much of it was read.
    piece: Vec<u8>,
    at: usize,
}

impl Parser {
    pub(super) fn new() -> Self {
        Self {
            line: Vec::new(),
            begun: false,
            after_return: false,
            event: String::new(),
            data: String::new(),
            id: String::new(),
            last_id: String::new(),
            retry: None,
            max_size: 1 << 20,
            piece: Vec::new(),
            at: 0,
        }
    }

    /// A connection that continues another one: what it had begun is forgotten, the last id and the delay stay.
    pub(super) fn next_connection(&mut self) {
        let fresh = Self {
            id: self.last_id.clone(),
            last_id: std::mem::take(&mut self.last_id),
            retry: self.retry,
            max_size: self.max_size,
            ..Self::new()
        };
        *self = fresh;
    }

    /// The next part of the stream, once there are no more messages in the one before.
    pub(super) fn push(&mut self, piece: Vec<u8>) {
        self.piece = piece;
        self.at = 0;
    }

    /// The next message. The id and the delay are those at its end, whatever else has arrived.
    pub(super) fn next(&mut self) -> Result<Option<Message>> {
        let piece = std::mem::take(&mut self.piece);
        let message = self.read(&piece);
        self.piece = piece;
        message
    }

    fn read(&mut self, piece: &[u8]) -> Result<Option<Message>> {
        while let Some(mut rest) = piece.get(self.at..).filter(|rest| !rest.is_empty()) {
            if std::mem::take(&mut self.after_return) && rest.starts_with(b"\n") {
                self.at += 1;
                rest = rest.get(1..).unwrap_or_default();
            }
            let Some(end) = rest.iter().position(|byte| matches!(byte, b'\r' | b'\n')) else {
                self.at = piece.len();
                self.extend(rest)?;
                break;
            };
            let (line, after) = rest.split_at(end);
            self.extend(line)?;
            self.at += end + 1;
            self.after_return = after.starts_with(b"\r");
            if let Some(message) = self.end_line()? {
                return Ok(Some(message));
            }
        }
        Ok(None)
    }

    fn extend(&mut self, part: &[u8]) -> Result<()> {
        let held = self.line.len() + self.data.len() + self.event.len();
        if held + part.len() > self.max_size {
            return Err(Error::of(TooLarge { max: self.max_size }));
        }
        self.line.extend_from_slice(part);
        Ok(())
    }

    fn end_line(&mut self) -> Result<Option<Message>> {
        let mut line = std::mem::take(&mut self.line);
        if !std::mem::replace(&mut self.begun, true) && line.starts_with(BYTE_ORDER_MARK) {
            line.drain(..BYTE_ORDER_MARK.len());
        }
        if line.is_empty() {
            return Ok(self.dispatch());
        }
        let line = String::from_utf8_lossy(&line);
        let (field, value) = line.split_once(':').unwrap_or((&line, ""));
        self.field(field, value.strip_prefix(' ').unwrap_or(value))?;
        Ok(None)
    }

    fn field(&mut self, field: &str, value: &str) -> Result<()> {
        match field {
            "event" => value.clone_into(&mut self.event),
            "data" => {
                self.data.push_str(value);
                self.data.push('\n');
            }
            "id" if value.len() > MAX_ID => return Err(Error::of(LongId { max: MAX_ID })),
            "id" if !value.contains('\0') => value.clone_into(&mut self.id),
            "retry" if !value.is_empty() && value.bytes().all(|byte| byte.is_ascii_digit()) => {
                self.retry = value.parse().ok().map(Duration::from_millis).or(self.retry);
            }
            // Comments have an empty name.
            _ => {}
        }
        Ok(())
    }

    fn dispatch(&mut self) -> Option<Message> {
        if self.last_id != self.id {
            self.last_id.clone_from(&self.id);
        }
        let mut data = std::mem::take(&mut self.data);
        let mut event = std::mem::take(&mut self.event);
        data.pop()?;
        if event.is_empty() {
            "message".clone_into(&mut event);
        }
        let id = self.last_id.clone();
        Some(Message { event, data, id })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    type Expected = &'static [(&'static str, &'static str, &'static str)];

    /// The examples of the standard, and what it says beside them.
    const CASES: &[(&[u8], Expected)] = &[
        (b"data: YHOO\ndata: +2\ndata: 10\n\n", &[("message", "YHOO\n+2\n10", "")]),
        (
            b": test stream\n\ndata: first event\nid: 1\n\ndata:second event\nid\n\ndata:  third event\n\n",
            &[("message", "first event", "1"), ("message", "second event", ""), ("message", " third event", "")],
        ),
        (b"data\n\ndata\ndata\n\ndata:", &[("message", "", ""), ("message", "\n", "")]),
        (b"data:test\n\ndata: test\n\n", &[("message", "test", ""), ("message", "test", "")]),
        (b"event: add\ndata: 1\n\ndata: 2\n\n", &[("add", "1", ""), ("message", "2", "")]),
        (b"event: add\n\ndata: 1\n\n", &[("message", "1", "")]),
        (b"data: a\rdata: b\r\ndata: c\n\r\ndata: d\r\r", &[("message", "a\nb\nc", ""), ("message", "d", "")]),
        (b"\xef\xbb\xbfdata: marked\n\n", &[("message", "marked", "")]),
        (b"data: a\n\xef\xbb\xbfdata: b\n\n", &[("message", "a", "")]),
        (b"id: 1\ndata: a\n\nid: 2\0\ndata: b\n\n", &[("message", "a", "1"), ("message", "b", "1")]),
        (b"id: 1\n\ndata: a\n\n", &[("message", "a", "1")]),
        (b"DATA: a\n data: b\ndata : c\nother: d\ndata: e\n\n", &[("message", "e", "")]),
        (b"data: gr\xc3\xbc\xc3\x9fe \xff\n\n", &[("message", "gr\u{fc}\u{df}e \u{fffd}", "")]),
        (b"data: a:b: c\n\n", &[("message", "a:b: c", "")]),
        (b"data: never ends", &[]),
        (b"data: never ends\n", &[]),
        (b"\n\n\n", &[]),
        (b"", &[]),
    ];

    fn parse(bytes: &[u8], size: usize) -> Vec<Message> {
        let mut parser = Parser::new();
        let mut messages = Vec::new();
        for piece in bytes.chunks(size) {
            parser.push(piece.to_vec());
            messages.extend(std::iter::from_fn(|| parser.next().unwrap()));
        }
        messages
    }

    #[test]
    fn streams_of_the_standard_in_pieces_of_any_size() {
        for (bytes, expected) in CASES {
            let expected: Vec<_> = expected
                .iter()
                .map(|(event, data, id)| Message {
                    event: (*event).into(),
                    data: (*data).into(),
                    id: (*id).into(),
                })
                .collect();
            for size in 1..=bytes.len().max(1) {
                let found = parse(bytes, size);
                assert_eq!(
                    found,
                    expected,
                    "{} by {size}",
                    String::from_utf8_lossy(bytes)
                );
            }
        }
    }

    #[test]
    fn delays() {
        let cases: [(&[u8], _); 5] = [
            (b"retry: 1500\n", Some(1500)),
            (b"retry:0\n", Some(0)),
            (b"retry: 1s\n", None),
            (b"retry: -1\n", None),
            (b"retry\n", None),
        ];
        for (bytes, expected) in cases {
            let mut parser = Parser::new();
            parser.push(bytes.to_vec());
            assert_eq!(parser.next().unwrap(), None);
            assert_eq!(parser.retry, expected.map(Duration::from_millis));
        }
    }

    #[test]
    fn an_event_is_not_endless() {
        for bytes in [
            b"data: 123456789".as_slice(),
            b"data: 1234\ndata: 56789\n\n",
            b"event: 123\ndata: 456789\n\n",
        ] {
            let mut parser = Parser::new();
            parser.max_size = 14;
            parser.push(bytes.to_vec());
            let error = parser.next().unwrap_err();
            assert!(error.is_too_large());
            assert_eq!(
                error.to_string(),
                "an event of the stream is larger than 14 bytes; allow more with `max_size`"
            );
        }
    }

    #[test]
    fn an_id_is_no_longer_than_a_header() {
        let mut parser = Parser::new();
        parser.push([b"id: ".as_slice(), &[b'1'; 4097], b"\n"].concat());
        let error = parser.next().unwrap_err();
        assert!(error.is_too_large());
        assert_eq!(
            error.to_string(),
            "an id of the stream is longer than 4096 bytes; let the server give one that fits into a header"
        );
    }

    #[test]
    fn the_last_id_is_that_of_the_message_that_was_read() {
        let mut parser = Parser::new();
        parser.push(b"id: 1\ndata: a\n\nid: 2\ndata: b\n\n".to_vec());
        for expected in ["1", "2"] {
            assert_eq!(parser.next().unwrap().unwrap().id, expected);
            assert_eq!(parser.last_id, expected);
        }
    }

    #[test]
    fn a_new_connection_goes_on_where_the_last_one_ended() {
        let mut parser = Parser::new();
        parser.push(b"id: 7\nretry: 5\ndata: a\n\nid: 8\ndata: lost".to_vec());
        assert_eq!(parser.next().unwrap().unwrap().data, "a");
        assert_eq!(parser.next().unwrap(), None);
        parser.next_connection();
        parser.push(b"data: b\n\n".to_vec());
        let message = parser.next().unwrap().unwrap();
        assert_eq!((message.data.as_str(), message.id.as_str()), ("b", "7"));
        assert_eq!(parser.retry, Some(Duration::from_millis(5)));
    }
}
